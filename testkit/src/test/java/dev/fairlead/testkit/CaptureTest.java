package dev.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import dev.fairlead.testkit.pcap.Tshark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Capture files of simulated worlds, and what Wireshark makes of them.
class CaptureTest {
  @TempDir Path folder;

  @Test
  void theSameSeedGivesTheSameFile() throws Exception {
    assertThat(story(7).sent()).hasSameBinaryContentAs(story(7).sent());
    assertThat(Files.mismatch(story(7).sent(), story(8).sent())).isNotNegative();
  }

  @Test
  void wiresharkSeesHandshakesContentAndLosses() throws Exception {
    Story files = story(7);
    List<String> lines = Tshark.read(files.sent());
    assertThat(String.join("\n", lines))
        .contains("[SYN] Seq=0", "[SYN, ACK] Seq=0 Ack=1", "Retransmission]", "[FIN,");
    List<String> lost = Tshark.fields(files.sent(), "frame.comment", "frame.comment");
    assertThat(lost).isNotEmpty().allMatch("lost on the way"::equals);
    List<String> seen = Tshark.fields(files.seen(), "tcp.len > 0", "frame.interface_name");
    assertThat(seen).isNotEmpty().allMatch("phone/eth0"::equals);
  }

  private record Story(Path sent, Path seen) {}

  private Story story(long seed) throws Exception {
    Path sent = Files.createTempFile(folder, "sent", ".pcapng");
    Path seen = Files.createTempFile(folder, "seen", ".pcapng");
    try (SimWorld world = SimWorld.seeded(seed)) {
      SimHost phone = world.host("phone");
      SimHost server = world.host("server");
      world.link(phone, server, Link.perfect().delay(Duration.ofMillis(20)).loss(0.1));
      world.pcapng(sent);
      phone.pcapng(seen);
      var listener = server.network().listen(7, Tcp.defaults());
      world.start(
          "echo",
          () -> {
            StreamConnection served = listener.accept();
            served.transferTo(served);
            served.close();
          });
      StreamConnection c = phone.network().connect(Endpoint.of(server.ipv4(), 7), Tcp.defaults());
      for (int i = 0; i < 20; i++) {
        c.send("hello " + i);
        Objects.requireNonNull(c.receive());
      }
      c.close();
    }
    return new Story(sent, seen);
  }
}
