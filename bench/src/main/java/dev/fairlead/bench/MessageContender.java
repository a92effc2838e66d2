package dev.fairlead.bench;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.FramedStack;
import dev.fairlead.LengthPrefix;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.MessageConnection;
import dev.fairlead.Network;
import dev.fairlead.json.Json;
import java.util.function.Function;

/// Fairlead's messages with blocking calls on virtual threads: bytes with their length before them,
/// or objects as JSON in them. A bulk of N bytes is told as if each message were N bytes long, so
/// that ratios of it are ratios of messages.
///
/// @param <M> what one message is
final class MessageContender<M> implements Contender {
  private final Network network = Network.builder().loops(1).build();
  private final Function<Job, FramedStack<M>> stack;
  private final Function<byte[], M> message;

  /// What is sent as JSON.
  record Sample(long number, String name, double value, boolean last) {
    static Sample of(byte[] content) {
      return new Sample(content.length, "sample", 0.5, false);
    }
  }

  private MessageContender(Function<Job, FramedStack<M>> stack, Function<byte[], M> message) {
    this.stack = stack;
    this.message = message;
  }

  /// Bytes with their length before them.
  static MessageContender<Bytes> framed() {
    return new MessageContender<>(
        job -> LengthPrefix.over(FairleadContender.stack(job, true)), Bytes::copyOf);
  }

  /// Objects as JSON.
  static MessageContender<Sample> json() {
    return new MessageContender<>(
        job -> Json.of(Sample.class).over(LengthPrefix.over(FairleadContender.stack(job, true))),
        Sample::of);
  }

  @Override
  public int serve(Job job) {
    ListenOptions options = ListenOptions.defaults().addresses(Endpoint.of("127.0.0.1", 0));
    Listener<MessageConnection<M>> listener = network.listen(0, stack.apply(job), options);
    Thread.ofVirtual().start(() -> listener.serve(c -> answer(c, job)));
    return listener.port();
  }

  private void answer(MessageConnection<M> connection, Job job) {
    for (M each : connection.messages()) {
      if (job.echo()) {
        connection.send(each);
      }
    }
  }

  @Override
  public Client connect(Job job, int port) {
    return new Talk(network.connect(Endpoint.of("127.0.0.1", port), stack.apply(job)));
  }

  private final class Talk implements Client {
    private final MessageConnection<M> connection;

    Talk(MessageConnection<M> connection) {
      this.connection = connection;
    }

    @Override
    public long bulk(byte[] chunk, long nanos) throws Exception {
      return Threads.onVirtual(
          () -> {
            M each = message.apply(chunk);
            long end = System.nanoTime() + nanos;
            long sent = 0;
            while (System.nanoTime() < end) {
              connection.send(each);
              sent += chunk.length;
            }
            return sent;
          });
    }

    @Override
    public void pingPong(byte[] content, long nanos, Samples roundTrips) throws Exception {
      Threads.onVirtual(
          () -> {
            M each = message.apply(content);
            long now = System.nanoTime();
            long end = now + nanos;
            while (now < end) {
              connection.send(each);
              if (connection.receive() == null) {
                throw new IllegalStateException("the server ended");
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
}
