package dev.fairlead.testkit.channel;

import dev.fairlead.testkit.tcp.TcpDoor;
import dev.fairlead.testkit.tcp.TcpSocket;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A server channel over simulated TCP.
final class SimServer extends AbstractServerChannel {
  /// Linux's `SOMAXCONN`.
  private static final int BACKLOG = 4096;

  private final Machine machine;
  private final SimConfig config = new SimConfig(this);
  private @Nullable TcpDoor door;
  private boolean open = true;
  private boolean readWanted;
  private boolean acceptQueued;

  SimServer(Machine machine) {
    this.machine = machine;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && door != null;
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop.equals(machine.host().net().turns().loop());
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    TcpDoor it = door;
    return it == null ? null : it.address();
  }

  @Override
  protected void doBind(SocketAddress address) throws BindException {
    InetSocketAddress local = (InetSocketAddress) address;
    if (!local.getAddress().isAnyLocalAddress() && !machine.host().has(local.getAddress())) {
      throw new BindException("Cannot assign requested address");
    }
    int backlog = config.number(ChannelOption.SO_BACKLOG, BACKLOG);
    door = machine.tcp().listen(local, backlog, this::called);
  }

  private void called() {
    if (readWanted) {
      queueAccept();
    }
  }

  @Override
  protected void doBeginRead() {
    readWanted = true;
    queueAccept();
  }

  private void queueAccept() {
    if (!acceptQueued) {
      acceptQueued = true;
      eventLoop().execute(this::accept);
    }
  }

  private void accept() {
    acceptQueued = false;
    TcpDoor it = door;
    if (!open || !readWanted || it == null) {
      return;
    }
    TcpSocket caller = it.poll();
    if (caller == null) {
      return;
    }
    readWanted = false;
    pipeline().fireChannelRead(new SimStream(this, machine, caller));
    pipeline().fireChannelReadComplete();
  }

  @Override
  protected void doClose() {
    open = false;
    TcpDoor it = door;
    if (it != null) {
      it.close();
    }
  }
}
