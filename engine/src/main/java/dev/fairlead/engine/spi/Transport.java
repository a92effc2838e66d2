package dev.fairlead.engine.spi;

import dev.fairlead.TransferReport.PathTransfer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// One way to the sockets: epoll, kqueue, NIO, or a simulated network. Nothing else names a class
/// of a concrete transport.
public interface Transport {
  /// `epoll`, `kqueue`, `nio`.
  String name();

  /// Why it is not a better one; empty when it is the best.
  String reason();

  /// Event loops.
  EventLoopGroup loops(int count, ThreadFactory threads);

  /// A stream channel that is not connected yet.
  DuplexChannel newStream(Domain domain);

  /// A server channel that is not bound yet.
  ServerChannel newServer(Domain domain);

  /// A datagram channel that is not bound yet.
  DatagramChannel newDatagram(ProtocolFamily family);

  /// The address of a Unix socket in the form that this transport's channels take.
  default SocketAddress unixAddress(Path path) {
    return UnixDomainSocketAddress.of(path);
  }

  /// Applies one wish to a channel before it is connected or bound, or later where that is
  /// possible.
  Applied apply(Channel channel, Wish wish);

  /// What the system knows of a stream, empty when it tells nothing.
  Optional<PathTransfer> facts(Channel channel);

  /// A way to the socket beside the channel's loop, null when there is none. On the loop.
  default @Nullable DirectOutput directOutput(Channel channel) {
    return null;
  }

  /// The way that packets to `destination` take now, empty when there is none.
  Optional<Way> way(InetAddress destination);

  /// This machine's interfaces, and their changes.
  InterfaceSource interfaces();

  /// The files about names of the machine that these sockets belong to, as they are now; empty when
  /// it is this one, whose files anybody can read. Does not block.
  default Optional<NameFiles> nameFiles() {
    return Optional.empty();
  }

  /// What kind of address a stream uses.
  enum Domain {
    /// IPv4 or IPv6.
    INTERNET,
    /// A path in the file system.
    UNIX
  }

  /// How packets leave.
  ///
  /// @param source our address
  /// @param interfaceName the interface, empty when the platform does not tell
  record Way(InetAddress source, String interfaceName) {}
}
