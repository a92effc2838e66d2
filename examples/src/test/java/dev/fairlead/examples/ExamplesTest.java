package dev.fairlead.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.InterruptedOperationException;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every example runs, against another one.
@Timeout(30)
class ExamplesTest {
  @TempDir static Path folder;

  @Test
  void clientAndWebServerTalkOverTls() throws IOException {
    DemoKeys keys = DemoKeys.make(folder);
    try (Printed printed = new Printed()) {
      Thread server = serve(() -> WebServer.main("0", keys.certificate() + "", keys.key() + ""));
      Client.main("localhost", printed.port() + "", keys.certificate() + "");

      assertThat(printed.text()).contains("200 OK", "hello", "TLSv1.3", "ready");
      server.interrupt();
    }
  }

  @Test
  void theEchoServerEchoesOverTls() throws IOException {
    DemoKeys keys = DemoKeys.make(folder);
    try (Printed printed = new Printed()) {
      Thread server = serve(() -> EchoServer.main("0", keys.certificate() + "", keys.key() + ""));
      var stack = dev.fairlead.Tls.overTcp().trust(dev.fairlead.Trust.pem(keys.certificate()));
      var endpoint = dev.fairlead.Endpoint.of("localhost", printed.port());
      try (var connection = Network.shared().connect(endpoint, stack)) {
        connection.send("hello");
        assertThat(connection.receiveExactly(5).utf8()).isEqualTo("hello");
      }
      server.interrupt();
    }
  }

  @Test
  void bothSidesShowCertificates() throws IOException {
    DemoKeys keys = DemoKeys.make(folder);
    try (Printed printed = new Printed()) {
      MutualTls.main(keys.certificate() + "", keys.key() + "");

      assertThat(printed.text()).contains("hello CN=localhost", "Optional[hello/1]");
    }
  }

  @Test
  void typedMessagesGoThereAndBack() throws IOException {
    DemoKeys keys = DemoKeys.make(folder);
    try (Printed printed = new Printed()) {
      TypedMessages.main(keys.certificate() + "", keys.key() + "");

      assertThat(printed.text()).contains("Move[row=2, column=0]");
    }
  }

  @Test
  void framersAndCodersOfTheProgramFrameAndCode() throws IOException {
    try (var echo = echo();
        Printed printed = new Printed()) {
      CustomFramer.main("localhost", echo.port() + "");
      OwnCoder.main("localhost", echo.port() + "");

      assertThat(printed.text())
          .contains("[cut anywhere, or glued]", "one\ntwo\n", "Point[x=1.0, y=2.0]");
    }
  }

  @Test
  void dataGoesThereAndBack() throws IOException {
    try (var echo = echo();
        Printed printed = new Printed()) {
      Data.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("length", "nothing yet", "a file", "sent 17 bytes");
    }
  }

  @Test
  void aWatchedConnectionTellsItsStates() {
    try (var echo = echo();
        Printed printed = new Printed()) {
      WatchedConnection.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("setup", "preparing", "ready", "echo: hello");
    }
  }

  @Test
  void preferencesAndPathsAreShown() {
    try (var echo = echo();
        Printed printed = new Printed()) {
      PreferencesAndPaths.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("connected over");
    }
  }

  @Test
  void aFailureTellsItsStory() {
    try (var echo = echo();
        Printed printed = new Printed()) {
      FailureStory.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("localhost:" + echo.port(), "in one word: ");
    }
  }

  @Test
  void streamsCarryLines() throws IOException {
    try (var echo = echo();
        Printed printed = new Printed()) {
      Streams.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("echo: a line");
    }
  }

  @Test
  void existingCodeTakesTheSocketFactory() throws IOException {
    try (var echo = echo();
        Printed printed = new Printed()) {
      ExistingCode.main("localhost", echo.port() + "");

      assertThat(printed.text()).contains("echo: hello");
    }
  }

  private static Listener<StreamConnection> echo() {
    var listener = Network.shared().listen(0, Tcp.defaults());
    serve(() -> listener.serve(connection -> connection.transferTo(connection)));
    return listener;
  }

  private static Thread serve(Runnable server) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                server.run();
              } catch (InterruptedOperationException theTestIsOver) {
                assertThat(theTestIsOver).isNotNull();
              }
            });
  }
}
