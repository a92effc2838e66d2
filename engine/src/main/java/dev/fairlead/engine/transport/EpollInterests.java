package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.DirectOutput;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Netty's epoll handler with two things put right that matter to a bounded inbox and to
/// half-closed streams.
///
/// A stream never asks for `EPOLLRDHUP`: on that event Netty reads all that the kernel holds, even
/// while reading pauses, so the memory bound would not hold at the peer's end. The end is seen by
/// reading, in its turn.
///
/// A registration that asks for nothing is taken out of epoll, and Netty 4.2.18 does not put it
/// back (`EPOLL_CTL_MOD` fails with `ENOENT`): after the peer's end a write that does not fit the
/// socket would fail. Here it is registered anew.
final class EpollInterests implements IoHandler {
  private final IoHandler epoll;
  private final Outputs outputs;

  private EpollInterests(IoHandler epoll, Outputs outputs) {
    this.epoll = epoll;
    this.outputs = outputs;
  }

  static IoHandlerFactory factory(Outputs outputs) {
    IoHandlerFactory factory = EpollIoHandler.newFactory();
    return executor -> new EpollInterests(factory.newHandler(executor), outputs);
  }

  /// The sockets that other threads may write to, by the part of the channel that is registered.
  static final class Outputs {
    private final Map<Object, DirectOutput> all = new ConcurrentHashMap<>();

    @Nullable DirectOutput of(Channel channel) {
      return all.get(channel.unsafe());
    }
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    Interest interest = new Interest((EpollIoHandle) handle);
    interest.begin();
    return interest;
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> kind) {
    return epoll.isCompatible(kind);
  }

  /// What one channel asks epoll for. Used on its loop.
  @SuppressWarnings("try") // The channel decides what its close() throws.
  private final class Interest implements IoRegistration, EpollIoHandle, DirectOutput {
    private final EpollIoHandle channel;

    /// Null while the channel asks for nothing.
    private @Nullable IoRegistration registration;

    private volatile boolean cancelled;

    /// Held while another thread writes, which takes a system call that never waits: Netty always
    /// cancels the registration before it closes the descriptor, so the number cannot be given to
    /// another socket meanwhile.
    private final Object writing = new Object();

    /// While the registration is only being exchanged the channel does not hear of it.
    private boolean exchanging;

    /// The handler's own, the same for every registration.
    private @Nullable Object attachment;

    Interest(EpollIoHandle channel) {
      this.channel = channel;
    }

    void begin() throws Exception {
      IoRegistration first = epoll.register(this);
      attachment = first.attachment();
      registration = first;
      outputs.all.put(channel, this);
    }

    @Override
    public long submit(IoOps ops) {
      EpollIoOps wanted = ((EpollIoOps) ops).without(EpollIoOps.EPOLLRDHUP);
      if (wanted.value() == 0) {
        suspend();
        return 0;
      }
      return resumed().submit(wanted);
    }

    private void suspend() {
      IoRegistration now = registration;
      if (now != null && !cancelled) {
        registration = null;
        exchanging = true;
        boolean unused = now.cancel();
        exchanging = false;
        assert unused;
      }
    }

    private IoRegistration resumed() {
      IoRegistration now = registration;
      if (now == null) {
        exchanging = true;
        try {
          now = epoll.register(this);
          registration = now;
        } catch (Exception failure) {
          throw new IllegalStateException("epoll does not take the channel again", failure);
        } finally {
          exchanging = false;
        }
      }
      return now;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Netty's signature.
    public <T> T attachment() {
      return (T) Objects.requireNonNull(attachment, "it has begun");
    }

    @Override
    public boolean isValid() {
      return !cancelled;
    }

    @Override
    public boolean cancel() {
      outputs.all.remove(channel);
      synchronized (writing) {
        if (cancelled) {
          return false;
        }
        cancelled = true;
      }
      IoRegistration now = registration;
      if (now != null) {
        return now.cancel();
      }
      channel.unregistered();
      return true;
    }

    @Override
    public int write(ByteBuffer content) {
      synchronized (writing) {
        if (cancelled) {
          return 0;
        }
        try {
          return channel.fd().write(content, content.position(), content.limit());
        } catch (IOException failure) {
          // The loop will write the same, fail in the same way, and tell.
          return 0;
        }
      }
    }

    @Override
    public FileDescriptor fd() {
      return channel.fd();
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
      channel.handle(this, event);
    }

    @Override
    public void registered() {
      if (!exchanging) {
        channel.registered();
      }
    }

    @Override
    public void unregistered() {
      if (!exchanging) {
        channel.unregistered();
      }
    }

    @Override
    public void close() throws Exception {
      channel.close();
    }
  }
}
