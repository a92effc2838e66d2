package dev.fairlead.engine.interfaces;

import dev.fairlead.engine.spi.InterfaceSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// What the Linux kernel tells of links, addresses and routes, at the moment at which it changes.
///
/// A message of the kernel only says that something has changed; then everything is read again. So
/// a message that was lost in a full buffer does no harm, as long as the loss is noticed.
public final class NetlinkInterfaces implements InterfaceSource {
  private static final Logger LOG = System.getLogger("dev.fairlead.interfaces");

  /// Links, and addresses and routes of both families.
  private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

  private final ThreadFactory threads;
  private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();

  /// Guarded by this.
  private @Nullable NetlinkSocket watching;

  /// True while `watching` is set.
  private volatile Read latest;

  private volatile boolean watched;

  /// @param routes because a change of a route that leaves the snapshot as it was counts too
  private record Read(Snapshot snapshot, List<NetlinkReader.Route> routes) {}

  private NetlinkInterfaces(ThreadFactory threads, Read first) {
    this.threads = threads;
    this.latest = first;
  }

  /// The source.
  ///
  /// @param threads makes the thread that listens
  /// @throws IOException when the kernel does not tell this process
  public static NetlinkInterfaces open(ThreadFactory threads) throws IOException {
    return new NetlinkInterfaces(threads, read());
  }

  @Override
  public boolean watchesCheaply() {
    return true;
  }

  @Override
  public Snapshot now() {
    if (!watched) {
      try {
        latest = read();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "the interfaces could not be read; what was known stays", e);
      }
    }
    return latest.snapshot;
  }

  private static Read read() throws IOException {
    try (NetlinkSocket socket = new NetlinkSocket(0)) {
      NetlinkReader reader = new NetlinkReader();
      for (int kind :
          new int[] {NetlinkReader.GET_LINK, NetlinkReader.GET_ADDRESS, NetlinkReader.GET_ROUTE}) {
        socket.send(NetlinkReader.request(kind));
        ByteBuffer answer = socket.receive();
        while (answer != null && !reader.take(answer)) {
          answer = socket.receive();
        }
      }
      return new Read(
          new LinuxPicture(reader, LinkTypes::of).snapshot(), List.copyOf(reader.routes()));
    }
  }

  @Override
  public Watch onChange(Runnable changed) {
    Listening listening = new Listening(changed);
    listeners.add(listening);
    begin();
    return () -> {
      listeners.remove(listening);
      endIfIdle();
    };
  }

  private synchronized void begin() {
    if (watching != null) {
      return;
    }
    try {
      NetlinkSocket socket = new NetlinkSocket(GROUPS);
      watching = socket;
      // After the subscription, so that no change falls between the two.
      latest = read();
      watched = true;
      threads.newThread(() -> listen(socket)).start();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "changes of the interfaces will not be seen", e);
    }
  }

  private synchronized void endIfIdle() {
    NetlinkSocket socket = watching;
    if (socket == null || !listeners.isEmpty()) {
      return;
    }
    watching = null;
    watched = false;
    try {
      socket.stop();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the listener of interfaces could not be stopped", e);
    }
  }

  /// The listening thread.
  private void listen(NetlinkSocket socket) {
    Thread.currentThread().setName("fairlead-interfaces");
    try (socket) {
      while (socket.receive() != null) {
        // One reading for all that came together.
        socket.drain();
        Read next = read();
        if (isCurrent(socket) && !next.equals(latest)) {
          latest = next;
          listeners.forEach(each -> each.changed.run());
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "changes of the interfaces will not be seen any more", e);
      forget(socket);
    }
  }

  private synchronized boolean isCurrent(NetlinkSocket socket) {
    return socket.equals(watching);
  }

  private synchronized void forget(NetlinkSocket socket) {
    if (socket.equals(watching)) {
      watching = null;
      watched = false;
    }
  }

  @Override
  public void close() {
    listeners.clear();
    endIfIdle();
  }

  /// Equal only to itself, so that the same call-back may be given twice.
  private static final class Listening {
    private final Runnable changed;

    Listening(Runnable changed) {
      this.changed = changed;
    }
  }
}
