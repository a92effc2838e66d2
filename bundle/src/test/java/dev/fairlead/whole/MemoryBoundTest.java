package dev.fairlead.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Endpoint;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A fast writer and a slow reader, both ways at once: the memory between them stays within the
/// documented bounds, and every byte arrives.
class MemoryBoundTest {
  private static final int LIMIT = 128 * 1024;
  private static final int CHUNK = 64 * 1024;
  private static final int READ_BURST = 64 * 1024;
  private static final int TLS_RECORD = 16 * 1024;
  private static final Certificates CERTIFICATES = new Certificates();

  static Stream<Arguments> stacks() {
    Tls tls =
        Tls.overTcp()
            .identity(CERTIFICATES.identity("localhost"))
            .trust(Trust.authorities(CERTIFICATES.authority))
            .serverName("localhost");
    return Stream.of(Arguments.of(Tcp.defaults(), 1L << 30), Arguments.of(tls, 1L << 28));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void aSlowReaderHoldsUpAFastWriterInBothDirections(
      StreamStack<StreamConnection> stack, long volume) {
    Preferences preferences = Preferences.defaults().inboxLimit(LIMIT).outboxLimit(LIMIT);
    ListenOptions options =
        ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0)).connections(preferences);
    try (Network network = Network.builder().loops(2).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        Listener<StreamConnection> listener = network.listen(0, stack, options)) {
      Endpoint endpoint = Endpoint.of("127.0.0.1", listener.port());
      StreamConnection client = network.connect(endpoint, stack, preferences);
      StreamConnection server = listener.accept();
      Side here = new Side(client, volume);
      Side there = new Side(server, volume);
      CompletableFuture.allOf(
              CompletableFuture.runAsync(here::write, threads),
              CompletableFuture.runAsync(there::write, threads),
              CompletableFuture.runAsync(here::read, threads),
              CompletableFuture.runAsync(there::read, threads))
          .join();
      assertThat(here.received.getValue()).isEqualTo(there.sent.getValue());
      assertThat(there.received.getValue()).isEqualTo(here.sent.getValue());
      for (Side side : new Side[] {here, there}) {
        assertThat(side.mostUnsent.get()).isLessThanOrEqualTo(LIMIT + CHUNK);
        assertThat(side.mostAvailable.get()).isLessThanOrEqualTo(LIMIT + READ_BURST + TLS_RECORD);
        side.connection.abort();
      }
    }
  }

  /// One end: writes as fast as it may, reads slowly, and keeps watch.
  private static final class Side {
    private final StreamConnection connection;
    private final long volume;
    private final CRC32 sent = new CRC32();
    private final CRC32 received = new CRC32();
    private final AtomicLong mostUnsent = new AtomicLong();
    private final AtomicLong mostAvailable = new AtomicLong();

    Side(StreamConnection connection, long volume) {
      this.connection = connection;
      this.volume = volume;
    }

    void write() {
      byte[] chunk = new byte[CHUNK];
      for (long done = 0; done < volume; done += CHUNK) {
        chunk[0] = (byte) done;
        chunk[CHUNK - 1] = (byte) (done >> 16);
        sent.update(chunk);
        connection.send(chunk);
        watch();
      }
    }

    /// Slow because it does more for each byte than the writer does.
    void read() {
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      for (long done = 0; done < volume; done += buffer.limit()) {
        int came = connection.receiveInto(buffer.clear());
        assertThat(came).isPositive();
        watch();
        received.update(buffer.flip());
        CRC32 toil = new CRC32();
        toil.update(buffer.rewind());
      }
    }

    private void watch() {
      mostUnsent.accumulateAndGet(connection.unsent(), Math::max);
      mostAvailable.accumulateAndGet(connection.available(), Math::max);
    }
  }
}
