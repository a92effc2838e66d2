package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The program talks to peers on loopback.
@Timeout(30)
class LiveTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void whatIsTypedGoesToThePeerAndItsAnswerIsPrinted() {
    try (var echo = serve(connection -> connection.transferTo(connection))) {
      Spoken spoken = Spoken.with("hello\n", "connect", "localhost", echo.port() + "");

      assertThat(spoken.exit()).isZero();
      assertThat(spoken.out()).isEqualTo("hello\n");
      assertThat(spoken.err()).isEmpty();
    }
  }

  @Test
  void megabytesPassUnchangedBothWays() {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    try (var echo = serve(connection -> connection.transferTo(connection))) {
      Spoken spoken = Spoken.with(content, "connect", "127.0.0.1:" + echo.port());

      assertThat(spoken.bytes()).isEqualTo(Bytes.copyOf(content));
      assertThat(spoken.exit()).isZero();
    }
  }

  @Test
  void aConditionerStandsBetweenStackAndSocket() {
    try (var echo = serve(connection -> connection.transferTo(connection))) {
      String link = "delay=5ms,loss=1%";
      String port = echo.port() + "";
      Spoken spoken =
          Spoken.with("hello", "connect", "--conditioner", link, "--report", "127.0.0.1", port);

      assertThat(spoken.out()).isEqualTo("hello");
      assertThat(spoken.err()).contains("conditioner ready after").contains(link);
    }
  }

  @Test
  void linesAreMessages() {
    try (var shouter = serve(c -> c.send(c.receiveAll(100).utf8().toUpperCase(Locale.ROOT)))) {
      Spoken spoken =
          Spoken.with("one\ntwo\n", "connect", "--lines", "127.0.0.1", shouter.port() + "");

      assertThat(spoken.out()).isEqualTo("ONE\nTWO\n");
      assertThat(spoken.exit()).isZero();
    }
  }

  @RepeatedTest(5)
  void messagesGoBackAsTheyCame() throws Exception {
    Bytes sent = Bytes.copyOf(new byte[] {0, 3, 'a', 'b', 'c', 0, 2, (byte) 0xff, 1});
    CompletableFuture<Bytes> back = new CompletableFuture<>();
    try (var asker =
        serve(
            c -> {
              c.send(sent);
              c.sendEnd();
              back.complete(c.receiveAll(100));
            })) {
      String port = asker.port() + "";
      Spoken echoed =
          Spoken.with("", "connect", "--echo", "--length-prefix", "2", "127.0.0.1", port);
      assertThat(echoed.err()).isEmpty();
      assertThat(echoed.exit()).isZero();
      assertThat(back.join()).isEqualTo(sent);

      Spoken shown = Spoken.with("x", "connect", "--length-prefix", "2", "127.0.0.1", port);
      assertThat(shown.err()).isEmpty();
      assertThat(shown.out()).isEqualTo("abc\n2 bytes: ff01\n");
    }
  }

  @Test
  void theEndOfTheInputEndsOurDirectionOnly() {
    try (var counter = serve(c -> c.send(c.receiveAll(1 << 20).length() + " bytes"))) {
      Spoken spoken = Spoken.with("12345", "connect", "127.0.0.1", counter.port() + "");

      assertThat(spoken.out()).isEqualTo("5 bytes");
    }
  }

  @Test
  void itEndsWhenThePeerEndsThoughTheInputIsOpen() throws IOException {
    try (var greeter = serve(connection -> connection.send("bye"));
        PipedOutputStream typing = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typing)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Io io = new Io(input, out, new PrintStream(out, true, StandardCharsets.UTF_8));

      assertThat(Main.run(io, "connect", "127.0.0.1", greeter.port() + "")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("bye");
    }
  }

  @Test
  void aServerThatClosesAfterHalfOfTheRequestIsReadToTheEnd() throws Exception {
    byte[] reply = new byte[8_000];
    Arrays.fill(reply, (byte) 'r');
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      var served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket client = server.accept()) {
                  client.getInputStream().readNBytes(50_000);
                  client.getOutputStream().write(reply);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Spoken spoken =
          Spoken.with(new byte[4 << 20], "connect", "127.0.0.1", server.getLocalPort() + "");

      assertThat(spoken.bytes()).isEqualTo(Bytes.copyOf(reply));
      assertThat(spoken.exit()).isIn(ExitCode.DONE, ExitCode.LOST);
      served.get();
    }
  }

  @Test
  void aResetIsLostOnTheWay() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      var served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket client = server.accept()) {
                  client.setSoLinger(true, 0);
                  var _ = client.getInputStream().read();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Spoken spoken = Spoken.with("x", "connect", "127.0.0.1", server.getLocalPort() + "");

      assertThat(spoken.exit()).isEqualTo(ExitCode.LOST);
      assertThat(spoken.err()).startsWith("fairlead: ");
      served.get();
    }
  }

  @Test
  void nobodyListensIsToldWithEveryAttempt() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }
    Spoken spoken = Spoken.run("connect", "localhost", port + "");

    assertThat(spoken.exit()).isEqualTo(ExitCode.NOT_CONNECTED);
    assertThat(spoken.err()).contains("refused", "127.0.0.1:" + port);
  }

  @Test
  void theReportForMachinesIsOneObjectPerLine() {
    try (var greeter = serve(connection -> connection.send("hi"))) {
      Spoken spoken = Spoken.run("connect", "--report=json", "127.0.0.1", greeter.port() + "");

      assertThat(spoken.err().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(spoken.err()).contains("\"attempts\"");
    }
  }

  @Test
  void silenceEndsAConversationWhenThatWasAskedFor() throws IOException {
    try (var mute = serve(connection -> connection.receive());
        PipedOutputStream typing = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typing)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Io io = new Io(input, out, new PrintStream(out, true, StandardCharsets.UTF_8));

      assertThat(Main.run(io, "connect", "--idle-timeout", "200ms", "127.0.0.1", mute.port() + ""))
          .isZero();
    }
  }

  @Test
  void listenTakesOneConnectionAndEnds() throws Exception {
    PortTold err = new PortTold();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Io io =
        new Io(
            new java.io.ByteArrayInputStream("answer".getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    var listening = CompletableFuture.supplyAsync(() -> Main.run(io, "listen", "127.0.0.1", "0"));
    try (var client = Network.shared().connect(Endpoint.of(LOOPBACK, err.port()), Tcp.defaults())) {
      client.send("question");
      client.sendEnd();
      assertThat(client.receiveAll(100).utf8()).isEqualTo("answer");
    }
    assertThat(listening.get()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("question");
  }

  @Test
  void localhostIsResolvedWithoutAskingAnybody() {
    Spoken spoken = Spoken.run("resolve", "localhost");

    assertThat(spoken.exit()).isZero();
    assertThat(spoken.out()).contains("127.0.0.1", "(special)");
    assertThat(Spoken.run("resolve", "--json", "localhost").out())
        .contains("\"source\":\"SPECIAL\"");
  }

  @Test
  void theNetworkOfThisMachineIsShown() {
    assertThat(Spoken.run("path").out()).contains("satisfied (");
    assertThat(Spoken.run("path", "--json").out()).contains("\"interfaces\":[");
  }

  private static Listener<StreamConnection> serve(
      Listener.ConnectionHandler<StreamConnection> handler) {
    var options = ListenOptions.defaults().addresses(Endpoint.of(LOOPBACK, 0));
    var listener = Network.shared().listen(0, Tcp.defaults(), options);
    Thread.ofVirtual().start(() -> listener.serve(handler));
    return listener;
  }

  /// Standard error, from which the port is read as soon as it is told.
  private static final class PortTold extends ByteArrayOutputStream {
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      String text = toString(StandardCharsets.UTF_8);
      int begin = text.lastIndexOf("listening on 127.0.0.1:");
      int end = begin < 0 ? -1 : text.indexOf(System.lineSeparator(), begin);
      if (end > 0) {
        port.complete(Integer.parseInt(text.substring(begin + 23, end).strip()));
      }
    }

    int port() {
      return port.join();
    }
  }
}
