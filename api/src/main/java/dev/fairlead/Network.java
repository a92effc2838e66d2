package dev.fairlead;

import dev.fairlead.spi.NetworkProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/// The door: reaches endpoints and is reached.
///
/// A network owns event loops, the name resolver, and caches. Most programs use [#shared()]; one
/// that needs its own resolver or wants to shut everything down builds its own. All methods may be
/// called from any thread.
public interface Network extends AutoCloseable {
  /// The network of this process; it is never closed.
  static Network shared() {
    return NetworkProvider.find().shared();
  }

  /// A network with settings of its own.
  static Builder builder() {
    return NetworkProvider.find().builder();
  }

  /// Makes a connection that does nothing yet.
  default <C extends Connection> C open(Endpoint endpoint, Stack<C> stack) {
    return open(endpoint, stack, Preferences.defaults());
  }

  /// Makes a connection that does nothing yet.
  ///
  /// @throws IllegalArgumentException when endpoint, stack and preferences do not fit together
  <C extends Connection> C open(Endpoint endpoint, Stack<C> stack, Preferences preferences);

  /// Opens, starts, and waits until ready.
  ///
  /// @throws EstablishmentException with the whole ledger when it cannot be made
  default <C extends Connection> C connect(Endpoint endpoint, Stack<C> stack) {
    return connect(endpoint, stack, Preferences.defaults());
  }

  /// Opens, starts, and waits until ready.
  <C extends Connection> C connect(Endpoint endpoint, Stack<C> stack, Preferences preferences);

  /// As [#connect(Endpoint, Stack)], without waiting. Cancelling the future aborts the connection.
  default <C extends Connection> CompletableFuture<C> connectAsync(
      Endpoint endpoint, Stack<C> stack) {
    return connectAsync(endpoint, stack, Preferences.defaults());
  }

  /// As [#connect(Endpoint, Stack, Preferences)], without waiting.
  <C extends Connection> CompletableFuture<C> connectAsync(
      Endpoint endpoint, Stack<C> stack, Preferences preferences);

  /// Listens on every address of this machine, both families.
  ///
  /// @param port 0 for one that the system chooses
  /// @throws EstablishmentException when the port cannot be had
  default <C extends Connection> Listener<C> listen(int port, Stack<C> stack) {
    return listen(port, stack, ListenOptions.defaults());
  }

  /// Listens as the options say.
  ///
  /// @param port for every address; not used when the options name addresses
  <C extends Connection> Listener<C> listen(int port, Stack<C> stack, ListenOptions options);

  /// Asks for the addresses of a name, its aliases and service records, and says who answered.
  default Lookup resolve(String name) {
    return resolve(name, List.of("A", "AAAA", "HTTPS"));
  }

  /// Asks for records of these types: `A`, `AAAA`, `HTTPS`, `SVCB`, `CNAME`, `MX`, `TXT`, `SRV`,
  /// `NS`, `SOA`, `CAA`, `PTR`.
  Lookup resolve(String name, List<String> types);

  /// As above, without waiting.
  CompletableFuture<Lookup> resolveAsync(String name, List<String> types);

  /// The state of this machine's network, now and as it changes.
  Paths paths();

  /// Sockets for libraries that take a factory: one that is given a host name races its addresses.
  /// A socket that is given an address connects to just that.
  SocketFactory socketFactory();

  /// TLS sockets: `createSocket(host, port)` races with the handshake as part of the race; layered
  /// over a given socket it is plain TLS.
  SSLSocketFactory sslSocketFactory(Tls tls);

  /// As above with the defaults of [Tls#overTcp()].
  default SSLSocketFactory sslSocketFactory() {
    return sslSocketFactory(Tls.overTcp());
  }

  /// Aborts what is open, stops the loops. Does nothing on the shared network.
  @Override
  void close();

  /// Makes a network.
  interface Builder {
    /// Who is asked for names; [Resolver#system()] by default.
    Builder resolver(Resolver resolver);

    /// How many event loops, 1 or more; the number of processors by default.
    Builder loops(int loops);

    /// Where handlers and completions of connections run unless their preferences say otherwise;
    /// virtual threads by default.
    Builder handlers(Executor executor);

    /// Which transport to use: `epoll`, `kqueue`, `nio`; the best available by default.
    ///
    /// @throws IllegalArgumentException from [#build()], with the reason, when it is not available
    Builder transport(String name);

    /// Which TLS engine to use: `BoringSSL`, `JDK`; the best that can do what is asked by default.
    Builder tlsEngine(String name);

    /// Makes it.
    Network build();
  }
}
