package dev.fairlead.tls;

import dev.fairlead.TlsFacts;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One end of a connection in a test: the layer's listener, and the handler above it.
final class TestEnd implements Layer.LayerListener {
  private static final long PATIENCE = 10;

  final Layer layer;
  final CompletableFuture<Channel> channel = new CompletableFuture<>();
  final CompletableFuture<Layer.Ready> ready = new CompletableFuture<>();
  final CompletableFuture<LayerFailure> failed = new CompletableFuture<>();

  /// Text that came, and events.
  final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  TestEnd(Layer layer) {
    this.layer = layer;
  }

  /// Builds the pipeline; on the loop.
  void install(Channel on) {
    layer.install(on, this);
    on.pipeline().addLast(new Top());
    channel.complete(on);
  }

  @Override
  public void ready(Layer.Ready how) {
    ready.complete(how);
  }

  @Override
  public void failed(LayerFailure failure) {
    failed.complete(failure);
    ready.completeExceptionally(failure);
  }

  Layer.Ready awaitReady() throws Exception {
    return wait(ready);
  }

  TlsFacts facts() throws Exception {
    if (awaitReady().facts() instanceof TlsFacts facts) {
      return facts;
    }
    throw new AssertionError("no facts of TLS");
  }

  LayerFailure awaitFailure() throws Exception {
    return wait(failed);
  }

  Object next() throws InterruptedException {
    Object next = seen.poll(PATIENCE, TimeUnit.SECONDS);
    return next == null ? "nothing came" : next;
  }

  /// Reads text until all of it came.
  String text(int length) throws InterruptedException {
    StringBuilder all = new StringBuilder();
    while (all.length() < length) {
      Object next = next();
      if (!(next instanceof String part)) {
        return all + " then " + next;
      }
      all.append(part);
    }
    return all.toString();
  }

  void send(String text) throws Exception {
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    wait(channel).writeAndFlush(bytes).get(PATIENCE, TimeUnit.SECONDS);
  }

  void endOutput() throws Exception {
    Channel on = wait(channel);
    CompletableFuture<Object> done = new CompletableFuture<>();
    on.eventLoop()
        .execute(
            () ->
                layer
                    .endOutput(on)
                    .addListener(
                        f -> {
                          if (f.isSuccess()) {
                            done.complete("");
                          } else {
                            done.completeExceptionally(f.cause());
                          }
                        }));
    wait(done);
  }

  boolean halfCloses() throws Exception {
    Channel on = wait(channel);
    return on.eventLoop().submit(layer::halfCloses).get(PATIENCE, TimeUnit.SECONDS);
  }

  boolean endedWithPeer() throws Exception {
    Channel on = wait(channel);
    return on.eventLoop().submit(layer::endedWithPeer).get(PATIENCE, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    wait(channel).close().get(PATIENCE, TimeUnit.SECONDS);
  }

  private static <T> T wait(CompletableFuture<T> future)
      throws InterruptedException, TimeoutException, ExecutionException {
    return future.get(PATIENCE, TimeUnit.SECONDS);
  }

  private final class Top extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      seen.add(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      seen.add(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      seen.add("inactive");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      seen.add(cause);
    }
  }
}
