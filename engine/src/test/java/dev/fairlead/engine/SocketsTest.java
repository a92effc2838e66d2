package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.ListenOptions;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketsTest {
  private StreamLab lab;
  private RealListener<StreamConnection> listener;
  private SocketFactory factory;

  @BeforeEach
  void open() throws Exception {
    lab = new StreamLab();
    listener = RealListener.open(lab.parts, 0, Tcp.defaults(), ListenOptions.defaults());
    factory = new RacingSocketFactory(lab.parts);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aSocketToANameSpeaksAndEndsAsSocketsDo() throws Exception {
    Socket socket = factory.createSocket("dual.example", listener.port());
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    assertThat(socket.isConnected()).isTrue();
    assertThat(socket.getPort()).isEqualTo(listener.port());
    assertThat(socket.getLocalPort()).isPositive();
    assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
    socket.getOutputStream().write("question\n".getBytes(StandardCharsets.UTF_8));
    socket.shutdownOutput();
    assertThat(server.receiveAll(100).utf8()).isEqualTo("question\n");
    server.send("answer\n");
    server.sendEnd();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(in.readLine()).isEqualTo("answer");
    assertThat(in.readLine()).isNull();
    socket.close();
    server.close();
    assertThat(socket.isClosed()).isTrue();
    assertThatThrownBy(socket::getInputStream).isInstanceOf(SocketException.class);
  }

  @Test
  void aSocketThatIsConnectedLaterTakesAnUnresolvedName() throws Exception {
    Socket socket = factory.createSocket();
    assertThat(socket.isConnected()).isFalse();
    socket.setSoTimeout(50);
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    socket.connect(InetSocketAddress.createUnresolved("dual.example", listener.port()), 5000);
    assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    server.send(Bytes.utf8("late"));
    assertThat(socket.getInputStream().readNBytes(4)).hasSize(4);
    assertThat(socket.getTcpNoDelay()).isTrue();
    socket.close();
    server.close();
  }

  @Test
  void failuresAreThoseThatLibrariesKnow() throws Exception {
    int nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = taken.getLocalPort();
    }
    assertThatThrownBy(() -> factory.createSocket(InetAddress.getLoopbackAddress(), nobody))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> factory.createSocket("unknown.example", nobody))
        .isInstanceOf(UnknownHostException.class);
    Socket socket = factory.createSocket();
    assertThatThrownBy(socket::getOutputStream).isInstanceOf(SocketException.class);
    socket.close();
    assertThatThrownBy(
            () -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody)))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void closingFromAnotherThreadEndsARead() throws Exception {
    Socket socket = factory.createSocket(InetAddress.getLoopbackAddress(), listener.port());
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            ended.complete(new AssertionError("read " + socket.getInputStream().read()));
          } catch (Exception expected) {
            ended.complete(expected);
          }
        });
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    socket.close();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
    assertThat(server.receive()).isNull();
    server.close();
  }

  @Test
  void closeReturnsWhenAllIsHandedOverAndDoesNotWaitForThePeer() throws Exception {
    Socket socket = factory.createSocket(InetAddress.getLoopbackAddress(), listener.port());
    StreamConnection server = listener.accept(Duration.ofSeconds(10));
    socket.getOutputStream().write(new byte[100_000]);
    socket.close();
    assertThat(server.receiveAll(100_000).length()).isEqualTo(100_000);
    server.close();
  }
}
