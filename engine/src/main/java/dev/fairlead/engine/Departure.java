package dev.fairlead.engine;

import dev.fairlead.Endpoint;
import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import dev.fairlead.Preferences.Where;
import dev.fairlead.Setting;
import dev.fairlead.core.path.PathChoice;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Transport;
import dev.fairlead.engine.spi.Wish;
import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From where attempts leave: the interface and the local end that the preferences demand.
final class Departure {
  private final Transport transport;
  private final Where where;
  private final Path path;

  Departure(Transport transport, Where where, Path path) {
    this.transport = transport;
    this.where = where;
    this.path = path;
  }

  /// What became of the demands on one socket.
  ///
  /// @param local where to bind it, null for anywhere
  record Prepared(@Nullable InetSocketAddress local, List<Setting> settings) {
    private static final Prepared ANYWHERE = new Prepared(null, List.of());
  }

  /// Prepares a socket that will connect to `destination`.
  Prepared prepare(Channel channel, InetAddress destination) {
    if (!isDemanding()) {
      return Prepared.ANYWHERE;
    }
    List<Setting> settings = new ArrayList<>();
    InetAddress local = where.localAddress().orElse(null);
    Optional<NetworkInterface> through = through(destination);
    if (through.isPresent()) {
      InetAddress instead = bind(channel, through.get(), destination, settings);
      local = local == null ? instead : local;
    }
    if (where.reuseLocal() || where.localPort() != 0) {
      // The attempts of one race share the port, whoever else may.
      Applied reuse = transport.apply(channel, new Wish.ReuseAddress());
      if (where.reuseLocal()) {
        settings.add(SocketWishes.setting("reuseLocal", "true", reuse));
      }
    }
    reportUnknown(settings);
    return new Prepared(localEnd(local, destination, settings), settings);
  }

  /// The interface that traffic to `destination` certainly leaves by, if that is known before.
  Optional<String> interfaceTo(InetAddress destination) {
    return through(destination).map(NetworkInterface::name);
  }

  private boolean isDemanding() {
    return PathChoice.isRestricted(where)
        || where.localAddress().isPresent()
        || where.localPort() != 0
        || where.reuseLocal();
  }

  /// The interface that the socket must be bound to, empty when the system's own choice is fine.
  private Optional<NetworkInterface> through(InetAddress destination) {
    if (!PathChoice.isRestricted(where)) {
      return Optional.empty();
    }
    if (where.requiredInterface().isEmpty()) {
      String taken = transport.way(destination).map(Transport.Way::interfaceName).orElse("");
      boolean fine = path.interfaces().stream().anyMatch(each -> each.name().equals(taken));
      if (fine) {
        return Optional.empty();
      }
    }
    return path.interfaces().stream()
        .filter(each -> addressOf(each, destination) != null)
        .findFirst()
        .or(path::preferredInterface);
  }

  private @Nullable InetAddress bind(
      Channel channel, NetworkInterface to, InetAddress destination, List<Setting> settings) {
    Applied bound = transport.apply(channel, new Wish.BindToInterface(to.name(), to.index()));
    if (bound.result() != Setting.Result.NOT_APPLIED) {
      settings.add(SocketWishes.setting("interface", to.name(), bound));
      return null;
    }
    InetAddress own = addressOf(to, destination);
    settings.add(
        SocketWishes.setting(
            "interface",
            to.name(),
            own == null
                ? bound
                : Applied.nearly(
                    "only its address "
                        + Endpoint.text(own)
                        + " is used, routes may still lead elsewhere: "
                        + bound.reason())));
    return own;
  }

  private void reportUnknown(List<Setting> settings) {
    if (where.prohibitExpensive()) {
      settings.add(
          SocketWishes.setting(
              "prohibitExpensive",
              "true",
              Applied.nearly("of paths that cost money only cellular ones are known here")));
    }
    if (where.prohibitConstrained()) {
      settings.add(
          SocketWishes.setting(
              "prohibitConstrained",
              "true",
              Applied.not("this platform does not tell on which paths data is saved")));
    }
  }

  private @Nullable InetSocketAddress localEnd(
      @Nullable InetAddress local, InetAddress destination, List<Setting> settings) {
    if (local == null && where.localPort() == 0) {
      return null;
    }
    where
        .localAddress()
        .ifPresent(
            address ->
                settings.add(
                    SocketWishes.setting("localAddress", Endpoint.text(address), Applied.FULLY)));
    if (where.localPort() != 0) {
      settings.add(SocketWishes.setting("localPort", "" + where.localPort(), Applied.FULLY));
    }
    return new InetSocketAddress(
        local == null ? anyAddress(destination) : local, where.localPort());
  }

  private static InetAddress anyAddress(InetAddress destination) {
    return InetAddress.ofLiteral(destination instanceof Inet6Address ? "::" : "0.0.0.0");
  }

  /// An address of the interface from which `destination` can be reached.
  private static @Nullable InetAddress addressOf(NetworkInterface each, InetAddress destination) {
    boolean ipv4 = destination instanceof Inet4Address;
    return each.addresses().stream()
        .filter(address -> address instanceof Inet4Address == ipv4)
        .filter(address -> address.isLinkLocalAddress() == destination.isLinkLocalAddress())
        .findFirst()
        .orElse(null);
  }
}
