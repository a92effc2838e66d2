package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.Transport;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Chooses the transport: the native one of this platform when its library is there, else NIO.
public final class Transports {
  private Transports() {}

  /// The best that is available, or the one that is named.
  ///
  /// @param name `epoll`, `kqueue`, `nio`, or empty for the best
  /// @throws IllegalArgumentException with the reason when the named one is not available
  public static Transport choose(String name, InterfaceSource interfaces) {
    return switch (name) {
      case "" -> best(interfaces);
      case "epoll" -> {
        require(name, epollObstacle());
        yield new EpollTransport(interfaces);
      }
      case "kqueue" -> {
        require(name, kqueueObstacle());
        yield new KqueueTransport(interfaces);
      }
      case "nio" -> new NioTransport(interfaces, "the program asked for it");
      default ->
          throw new IllegalArgumentException(
              "there is no transport \"" + name + "\": choose epoll, kqueue or nio");
    };
  }

  private static Transport best(InterfaceSource interfaces) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("linux")) {
      String obstacle = epollObstacle();
      return obstacle == null
          ? new EpollTransport(interfaces)
          : new NioTransport(interfaces, "no epoll: " + obstacle);
    }
    if (system.startsWith("mac")) {
      String obstacle = kqueueObstacle();
      return obstacle == null
          ? new KqueueTransport(interfaces)
          : new NioTransport(interfaces, "no kqueue: " + obstacle);
    }
    // Nothing better exists here, so there is nothing to explain.
    return new NioTransport(interfaces, "");
  }

  private static void require(String name, @Nullable String obstacle) {
    if (obstacle != null) {
      throw new IllegalArgumentException(
          "the transport " + name + " is not available: " + obstacle);
    }
  }

  private static @Nullable String epollObstacle() {
    return Epoll.isAvailable() ? null : NativeObstacle.of("epoll", Epoll.unavailabilityCause());
  }

  private static @Nullable String kqueueObstacle() {
    return KQueue.isAvailable() ? null : NativeObstacle.of("kqueue", KQueue.unavailabilityCause());
  }
}
