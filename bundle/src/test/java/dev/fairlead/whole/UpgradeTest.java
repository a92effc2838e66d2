package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.Connection;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.FrameReader;
import dev.fairlead.FrameWriter;
import dev.fairlead.LengthPrefix;
import dev.fairlead.Lines;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.MessageConnection;
import dev.fairlead.Network;
import dev.fairlead.NetworkException;
import dev.fairlead.Prelude;
import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// TLS after plain text on the same connection, and who tries to get in between.
@Timeout(60)
class UpgradeTest {
  private static final Certificates CERTIFICATES = new Certificates();

  private final Network network = Network.builder().loops(2).build();
  private final java.util.concurrent.ExecutorService threads =
      Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    network.close();
    threads.close();
  }

  private static Tls tls(StreamStack<?> below) {
    return Tls.over(below)
        .identity(CERTIFICATES.identity("localhost"))
        .trust(Trust.authorities(CERTIFICATES.authority))
        .serverName("localhost");
  }

  private <C extends Connection> Listener<C> listen(Stack<C> stack) {
    return network.listen(
        0, stack, ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0)));
  }

  private <C extends Connection> C connect(Listener<?> listener, Stack<C> stack) {
    return network.connect(Endpoint.of("127.0.0.1", listener.port()), stack);
  }

  @Test
  void linesInTheClearThenLinesInTls() {
    try (var listener = listen(Lines.overTcp().crlf());
        var client = connect(listener, Lines.overTcp().crlf())) {
      MessageConnection<String> server = listener.accept();
      var served =
          CompletableFuture.supplyAsync(
              () -> {
                assertThat(server.receive()).isEqualTo("STARTTLS");
                server.send("220 go ahead");
                var secure = server.upgrade(below -> Lines.over(tls(below)).crlf());
                for (String line : secure.messages()) {
                  secure.send("you said " + line);
                }
                secure.close();
                return secure.establishment().stack();
              },
              threads);
      client.send("STARTTLS");
      assertThat(client.receive()).isEqualTo("220 go ahead");
      var secure = client.upgrade(below -> Lines.over(tls(below)).crlf());
      assertThat(secure.facts(TlsFacts.class)).isPresent();
      secure.send("hello");
      assertThat(secure.receive()).isEqualTo("you said hello");
      assertThat(secure.establishment().handshakes())
          .extracting(handshake -> handshake.layer())
          .containsExactly("tcp", "tls");
      assertThat(secure.establishment().stack()).isEqualTo("lines over tls over tcp");
      assertThatThrownBy(() -> client.send("in the clear"))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("upgraded");
      secure.close();
      assertThat(served.join()).contains("tls");
    }
  }

  @Test
  void aStreamGoesOnAsTheSameConnection() {
    try (var listener = listen(Tcp.defaults());
        var client = connect(listener, Tcp.defaults())) {
      StreamConnection server = listener.accept();
      client.send("plain");
      assertThat(server.receiveExactly(5).utf8()).isEqualTo("plain");
      CompletableFuture<StreamConnection> there = server.upgradeAsync(UpgradeTest::tls);
      StreamConnection here = client.upgrade(UpgradeTest::tls);
      assertThat(here).isSameAs(client);
      assertThat(there.join()).isSameAs(server);
      byte[] much = new byte[3_000_000];
      var sent = CompletableFuture.runAsync(() -> client.send(much), threads);
      assertThat(server.receiveExactly(much.length)).isEqualTo(Bytes.copyOf(much));
      sent.join();
      server.abort();
    }
  }

  @Test
  void whatIsInjectedBeforeTheClientsHandshakeEndsIt() {
    try (var listener = listen(Tcp.defaults())) {
      StreamConnection client = connect(listener, Tcp.defaults());
      StreamConnection server = listener.accept();
      server.send("220 go\r\n250 forged\r\n");
      assertThat(client.receiveExactly(8).utf8()).isEqualTo("220 go\r\n");
      Eventually.holds("the forged line came", () -> client.available() > 0);
      assertThatThrownBy(() -> client.upgrade(UpgradeTest::tls))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("12 bytes had come in the clear")
          .extracting(failure -> ((NetworkException) failure).reason())
          .isEqualTo(FailureCause.PROTOCOL);
      assertThatThrownBy(() -> client.receive()).isInstanceOf(ConnectionLostException.class);
      server.abort();
    }
  }

  @Test
  void whatIsInjectedBeforeTheServersHandshakeIsNeverACommand() {
    try (var listener = listen(Tcp.defaults())) {
      StreamConnection client = connect(listener, Tcp.defaults());
      StreamConnection server = listener.accept();
      client.send("STARTTLS\r\nRCPT TO:<evil@example.com>\r\n");
      assertThat(server.receiveExactly(10).utf8()).isEqualTo("STARTTLS\r\n");
      server.send("220 go\r\n");
      assertThatThrownBy(() -> server.upgrade(UpgradeTest::tls))
          .isInstanceOf(ConnectionLostException.class);
      assertThatThrownBy(() -> server.receive()).isInstanceOf(ConnectionLostException.class);
      client.abort();
    }
  }

  /// The client's side of an exchange before TLS.
  private record Ask() implements Prelude.Exchange {
    @Override
    public boolean advance(FrameReader in, FrameWriter out) {
      if (in.available() == 0) {
        out.utf8("STARTTLS\r\n");
        return false;
      }
      Bytes answer = in.bytesUntil(Bytes.utf8("\r\n"), 100);
      if (answer != null && !answer.utf8().startsWith("220 ")) {
        throw in.malformed("the server refused TLS: " + answer.utf8());
      }
      return answer != null;
    }
  }

  @Test
  void anExchangeBeforeTlsCanBePartOfTheStack() {
    try (var listener = listen(Tcp.defaults())) {
      var served =
          CompletableFuture.runAsync(
              () -> {
                StreamConnection server = listener.accept();
                assertThat(server.receiveExactly(10).utf8()).isEqualTo("STARTTLS\r\n");
                server.send("220 go\r\n");
                server.upgrade(UpgradeTest::tls).transferTo(server);
                server.close();
              },
              threads);
      var stack =
          LengthPrefix.over(tls(Prelude.over(Tcp.defaults(), new Ask())).serverName("localhost"));
      try (var client = connect(listener, stack)) {
        client.send(Bytes.utf8("through"));
        assertThat(client.receive()).isEqualTo(Bytes.utf8("through"));
        assertThat(client.establishment().handshakes())
            .extracting(handshake -> handshake.layer())
            .containsExactly("tcp", "prelude", "tls");
      }
      served.join();
    }
  }
}
