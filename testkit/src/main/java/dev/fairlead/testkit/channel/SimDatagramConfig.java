package dev.fairlead.testkit.channel;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/// The options of a datagram channel, each under the name that Netty has for it.
final class SimDatagramConfig extends SimConfig implements DatagramChannelConfig {
  SimDatagramConfig(Channel channel) {
    super(channel);
  }

  @Override
  public int getSendBufferSize() {
    return number(ChannelOption.SO_SNDBUF, 212992);
  }

  @Override
  public DatagramChannelConfig setSendBufferSize(int value) {
    setOption(ChannelOption.SO_SNDBUF, value);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return number(ChannelOption.SO_RCVBUF, 212992);
  }

  @Override
  public DatagramChannelConfig setReceiveBufferSize(int value) {
    setOption(ChannelOption.SO_RCVBUF, value);
    return this;
  }

  @Override
  public int getTrafficClass() {
    return number(ChannelOption.IP_TOS, 0);
  }

  @Override
  public DatagramChannelConfig setTrafficClass(int value) {
    setOption(ChannelOption.IP_TOS, value);
    return this;
  }

  @Override
  public int getTimeToLive() {
    return number(ChannelOption.IP_MULTICAST_TTL, 1);
  }

  @Override
  public DatagramChannelConfig setTimeToLive(int value) {
    setOption(ChannelOption.IP_MULTICAST_TTL, value);
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return isOn(ChannelOption.SO_REUSEADDR);
  }

  @Override
  public DatagramChannelConfig setReuseAddress(boolean value) {
    setOption(ChannelOption.SO_REUSEADDR, value);
    return this;
  }

  @Override
  public boolean isBroadcast() {
    return isOn(ChannelOption.SO_BROADCAST);
  }

  @Override
  public DatagramChannelConfig setBroadcast(boolean value) {
    setOption(ChannelOption.SO_BROADCAST, value);
    return this;
  }

  @Override
  public boolean isLoopbackModeDisabled() {
    return isOn(ChannelOption.IP_MULTICAST_LOOP_DISABLED);
  }

  @Override
  public DatagramChannelConfig setLoopbackModeDisabled(boolean value) {
    setOption(ChannelOption.IP_MULTICAST_LOOP_DISABLED, value);
    return this;
  }

  @Override
  public @Nullable InetAddress getInterface() {
    return getOption(ChannelOption.IP_MULTICAST_ADDR);
  }

  @Override
  public DatagramChannelConfig setInterface(InetAddress value) {
    setOption(ChannelOption.IP_MULTICAST_ADDR, value);
    return this;
  }

  @Override
  public @Nullable NetworkInterface getNetworkInterface() {
    return getOption(ChannelOption.IP_MULTICAST_IF);
  }

  @Override
  public DatagramChannelConfig setNetworkInterface(NetworkInterface value) {
    setOption(ChannelOption.IP_MULTICAST_IF, value);
    return this;
  }

  @Override
  public DatagramChannelConfig setAutoRead(boolean value) {
    super.setAutoRead(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setAutoClose(boolean value) {
    super.setAutoClose(value);
    return this;
  }

  @Override
  @Deprecated
  public DatagramChannelConfig setMaxMessagesPerRead(int value) {
    super.setMaxMessagesPerRead(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setWriteSpinCount(int value) {
    super.setWriteSpinCount(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setConnectTimeoutMillis(int value) {
    super.setConnectTimeoutMillis(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setAllocator(ByteBufAllocator value) {
    super.setAllocator(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator value) {
    super.setRecvByteBufAllocator(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setMessageSizeEstimator(MessageSizeEstimator value) {
    super.setMessageSizeEstimator(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark value) {
    super.setWriteBufferWaterMark(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setWriteBufferHighWaterMark(int value) {
    super.setWriteBufferHighWaterMark(value);
    return this;
  }

  @Override
  public DatagramChannelConfig setWriteBufferLowWaterMark(int value) {
    super.setWriteBufferLowWaterMark(value);
    return this;
  }
}
