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
/// a message that was lost in a full buffer does no harm, as long as the loss is noticed. Should
/// the
/// kernel stop telling, the listeners go over to another source, which looks from time to time.
public final class NetlinkInterfaces implements InterfaceSource {
  private static final Logger LOG = System.getLogger("dev.fairlead.interfaces");

  /// Links, and addresses and routes of both families.
  private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

  private final ThreadFactory threads;
  private final InterfaceSource otherwise;
  private final KernelNews.Beginning beginning;
  private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();

  /// Guarded by this.
  private @Nullable KernelNews watching;

  /// Set once, guarded by this: the kernel has stopped telling.
  private volatile boolean silenced;

  /// True while `watching` is set.
  private volatile Read latest;

  private volatile boolean watched;

  /// @param routes because a change of a route that leaves the snapshot as it was counts too
  private record Read(Snapshot snapshot, List<NetlinkReader.Route> routes) {}

  private NetlinkInterfaces(
      ThreadFactory threads,
      InterfaceSource otherwise,
      KernelNews.Beginning beginning,
      Read first) {
    this.threads = threads;
    this.otherwise = otherwise;
    this.beginning = beginning;
    this.latest = first;
  }

  /// The source.
  ///
  /// @param threads makes the thread that listens
  /// @param otherwise who is asked when the kernel does not tell any more; closed with this source
  /// @throws IOException when the kernel does not tell this process
  public static NetlinkInterfaces open(ThreadFactory threads, InterfaceSource otherwise)
      throws IOException {
    return open(threads, otherwise, NetlinkSocket::new);
  }

  /// As above, listening in another way.
  static NetlinkInterfaces open(
      ThreadFactory threads, InterfaceSource otherwise, KernelNews.Beginning beginning)
      throws IOException {
    return new NetlinkInterfaces(threads, otherwise, beginning, read());
  }

  @Override
  public boolean watchesCheaply() {
    return !silenced;
  }

  @Override
  public Snapshot now() {
    if (silenced) {
      return otherwise.now();
    }
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
    begin(listening);
    return () -> end(listening);
  }

  private synchronized void begin(Listening listening) {
    listeners.add(listening);
    if (silenced) {
      listening.elsewhere = otherwise.onChange(listening.changed);
    } else if (watching == null) {
      try {
        KernelNews kernel = beginning.listen(GROUPS);
        watching = kernel;
        // After the subscription, so that no change falls between the two.
        latest = read();
        watched = true;
        threads.newThread(() -> listen(kernel)).start();
      } catch (IOException e) {
        goOver(e);
      }
    }
  }

  private synchronized void end(Listening listening) {
    listeners.remove(listening);
    Watch elsewhere = listening.elsewhere;
    if (elsewhere != null) {
      elsewhere.close();
    }
    endIfIdle();
  }

  private synchronized void endIfIdle() {
    KernelNews kernel = watching;
    if (kernel == null || !listeners.isEmpty()) {
      return;
    }
    watching = null;
    watched = false;
    try {
      kernel.stop();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the listener of interfaces could not be stopped", e);
    }
  }

  /// The listening thread.
  private void listen(KernelNews kernel) {
    Thread.currentThread().setName("fairlead-interfaces");
    try (kernel) {
      while (kernel.receive() != null) {
        // One reading for all that came together.
        var _ = kernel.drain();
        Read next = read();
        if (isCurrent(kernel) && !next.equals(latest)) {
          latest = next;
          tellAll();
        }
      }
    } catch (IOException e) {
      if (isCurrent(kernel)) {
        goOver(e);
        // Something may have changed that nobody has told.
        tellAll();
      }
    }
  }

  private void tellAll() {
    listeners.forEach(each -> each.changed.run());
  }

  private synchronized boolean isCurrent(KernelNews kernel) {
    return kernel.equals(watching);
  }

  private synchronized void goOver(IOException why) {
    LOG.log(Level.WARNING, "the kernel does not tell of interfaces any more; they are polled", why);
    watching = null;
    watched = false;
    silenced = true;
    for (Listening each : listeners) {
      each.elsewhere = otherwise.onChange(each.changed);
    }
  }

  @Override
  public void close() {
    listeners.clear();
    endIfIdle();
    otherwise.close();
  }

  /// Equal only to itself, so that the same call-back may be given twice.
  private static final class Listening {
    private final Runnable changed;

    /// Guarded by the source: the watch at the other source, once there is one.
    private @Nullable Watch elsewhere;

    Listening(Runnable changed) {
      this.changed = changed;
    }
  }
}
