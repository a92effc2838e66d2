package dev.fairlead.testkit.channel;

import dev.fairlead.testkit.udp.UdpSocket;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramChannelConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/// The many methods by which Netty knows a datagram channel, said in the few of [UdpSocket].
abstract class DatagramSurface extends AbstractChannel implements DatagramChannel {
  private final SimDatagramConfig config = new SimDatagramConfig(this);

  DatagramSurface() {
    super(null);
  }

  abstract UdpSocket bound();

  @Override
  public DatagramChannelConfig config() {
    return config;
  }

  SimDatagramConfig simConfig() {
    return config;
  }

  @Nullable String multicastInterface() {
    NetworkInterface chosen = config.getNetworkInterface();
    return chosen == null ? null : chosen.getName();
  }

  @Override
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) super.remoteAddress();
  }

  /// Hears a group on the interface of this name; the JDK's interfaces know nothing of simulated
  /// ones.
  void join(InetAddress group, String interfaceName) {
    bound().hearItself(!config.isOn(ChannelOption.IP_MULTICAST_LOOP_DISABLED));
    bound().join(group, interfaceName);
  }

  void leave(InetAddress group, String interfaceName) {
    bound().leave(group, interfaceName);
  }

  private static String name(@Nullable NetworkInterface it) {
    return it == null ? "" : it.getName();
  }

  @Override
  public ChannelFuture joinGroup(InetAddress group) {
    return joinGroup(group, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(InetAddress group, ChannelPromise done) {
    return joinGroup(group, null, null, done);
  }

  @Override
  public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface by) {
    return joinGroup(group, by, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(
      InetSocketAddress group, NetworkInterface by, ChannelPromise done) {
    return joinGroup(group.getAddress(), by, null, done);
  }

  @Override
  public ChannelFuture joinGroup(
      InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source) {
    return joinGroup(group, by, source, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(
      InetAddress group,
      @Nullable NetworkInterface by,
      @Nullable InetAddress source,
      ChannelPromise done) {
    join(group, name(by));
    return done.setSuccess();
  }

  @Override
  public ChannelFuture leaveGroup(InetAddress group) {
    return leaveGroup(group, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(InetAddress group, ChannelPromise done) {
    return leaveGroup(group, null, null, done);
  }

  @Override
  public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface by) {
    return leaveGroup(group, by, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(
      InetSocketAddress group, NetworkInterface by, ChannelPromise done) {
    return leaveGroup(group.getAddress(), by, null, done);
  }

  @Override
  public ChannelFuture leaveGroup(
      InetAddress group, @Nullable NetworkInterface by, @Nullable InetAddress source) {
    return leaveGroup(group, by, source, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(
      InetAddress group,
      @Nullable NetworkInterface by,
      @Nullable InetAddress source,
      ChannelPromise done) {
    leave(group, name(by));
    return done.setSuccess();
  }

  @Override
  public ChannelFuture block(InetAddress group, NetworkInterface by, InetAddress source) {
    return block(group, by, source, newPromise());
  }

  @Override
  public ChannelFuture block(
      InetAddress group, NetworkInterface by, InetAddress source, ChannelPromise done) {
    return done.setFailure(new IllegalStateException("simulated hosts block no single source"));
  }

  @Override
  public ChannelFuture block(InetAddress group, InetAddress source) {
    return block(group, source, newPromise());
  }

  @Override
  public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise done) {
    return done.setFailure(new IllegalStateException("simulated hosts block no single source"));
  }
}
