package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Endpoint;
import dev.fairlead.Identity;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The sockets of `Network.sslSocketFactory`, raced and layered, over real TLS with each engine.
@Timeout(60)
class TlsSocketsTest {
  private static final byte[] QUESTION = "question".getBytes(StandardCharsets.UTF_8);
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Identity.InMemory IDENTITY =
      (Identity.InMemory) CERTIFICATES.identity("localhost");

  private final Network server = Network.builder().loops(1).build();
  private @org.jspecify.annotations.Nullable Network client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    server.close();
  }

  private static Tls trusting() {
    return Tls.overTcp().trust(Trust.authorities(CERTIFICATES.authority)).alpn("echo/2", "echo/1");
  }

  private SSLSocketFactory sockets(String engine, Tls tls) {
    Network made = Network.builder().tlsEngine(engine).loops(1).build();
    client = made;
    return made.sslSocketFactory(tls);
  }

  private Listener<StreamConnection> listen(Tls.Version version) {
    Tls stack =
        Tls.overTcp()
            .identity(IDENTITY)
            .versions(version, version)
            .alpn("echo/1")
            .halfClose(
                version == Tls.Version.TLS_1_3 ? Tls.HalfClose.REQUIRED : Tls.HalfClose.PREFERRED);
    ListenOptions options =
        ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0), Endpoint.of("::1", 0));
    return server.listen(0, stack, options);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void aRacedSocketSpeaksAndTellsWhatWasAgreedOn(String engine, Tls.Version version)
      throws Exception {
    try (Listener<StreamConnection> listener = listen(version);
        SSLSocket socket =
            (SSLSocket) sockets(engine, trusting()).createSocket("localhost", listener.port())) {
      StreamConnection peer = listener.accept();
      CountDownLatch told = new CountDownLatch(1);
      socket.addHandshakeCompletedListener(event -> told.countDown());
      socket.startHandshake();
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      String name = version == Tls.Version.TLS_1_3 ? "TLSv1.3" : "TLSv1.2";
      assertThat(socket.getSession().getProtocol()).isEqualTo(name);
      assertThat(socket.getSession().getCipherSuite())
          .startsWith("TLS_")
          .isEqualTo(socket.getEnabledCipherSuites()[0]);
      assertThat(socket.getSession().getPeerHost()).isEqualTo("localhost");
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(shown).isEqualTo(IDENTITY.chain().getFirst());
      assertThat(socket.getApplicationProtocol()).isEqualTo("echo/1");
      assertThat(socket.isConnected() && socket.isBound() && !socket.isClosed()).isTrue();
      socket.setSoTimeout(30);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(0);
      socket.getOutputStream().write(QUESTION);
      assertThat(peer.receiveExactly(QUESTION.length).toByteArray()).isEqualTo(QUESTION);
      peer.send("answer");
      assertThat(new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8))
          .isEqualTo("answer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aRacedSocketEndsItsOutputFirst(String engine) throws Exception {
    try (Listener<StreamConnection> listener = listen(Tls.Version.TLS_1_3);
        Socket socket = sockets(engine, trusting()).createSocket("localhost", listener.port())) {
      StreamConnection peer = listener.accept();
      socket.getOutputStream().write(QUESTION);
      socket.shutdownOutput();
      assertThat(socket.isOutputShutdown()).isTrue();
      assertThat(peer.receiveAll(100).toByteArray()).isEqualTo(QUESTION);
      peer.send("all of the answer");
      peer.sendEnd();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("all of the answer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aRacedSocketOfTls12RefusesToEndItsOutputAlone(String engine) throws Exception {
    try (Listener<StreamConnection> listener = listen(Tls.Version.TLS_1_2);
        Socket socket = sockets(engine, trusting()).createSocket("localhost", listener.port())) {
      assertThatThrownBy(socket::shutdownOutput)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("TLS 1.2");
      assertThat(socket.isOutputShutdown()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void whatIsNotTrustedIsAFailedHandshake(String engine) throws Exception {
    try (Listener<StreamConnection> listener = listen(Tls.Version.TLS_1_3)) {
      SSLSocketFactory strict = sockets(engine, trusting().serverName("other.example"));
      assertThatThrownBy(() -> strict.createSocket("localhost", listener.port()))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("certificate is for localhost, not other.example");
      SSLSocket unconnected = (SSLSocket) strict.createSocket();
      assertThat(unconnected.getSession().isValid()).isFalse();
      assertThatThrownBy(() -> unconnected.getSession().getPeerCertificates())
          .isInstanceOf(SSLPeerUnverifiedException.class);
      assertThatThrownBy(unconnected::startHandshake).isInstanceOf(SocketException.class);
      unconnected.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void aLayeredSocketIsTheRuntimesWithOurTrust(String engine, Tls.Version version)
      throws Exception {
    try (Listener<StreamConnection> listener = listen(version)) {
      SSLSocketFactory factory = sockets(engine, trusting());
      Socket below = new Socket(InetAddress.ofLiteral("127.0.0.1"), listener.port());
      try (SSLSocket socket =
          (SSLSocket) factory.createSocket(below, "localhost", listener.port(), true)) {
        CompletableFuture<StreamConnection> accepted = listener.acceptAsync();
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("echo/1");
        socket.getOutputStream().write(QUESTION);
        StreamConnection peer = accepted.get(10, TimeUnit.SECONDS);
        assertThat(peer.receiveExactly(QUESTION.length).toByteArray()).isEqualTo(QUESTION);
        peer.send("answer");
        assertThat(new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8))
            .isEqualTo("answer");
      }
      assertThat(below.isClosed()).isTrue();
      assertRefusesAnotherName(factory, listener.port());
    }
  }

  /// Over a socket of ours, as a library does that reaches a proxy with it first.
  @ParameterizedTest
  @ValueSource(strings = {"BoringSSL", "JDK"})
  void aLayeredSocketStandsOnARacedOne(String engine) throws Exception {
    try (Listener<StreamConnection> listener = listen(Tls.Version.TLS_1_3)) {
      SSLSocketFactory factory = sockets(engine, trusting());
      Socket below =
          java.util.Objects.requireNonNull(client)
              .socketFactory()
              .createSocket("localhost", listener.port());
      try (Socket socket = factory.createSocket(below, "localhost", listener.port(), true)) {
        CompletableFuture<StreamConnection> accepted = listener.acceptAsync();
        socket.getOutputStream().write(QUESTION);
        StreamConnection peer = accepted.get(10, TimeUnit.SECONDS);
        assertThat(peer.receiveExactly(QUESTION.length).toByteArray()).isEqualTo(QUESTION);
      }
    }
  }

  private static void assertRefusesAnotherName(SSLSocketFactory factory, int port)
      throws IOException {
    Socket below = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    try (SSLSocket socket = (SSLSocket) factory.createSocket(below, "other.example", port, true)) {
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("certificate is for localhost, not other.example");
    }
  }
}
