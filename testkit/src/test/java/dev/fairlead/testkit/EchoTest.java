package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The production engine over simulated TCP.
class EchoTest {
  @Test
  void anEchoOverAHundredMillisecondsTakesTwoRoundTrips() {
    try (SimWorld world = SimWorld.seeded(1)) {
      SimHost a = world.host("a");
      SimHost b = world.host("b");
      world.link(a, b, Link.perfect().delay(Duration.ofMillis(50)));
      var listener = b.network().listen(7, Tcp.defaults());
      world.start(
          "echo",
          () -> {
            StreamConnection served = listener.accept();
            served.send(Objects.requireNonNull(served.receive()));
            served.close();
          });
      StreamConnection c = a.network().connect(Endpoint.of(b.ipv4(), 7), Tcp.defaults());
      assertThat(world.elapsed()).isEqualTo(Duration.ofMillis(100));
      c.send(Bytes.utf8("hello"));
      assertThat(c.receive()).isEqualTo(Bytes.utf8("hello"));
      assertThat(world.elapsed()).isEqualTo(Duration.ofMillis(200));
      c.close();
      world.transcript().assertHappened("SYN", "SYN+ACK", "5 B", "FIN");
    }
  }
}
