package dev.fairlead.testkit.conditioner;

import dev.fairlead.FailureCause;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.testkit.Link;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A bad link between one socket and the layers above. It is ready when TCP would be.
final class ConditionerLayer implements Layer {
  static final String NAME = "conditioner";

  private final Link link;
  private final Parts parts;
  private final boolean server;
  private final Duration connectLimit;
  private @Nullable ConditionedStream stream;

  /// @param server whether this side was connected to
  /// @param connectLimit after that a client gives up
  ConditionerLayer(Link link, Parts parts, boolean server, Duration connectLimit) {
    this.link = link;
    this.parts = parts;
    this.server = server;
    this.connectLimit = connectLimit;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void install(Channel channel, LayerListener listener) {
    ConditionedStream handler = new ConditionedStream(parts);
    stream = handler;
    channel.pipeline().addLast(handler);
    long now = parts.ticker().nanos();
    long ready =
        server
            ? Opening.readyNanos(now, parts.incoming(), parts.outgoing())
            : Opening.readyNanos(now, parts.outgoing(), parts.incoming());
    if (!server && ready - now > connectLimit.toNanos()) {
      after(channel, connectLimit.toNanos(), () -> listener.failed(unanswered()));
    } else if (ready != StreamWay.NEVER) {
      Duration took = Duration.ofNanos(ready - now);
      after(
          channel,
          took.toNanos(),
          () -> {
            handler.start();
            listener.ready(new Ready(null, link.toString(), Optional.of(took)));
          });
    }
  }

  private LayerFailure unanswered() {
    String limit = connectLimit.toMillis() + " ms";
    return new LayerFailure(
        NAME,
        FailureCause.NO_ANSWER,
        "no answer over the link (attempt limit " + limit + ")",
        null);
  }

  private static void after(Channel channel, long nanos, Runnable action) {
    ScheduledFuture<?> timer =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (channel.isActive()) {
                    action.run();
                  }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(_ -> timer.cancel(false));
  }

  @Override
  public ChannelFuture endOutput(Channel channel) {
    ConditionedStream installed = stream;
    return installed == null
        ? channel.newFailedFuture(new IllegalStateException("the conditioner is not installed"))
        : installed.finish();
  }

  @Override
  public boolean halfCloses() {
    return true;
  }

  @Override
  public boolean passesFiles() {
    return false;
  }
}
