package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Both sides send much and end their directions when they are done, whoever is first.
class EndsTest {
  private static final int VOLUME = 16 << 20;
  private static final Certificates CERTIFICATES = new Certificates();

  static Stream<Arguments> stacks() {
    Tls tls =
        Tls.overTcp()
            .identity(CERTIFICATES.identity("localhost"))
            .trust(Trust.authorities(CERTIFICATES.authority))
            .serverName("localhost");
    return Stream.of(
        Arguments.of(Tcp.defaults()), Arguments.of(tls.halfClose(Tls.HalfClose.REQUIRED)));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void eachDirectionEndsInGoodOrder(StreamStack<StreamConnection> stack) {
    ListenOptions options = ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0));
    try (Network network = Network.builder().loops(2).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        Listener<StreamConnection> listener = network.listen(0, stack, options)) {
      StreamConnection client = network.connect(Endpoint.of("127.0.0.1", listener.port()), stack);
      StreamConnection server = listener.accept();
      var readHere = CompletableFuture.supplyAsync(() -> readAll(client), threads);
      var readThere = CompletableFuture.supplyAsync(() -> readAll(server), threads);
      var sentHere = CompletableFuture.supplyAsync(() -> sendAll(client), threads);
      var sentThere = CompletableFuture.supplyAsync(() -> sendAll(server), threads);
      assertThat(sentHere.join() && sentThere.join()).isTrue();
      assertThat(readHere.join()).isEqualTo(VOLUME);
      assertThat(readThere.join()).isEqualTo(VOLUME);
      client.abort();
      server.abort();
    }
  }

  private static boolean sendAll(StreamConnection connection) {
    byte[] chunk = new byte[64 * 1024];
    try {
      for (int done = 0; done < VOLUME; done += chunk.length) {
        connection.send(chunk);
      }
      connection.sendEnd();
      return true;
    } catch (NetworkException e) {
      return false;
    }
  }

  private static int readAll(StreamConnection connection) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    int total = 0;
    try {
      for (int came = 0; came >= 0; came = connection.receiveInto(buffer.clear())) {
        total += came;
      }
    } catch (NetworkException e) {
      return total;
    }
    return total;
  }
}
