package dev.fairlead.engine.interfaces;

import dev.fairlead.NetworkInterface;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Waiter;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What Java itself can see of the interfaces, on every platform. Changes are found by looking
/// every second, and only while somebody watches. Whether routes exist is guessed by connecting a
/// datagram socket, which sends nothing.
public final class PollingInterfaces implements InterfaceSource {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Addresses of documentation (RFC 5737, RFC 3849): only a default route leads there.
  private static final InetAddress FAR_IPV4 = InetAddress.ofLiteral("192.0.2.1");

  private static final InetAddress FAR_IPV6 = InetAddress.ofLiteral("2001:db8::1");

  private final ThreadFactory threads;
  private final Waiter waiter;
  private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();

  /// Guarded by this.
  private @Nullable Thread poller;

  /// @param threads makes the thread that looks
  /// @param waiter where it waits between two looks
  public PollingInterfaces(ThreadFactory threads, Waiter waiter) {
    this.threads = threads;
    this.waiter = waiter;
  }

  @Override
  public Snapshot now() {
    @Nullable InetAddress source4 = sourceTowards(FAR_IPV4);
    @Nullable InetAddress source6 = sourceTowards(FAR_IPV6);
    List<NetworkInterface> interfaces = read();
    Comparator<NetworkInterface> first =
        Comparator.comparing(
            each ->
                !(source4 != null && each.addresses().contains(source4))
                    && !(source6 != null && each.addresses().contains(source6)));
    interfaces.sort(first.thenComparingInt(NetworkInterface::index));
    boolean none = source4 == null && source6 == null;
    // Without any default route, the links themselves are all there is.
    return new Snapshot(
        interfaces,
        source4 != null || (none && hasAddress(interfaces, true)),
        source6 != null || (none && hasAddress(interfaces, false)),
        identity(interfaces, source4, source6));
  }

  private static String identity(
      List<NetworkInterface> interfaces,
      @Nullable InetAddress source4,
      @Nullable InetAddress source6) {
    String name = interfaces.isEmpty() ? "none" : interfaces.getFirst().name();
    return name
        + " "
        + (source4 == null ? "-" : source4.getHostAddress())
        + " "
        // RFC 4291 §2.5.4: the subnet counts, the rest of the address may change for privacy.
        + (source6 == null ? "-" : Identities.subnet(source6));
  }

  private static List<NetworkInterface> read() {
    List<NetworkInterface> found = new ArrayList<>();
    try {
      var all = java.net.NetworkInterface.getNetworkInterfaces();
      for (java.net.NetworkInterface each : Collections.list(all)) {
        List<InetAddress> addresses = Collections.list(each.getInetAddresses());
        found.add(
            new NetworkInterface(
                each.getName(),
                Math.max(0, each.getIndex()),
                each.isLoopback()
                    ? dev.fairlead.InterfaceType.LOOPBACK
                    : LinkTypes.of(each.getName(), each.isVirtual() || each.isPointToPoint()),
                each.isUp(),
                addresses,
                Math.max(0, each.getMTU())));
      }
    } catch (SocketException changedMeanwhile) {
      // An interface vanished while it was read; what was read so far is true, and the next look
      // sees the rest.
      return found;
    }
    return found;
  }

  private static @Nullable InetAddress sourceTowards(InetAddress far) {
    StandardProtocolFamily family =
        far instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (DatagramChannel probe = DatagramChannel.open(family)) {
      probe.connect(new InetSocketAddress(far, 9));
      InetAddress source = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
      return source.isAnyLocalAddress() || source.isLoopbackAddress() ? null : source;
    } catch (IOException
        | UnsupportedAddressTypeException
        | UnsupportedOperationException noRoute) {
      return null;
    }
  }

  private static boolean hasAddress(List<NetworkInterface> interfaces, boolean ipv4) {
    return interfaces.stream()
        .filter(NetworkInterface::up)
        .flatMap(each -> each.addresses().stream())
        .anyMatch(
            address ->
                address instanceof Inet4Address == ipv4
                    && !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress());
  }

  @Override
  public Watch onChange(Runnable changed) {
    Listening listening = new Listening(changed);
    listeners.add(listening);
    synchronized (this) {
      if (poller == null) {
        poller = threads.newThread(this::poll);
        poller.start();
      }
    }
    return () -> {
      listeners.remove(listening);
      synchronized (this) {
        if (listeners.isEmpty() && poller != null) {
          Thread idle = poller;
          poller = null;
          waiter.unpark(idle);
        }
      }
    };
  }

  private void poll() {
    Thread me = Thread.currentThread();
    Snapshot last = now();
    while (isPoller(me)) {
      waiter.parkNanos(this, PERIOD_NANOS);
      Snapshot next = now();
      if (!next.equals(last)) {
        last = next;
        listeners.forEach(each -> each.changed.run());
      }
    }
  }

  private synchronized boolean isPoller(Thread thread) {
    return thread.equals(poller);
  }

  @Override
  public void close() {
    listeners.clear();
    synchronized (this) {
      if (poller != null) {
        Thread idle = poller;
        poller = null;
        waiter.unpark(idle);
      }
    }
  }

  /// Equal only to itself, so that the same call-back may be given twice.
  private static final class Listening {
    private final Runnable changed;

    Listening(Runnable changed) {
      this.changed = changed;
    }
  }
}
