package dev.fairlead.cli.demo;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.Identity;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// Everything that the scenes need: name server, two healthy servers, keys, a network that asks
/// only the name server of the demo, and a folder that is removed at the end.
final class Stage implements AutoCloseable {
  static final String DOMAIN = "demo.example";
  private static final int REQUEST_MAX = 8192;

  private final Place place = Place.find();
  private final Path folder = Files.createTempDirectory("fairlead-demo");
  private final DemoDns dns = new DemoDns();
  private final Network network =
      Network.builder().resolver(Resolver.servers(dns.address())).loops(1).build();
  private final Listener<StreamConnection> plain;
  private final CompletableFuture<Keys> keys = new CompletableFuture<>();
  private final CompletableFuture<Listener<StreamConnection>> secure;

  Stage() throws IOException {
    plain = healthy(Tcp.defaults());
    Thread.ofVirtual().start(this::makeKeys);
    secure = keys.thenApply(k -> healthy(Tls.overTcp().identity(identity(k.good()))));
  }

  Place place() {
    return place;
  }

  Path folder() {
    return folder;
  }

  DemoDns dns() {
    return dns;
  }

  Network network() {
    return network;
  }

  /// The port on which a scene is played, at every address.
  int port(boolean tls) throws IOException {
    return (tls ? done(secure) : plain).port();
  }

  /// The keys, which take a moment at the beginning.
  Keys keys() throws IOException {
    return done(keys);
  }

  /// What stands at the troubled address while a scene is played.
  Closeable trouble(Scene.Trouble trouble, int port) throws IOException {
    InetSocketAddress at = new InetSocketAddress(place.troubled(), port);
    return switch (trouble) {
      case NONE, REFUSES, NAME_HALF_ANSWERED -> () -> {};
      case SILENT -> new SilentPort(at);
      case MUTE -> new MutePort(at);
      case WRONG_CERTIFICATE -> wrong(at)::close;
    };
  }

  private Listener<StreamConnection> wrong(InetSocketAddress at) throws IOException {
    Tls stack = Tls.overTcp().identity(identity(keys().wrong()));
    return listen(stack, at);
  }

  private Listener<StreamConnection> healthy(StreamStack<StreamConnection> stack) {
    return listen(stack, new InetSocketAddress(place.healthy(), 0));
  }

  private Listener<StreamConnection> listen(
      StreamStack<StreamConnection> stack, InetSocketAddress at) {
    ListenOptions options = ListenOptions.defaults().addresses(Endpoint.of(at));
    Listener<StreamConnection> listener = network.listen(at.getPort(), stack, options);
    Thread.ofVirtual().start(() -> listener.serve(Stage::answer));
    return listener;
  }

  /// A web server of three lines, so that `HttpClient` too gets what it waits for.
  private static void answer(StreamConnection connection) {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0 && request.length() < REQUEST_MAX) {
      Bytes part = connection.receive();
      if (part == null) {
        return;
      }
      request.append(part.utf8());
    }
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
  }

  private static Identity identity(Keys.Pair pair) {
    return Identity.of(pair.key(), pair.chain());
  }

  private void makeKeys() {
    try {
      keys.complete(Keys.make(folder, "*." + DOMAIN, "other.example"));
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      keys.completeExceptionally(e);
    }
  }

  private static <T> T done(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    network.close();
    dns.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " could not be removed", e);
    }
  }
}
