package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What becomes of a connection that nobody holds any more.
class ForgottenTest {
  @Test
  void oneThatClosesIsNotCutShort() {
    try (Network network = Network.builder().loops(1).build();
        Listener<StreamConnection> listener = network.listen(0, Tcp.defaults())) {
      StreamConnection client =
          network.connect(Endpoint.of("127.0.0.1", listener.port()), Tcp.defaults());
      StreamConnection server = listener.accept();
      CompletableFuture<Void> closing = client.closeAsync();
      WeakReference<StreamConnection> held = new WeakReference<>(client);
      client = null;
      Eventually.holds(
          "the connection is collected",
          () -> {
            System.gc();
            return held.refersTo(null);
          });

      assertThat(server.receive()).isNull();
      server.send(new byte[4 << 20]);
      server.close();
      closing.join();
    }
  }
}
