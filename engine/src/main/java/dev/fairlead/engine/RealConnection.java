package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Connection;
import dev.fairlead.ConnectionState;
import dev.fairlead.Endpoint;
import dev.fairlead.Path;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamHandler;
import dev.fairlead.StreamStack;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a program holds of a connection. It only passes on: [ConnectionLife] decides, [Sending] and
/// [Receiving] move the bytes, and none of them refers back to it, so that a connection which the
/// program has forgotten can be noticed.
final class RealConnection extends Front implements StreamConnection {
  private final Receiving receiving;
  private final Sending sending;
  private final Transfers transfers;

  private RealConnection(StreamParts parts) {
    super(parts);
    this.receiving = parts.receiving();
    this.sending = parts.sending();
    this.transfers = parts.transfers();
  }

  /// A connection that does nothing yet.
  static RealConnection open(
      NetworkParts network, Endpoint endpoint, Stack<?> stack, Preferences preferences) {
    StreamParts parts = StreamParts.make(network, endpoint, stack, preferences);
    network.openings().opened(parts.life());
    return new RealConnection(parts);
  }

  /// The front of a connection that was accepted.
  static RealConnection of(StreamParts parts) {
    return new RealConnection(parts);
  }

  @Override
  public StreamConnection onState(Consumer<ConnectionState> handler) {
    parts.life().onState(handler);
    return this;
  }

  @Override
  public StreamConnection onPath(Consumer<Path> handler) {
    parts.pathWatch().tell(handler);
    return this;
  }

  @Override
  public void send(byte[] content) {
    sending.send(ByteBuffer.wrap(content), Blocking.FOREVER);
  }

  @Override
  public void send(byte[] content, int offset, int length) {
    sending.send(ByteBuffer.wrap(content, offset, length), Blocking.FOREVER);
  }

  @Override
  public void send(ByteBuffer content) {
    sending.send(content, Blocking.FOREVER);
  }

  @Override
  public void send(ByteBuffer content, Duration limit) {
    sending.send(content, until(limit));
  }

  @Override
  public void send(Bytes content) {
    sending.send(content.asByteBuffer(), Blocking.FOREVER);
  }

  @Override
  public void send(CharSequence text) {
    sending.send(Bytes.utf8(text).asByteBuffer(), Blocking.FOREVER);
  }

  @Override
  public CompletableFuture<Void> sendAsync(ByteBuffer content) {
    return sending.sendAsync(content);
  }

  @Override
  public CompletableFuture<Void> sendAsync(Bytes content) {
    return sending.sendAsync(content.asByteBuffer());
  }

  @Override
  public void sendIdempotent(Bytes content) {
    parts.early().add(content);
  }

  @Override
  public void sendEnd() {
    calls.sendEnd();
  }

  @Override
  public CompletableFuture<Void> sendEndAsync() {
    return calls.sendEndAsync();
  }

  @Override
  public long sendFile(java.nio.file.Path file, long position, long count) {
    return calls.sendFile(file, position, count);
  }

  @Override
  public void batch(Runnable sends) {
    calls.batch(sends);
  }

  @Override
  public @Nullable Bytes receive(int least, int most) {
    return receiving.receive(least, most, Blocking.FOREVER);
  }

  @Override
  public @Nullable Bytes receive(int least, int most, Duration limit) {
    return receiving.receive(least, most, until(limit));
  }

  @Override
  public CompletableFuture<@Nullable Bytes> receiveAsync(int least, int most) {
    return receiving.receiveAsync(least, most);
  }

  @Override
  public int receiveInto(ByteBuffer target) {
    return receiving.receiveInto(target, Blocking.FOREVER);
  }

  @Override
  public int receiveInto(ByteBuffer target, Duration limit) {
    return receiving.receiveInto(target, until(limit));
  }

  @Override
  public Bytes receiveExactly(int count) {
    return receiving.receiveExactly(count, Blocking.FOREVER);
  }

  @Override
  public Bytes receiveExactly(int count, Duration limit) {
    return receiving.receiveExactly(count, until(limit));
  }

  @Override
  public Bytes receiveAll(int limit) {
    return receiving.receiveAll(limit, Blocking.FOREVER);
  }

  @Override
  public Bytes receiveAll(int limit, Duration time) {
    return receiving.receiveAll(limit, until(time));
  }

  @Override
  public long transferTo(StreamConnection target) {
    return transfers.to(target);
  }

  @Override
  public long transferTo(WritableByteChannel target) {
    return transfers.to(target);
  }

  @Override
  public StreamConnection onReceive(StreamHandler handler) {
    parts.feeds().start(this, handler);
    return this;
  }

  @Override
  public InputStream inputStream() {
    return new StreamInput(this, () -> null, this::closeTranslated);
  }

  @Override
  public OutputStream outputStream() {
    return new StreamOutput(this, this::closeTranslated);
  }

  private void closeTranslated() throws java.io.IOException {
    try {
      close();
    } catch (dev.fairlead.NetworkException failure) {
      throw StreamInput.translated(failure);
    }
  }

  @Override
  public long unsent() {
    return parts.wire().unsent();
  }

  @Override
  public <C extends Connection> C upgrade(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers) {
    return upgrading().upgrade(this, layers, Bytes.empty());
  }

  @Override
  public <C extends Connection> CompletableFuture<C> upgradeAsync(
      Function<? super StreamStack<?>, ? extends Stack<C>> layers) {
    return upgrading().upgradeAsync(this, layers, Bytes.empty());
  }
}
