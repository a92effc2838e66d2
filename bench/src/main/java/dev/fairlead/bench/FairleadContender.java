package dev.fairlead.bench;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.Identity;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Preferences;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamHandler;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Fairlead, with handlers on the event loop or with blocking calls on virtual threads.
final class FairleadContender implements Contender {
  private final boolean onLoop;
  private final Network network = Network.builder().loops(1).build();

  FairleadContender(boolean onLoop) {
    this.onLoop = onLoop;
  }

  @Override
  public int serve(Job job) {
    ListenOptions options =
        ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0)).connections(preferences());
    Listener<StreamConnection> listener = network.listen(0, stack(job, true), options);
    if (onLoop) {
      StreamHandler handler = job.echo() ? (c, content) -> c.send(content) : (c, content) -> {};
      listener.onConnection(c -> c.onReceive(handler));
    } else {
      Thread.ofVirtual().start(() -> listener.serve(c -> answer(c, job)));
    }
    return listener.port();
  }

  static void answer(StreamConnection connection, Job job) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (connection.receiveInto(buffer) >= 0) {
      if (job.echo()) {
        connection.send(buffer.flip());
      }
      buffer.clear();
    }
  }

  @Override
  public Client connect(Job job, int port) {
    StreamConnection connection =
        network.connect(Endpoint.of("127.0.0.1", port), stack(job, false), preferences());
    return onLoop ? new LoopClient(connection) : new BlockingClient(connection);
  }

  private Preferences preferences() {
    return onLoop ? Preferences.defaults().handlersOnLoop() : Preferences.defaults();
  }

  static StreamStack<StreamConnection> stack(Job job, boolean server) {
    if (!job.tls()) {
      return Tcp.defaults();
    }
    Tls tls = Tls.overTcp().trust(Trust.anyoneInsecurely()).serverName("localhost");
    return server ? tls.identity(Identity.pkcs12(Keys.file(), Keys.PASSWORD)) : tls;
  }

  record BlockingClient(StreamConnection connection) implements Client {
    @Override
    public long bulk(byte[] chunk, long nanos) throws Exception {
      return Threads.onVirtual(() -> sendUntil(connection, chunk, nanos));
    }

    @Override
    public void pingPong(byte[] message, long nanos, Samples roundTrips) throws Exception {
      Threads.onVirtual(
          () -> {
            ByteBuffer reply = ByteBuffer.allocate(message.length);
            long now = System.nanoTime();
            long end = now + nanos;
            while (now < end) {
              connection.send(message);
              reply.clear();
              while (reply.hasRemaining()) {
                connection.receiveInto(reply);
              }
              long then = now;
              now = System.nanoTime();
              roundTrips.add(now - then);
            }
            return 0L;
          });
    }

    @Override
    public void close() {
      connection.abort();
    }
  }

  static long sendUntil(StreamConnection connection, byte[] chunk, long nanos) {
    long end = System.nanoTime() + nanos;
    long sent = 0;
    while (System.nanoTime() < end) {
      connection.send(chunk);
      sent += chunk.length;
    }
    return sent;
  }

  /// Ping-pong runs in the handler, on the loop.
  static final class LoopClient implements Client {
    private final StreamConnection connection;
    private volatile StreamHandler handler = (c, content) -> {};

    LoopClient(StreamConnection connection) {
      this.connection = connection;
      connection.onReceive((c, content) -> handler.received(c, content));
    }

    @Override
    public long bulk(byte[] chunk, long nanos) {
      CompletableFuture<Long> sent = new CompletableFuture<>();
      new Bulk(connection, chunk, System.nanoTime() + nanos, sent).next();
      return sent.join();
    }

    @Override
    public void pingPong(byte[] message, long nanos, Samples roundTrips) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      handler = new PingPong(message, System.nanoTime() + nanos, roundTrips, done);
      connection.send(message);
      done.join();
    }

    @Override
    public void close() {
      connection.abort();
    }
  }

  /// Sends on the loop, the next content whenever the last was taken.
  private static final class Bulk {
    private final StreamConnection connection;
    private final byte[] chunk;
    private final long end;
    private final CompletableFuture<Long> sent;
    private long total;

    Bulk(StreamConnection connection, byte[] chunk, long end, CompletableFuture<Long> sent) {
      this.connection = connection;
      this.chunk = chunk;
      this.end = end;
      this.sent = sent;
    }

    void next() {
      while (System.nanoTime() < end) {
        total += chunk.length;
        CompletableFuture<Void> taken = connection.sendAsync(ByteBuffer.wrap(chunk));
        if (!taken.isDone()) {
          taken.whenComplete((done, failure) -> next());
          return;
        }
      }
      sent.complete(total);
    }
  }

  private static final class PingPong implements StreamHandler {
    private final byte[] message;
    private final long end;
    private final Samples roundTrips;
    private final CompletableFuture<Void> done;
    private long sentAt = System.nanoTime();
    private int came;

    PingPong(byte[] message, long end, Samples roundTrips, CompletableFuture<Void> done) {
      this.message = message;
      this.end = end;
      this.roundTrips = roundTrips;
      this.done = done;
    }

    @Override
    public void received(StreamConnection connection, Bytes content) {
      came += content.length();
      if (came < message.length) {
        return;
      }
      long now = System.nanoTime();
      roundTrips.add(now - sentAt);
      came = 0;
      sentAt = now;
      if (now < end) {
        connection.send(message);
      } else {
        done.complete(null);
      }
    }
  }
}
