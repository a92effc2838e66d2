package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.ConnectionLostException;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our own end over TLS 1.3, and what becomes of what the other side still sends.
@Timeout(120)
class HalfCloseTest {
  private static final int VOLUME = 8 << 20;
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Tls TLS =
      Tls.overTcp()
          .identity(CERTIFICATES.identity("localhost"))
          .trust(Trust.authorities(CERTIFICATES.authority))
          .serverName("localhost");
  private static final Tls REQUIRED = TLS.halfClose(Tls.HalfClose.REQUIRED);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoEndsFirstReadsTheWholeAnswer(boolean required) throws Exception {
    // Whatever our engine is, the peer's must be able to send after our end.
    try (Both both = new Both(required ? REQUIRED : TLS, REQUIRED)) {
      TlsFacts facts = both.client.facts(TlsFacts.class).orElseThrow();
      assertThat(facts.engine()).isEqualTo(required ? "JDK" : "BoringSSL");
      both.client.send("question");
      both.client.sendEnd();
      assertThat(both.server.receiveAll(100).utf8()).isEqualTo("question");
      var answered = both.run(() -> sendAll(both.server, VOLUME));
      assertThat(readAll(both.client)).isEqualTo(VOLUME);
      assertThat(answered.join()).isEqualTo(VOLUME);
      both.client.close();
      both.server.close();
    }
  }

  /// BoringSSL ends our direction with the peer's. What was sent before either comes or is named.
  @Test
  void anEchoThatThePeersEndCutsNamesWhatIsMissing() throws Exception {
    for (int round = 0; round < 30; round++) {
      try (Both both = new Both(TLS, TLS)) {
        var echoed = both.run(() -> missingAfterEcho(both.server));
        var sent = both.run(() -> sendAll(both.client, VOLUME));
        Came came = readUntilEnd(both.client);
        assertThat(sent.join()).isEqualTo(VOLUME);
        long missing = VOLUME - came.bytes();
        assertThat(echoed.join()).as("bytes not sent, round %d", round).isEqualTo(missing);
        assertThat(came.whole()).as("end in order, round %d", round).isEqualTo(missing == 0);
      }
    }
  }

  /// Accepted and not sent, and received and not sent back.
  private static long missingAfterEcho(StreamConnection server) {
    try {
      server.transferTo(server);
    } catch (ConnectionLostException e) {
      return e.bytesNotSent() + readAll(server);
    }
    try {
      server.close();
      return 0;
    } catch (ConnectionLostException e) {
      return e.bytesNotSent();
    }
  }

  private static long sendAll(StreamConnection connection, int volume) {
    byte[] chunk = new byte[64 * 1024];
    for (int done = 0; done < volume; done += chunk.length) {
      connection.send(chunk);
    }
    connection.sendEnd();
    return volume;
  }

  /// What came, and whether it ended as a whole stream does.
  private record Came(long bytes, boolean whole) {}

  private static Came readUntilEnd(StreamConnection connection) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    long total = 0;
    try {
      for (int came = 0; came >= 0; came = connection.receiveInto(buffer.clear())) {
        total += came;
      }
      return new Came(total, true);
    } catch (ConnectionLostException lost) {
      assertThat(lost.reason()).isEqualTo(FailureCause.TRUNCATED);
      return new Came(total, false);
    }
  }

  private static long readAll(StreamConnection connection) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    long total = 0;
    for (int came = 0; came >= 0; came = connection.receiveInto(buffer.clear())) {
      total += came;
    }
    return total;
  }

  /// Both ends of one connection.
  private static final class Both implements AutoCloseable {
    private final Network network = Network.builder().loops(2).build();
    private final java.util.concurrent.ExecutorService threads =
        Executors.newVirtualThreadPerTaskExecutor();
    final StreamConnection client;
    final StreamConnection server;

    Both(Tls here, Tls there) {
      Listener<StreamConnection> listener =
          network.listen(0, there, ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0)));
      client = network.connect(Endpoint.of("127.0.0.1", listener.port()), here);
      server = listener.accept();
    }

    <T> CompletableFuture<T> run(java.util.function.Supplier<T> work) {
      return CompletableFuture.supplyAsync(work, threads);
    }

    @Override
    public void close() {
      network.close();
      threads.close();
    }
  }
}
