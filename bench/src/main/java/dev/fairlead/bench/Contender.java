package dev.fairlead.bench;

import java.io.IOException;

/// One way to move bytes, measured against another. A contender serves and connects; both ends of a
/// measurement are the same contender, each in a process of its own.
interface Contender {
  /// Starts a server on a free port and returns the port.
  int serve(Job job) throws Exception;

  /// Connects to the server.
  Client connect(Job job, int port) throws Exception;

  /// What is measured.
  ///
  /// @param echo whether the server sends back what comes, or only takes it
  /// @param tls whether TLS is spoken, with the same engine by all who can
  record Job(boolean echo, boolean tls) {}

  /// One connection that works.
  interface Client extends AutoCloseable {
    /// Sends `chunk` again and again until `nanos` have passed, and returns how many bytes.
    long bulk(byte[] chunk, long nanos) throws Exception;

    /// Sends `message`, waits for all of it to come back, and so on until `nanos` have passed.
    void pingPong(byte[] message, long nanos, Samples roundTrips) throws Exception;

    @Override
    void close() throws IOException;
  }

  /// The contender of this name.
  static Contender named(String name) {
    return switch (name) {
      case "fairlead-loop" -> new FairleadContender(true);
      case "fairlead-blocking" -> new FairleadContender(false);
      case "fairlead-name" -> new NamedContender();
      case "messages" -> MessageContender.framed();
      case "messages-json" -> MessageContender.json();
      case "socket-json" -> new JsonSocketContender();
      case "netty" -> new NettyContender();
      case "channel" -> new ChannelContender();
      case "socket" -> new SocketContender();
      default -> throw new IllegalArgumentException("no contender is called " + name);
    };
  }
}
