package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.FailureCause;
import dev.fairlead.NetworkException;
import dev.fairlead.TransferReport.PathTransfer;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.PeerEnd;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection's hold on its carrier: attaches inbox and outbox to it, notices how it ends, and
/// closes it in good order. Runs on the loop but where it says otherwise.
final class Wire implements CarrierHandler.Events, OutboxDrain.Listener, Inbox.Flow, Outbox.Wake {
  private static final WriteBufferWaterMark WATERMARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final EventLoop loop;
  private final Losses losses;
  private final Inbox inbox;
  private final Outbox outbox;
  private final OutboxDrain drain;
  private Events events = new Nobody();

  /// Told of a carrier before anything flows.
  private volatile Consumer<Carrier> beforeFlow = carrier -> {};

  private volatile @Nullable Carrier carrier;
  private volatile @Nullable Carrier last;
  private @Nullable CarrierHandler handler;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /// Whether content went to the channel that the outbox does not count.
  private boolean early;

  private boolean closing;
  private boolean outputEnded;
  private boolean peerEnded;
  private volatile boolean endedWithoutLoss;
  private boolean broken;

  /// Who learns how it ends; told once.
  interface Events {
    /// What was asked to be closed is closed, and everything was handed over.
    void closedInOrder();

    /// It broke.
    void broke(ConnectionLostException reason);
  }

  private static final class Nobody implements Events {
    @Override
    public void closedInOrder() {}

    @Override
    public void broke(ConnectionLostException reason) {}
  }

  Wire(StreamSite site, int inboxLimit, int outboxLimit) {
    this.loop = site.loop();
    this.losses = site.losses();
    this.inbox = new Inbox(inboxLimit, site.buffers(), this);
    this.outbox = new Outbox(outboxLimit, site.buffers(), this);
    this.drain = new OutboxDrain(outbox, this);
  }

  void tell(Events to) {
    events = to;
  }

  /// Calls `action` with each carrier, on the loop, before anything comes from it.
  void beforeFlow(Consumer<Carrier> action) {
    beforeFlow = action;
  }

  Inbox inbox() {
    return inbox;
  }

  Outbox outbox() {
    return outbox;
  }

  boolean isAttached() {
    return carrier != null;
  }

  /// The present carrier, or the one that was; any thread.
  @Nullable Carrier lastCarrier() {
    return last;
  }

  /// What the system knows of the way; any thread.
  List<PathTransfer> transfers() {
    Carrier now = carrier;
    Optional<PathTransfer> transfer = now == null ? Optional.empty() : now.transfer();
    return transfer.map(List::of).orElse(List.of());
  }

  /// Accepted bytes that were not written; any thread.
  long unsent() {
    return outbox.pending();
  }

  /// Whether no byte has flowed.
  boolean isFresh() {
    return outbox.written() == 0 && !drain.hasWritten() && inbox.received() == 0;
  }

  /// Takes over a carrier; nothing flows before [#flow].
  ///
  /// @param early content that goes before everything in the outbox
  void adopt(Carrier won, Bytes early) {
    Channel channel = won.channel();
    carrier = won;
    last = won;
    CarrierHandler ours = new CarrierHandler(inbox, drain, this);
    handler = ours;
    // After a failed write what the peer had sent before can still be read.
    channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
    channel.config().setWriteBufferWaterMark(WATERMARK);
    channel.pipeline().addLast(ours);
    this.early = !early.isEmpty();
    if (!early.isEmpty()) {
      var _ = channel.write(Unpooled.wrappedBuffer(early.asByteBuffer()));
      channel.flush();
    }
    beforeFlow.accept(won);
  }

  /// From now on content goes both ways.
  void flow() {
    Carrier now = carrier;
    if (now == null) {
      return;
    }
    drain.adopt(now);
    if (!early) {
      outbox.direct(now.directOutput());
    }
    Channel channel = now.channel();
    channel.config().setAutoRead(true);
    channel.read();
    if (!channel.isActive() && isAttached()) {
      channelClosed();
    }
  }

  /// The carrier in use; on the loop.
  @Nullable Carrier carrier() {
    return carrier;
  }

  boolean hasPeerEnded() {
    return peerEnded;
  }

  /// Nothing flows before the next [#adopt], though the connection goes on.
  void suspend() {
    Carrier now = carrier;
    CarrierHandler ours = handler;
    if (now == null || ours == null) {
      return;
    }
    drain.drop();
    outbox.direct(null);
    ours.leave();
    now.channel().pipeline().remove(ours);
  }

  /// The carrier is not wanted any more, though nothing is wrong with the connection.
  void giveUp() {
    Carrier now = carrier;
    carrier = null;
    drain.drop();
    outbox.direct(null);
    leave();
    if (now != null) {
      now.abort();
    }
  }

  @Override
  public void peerEnded(PeerEnd how) {
    if (how == PeerEnd.TRUNCATED && !closing) {
      broke(
          FailureCause.TRUNCATED,
          "the stream was truncated: it ended without the end that its protocol demands",
          null);
      return;
    }
    peerEnded = true;
    inbox.end(Inbox.Ending.ORDERLY);
    Carrier now = carrier;
    if (now != null && !outputEnded && now.endedWithPeer()) {
      cut();
    }
    closeStep();
  }

  /// The peer's end was also ours. What the channel has still leaves; what is behind that is lost,
  /// and whoever sent it is told.
  private void cut() {
    long lost = outbox.pending() - drain.inFlight();
    endedWithoutLoss = lost == 0;
    long unused = outbox.fail(cutShort(lost));
    assert unused >= lost;
    drain.stop();
  }

  private ConnectionLostException cutShort(long lost) {
    return losses.lost(
        FailureCause.LOST,
        "the peer ended it, and what is spoken here ends with its peer; over TLS 1.3"
            + " Tls.halfClose(REQUIRED) does not",
        lost,
        null);
  }

  /// Only who sent everything says so to the peer.
  @Override
  public void landed() {
    Carrier now = carrier;
    if (now == null) {
      return;
    }
    if (outbox.pending() == 0) {
      now.endOutput().addListener(_ -> outputEnded(null));
    } else {
      // In good order: a reset could destroy what has left and has not arrived.
      end(cutShort(outbox.pending()), it -> it.channel().close());
    }
  }

  /// Whether there is nothing to end any more: the peer's end was ours, after all that was sent.
  boolean endedWithoutLoss() {
    return endedWithoutLoss;
  }

  @Override
  public void inputBroke(Throwable failure) {
    broke(Losses.causeOf(failure), Losses.wordsOf(failure), failure);
  }

  @Override
  public void channelClosed() {
    if (peerEnded && outbox.pending() == 0) {
      // Both directions are done. What is sent from now on fails; what came can be taken.
      outputEnded = true;
      long unused = outbox.fail(losses.lost(FailureCause.LOST, "the peer ended it", 0, null));
      assert unused == 0;
      closeStep();
    } else if (peerEnded) {
      broke(FailureCause.LOST, "the peer ended it", null);
    } else {
      broke(FailureCause.LOST, "the channel was closed", null);
    }
  }

  /// A write failed. What the peer sent before is still read; how that ends ends the connection.
  @Override
  public void outputBroke(Throwable failure) {
    ConnectionLostException reason =
        losses.lost(Losses.causeOf(failure), Losses.wordsOf(failure), outbox.pending(), failure);
    long unused = outbox.fail(reason);
    assert unused >= 0;
    if (peerEnded || closing) {
      end(reason);
    }
  }

  /// Completes when our direction has ended.
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void outputEnded(@Nullable Throwable failure) {
    outputEnded = true;
    if (failure == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(
          losses.lost(Losses.causeOf(failure), Losses.wordsOf(failure), 0, failure));
    }
    Carrier now = carrier;
    if (failure != null && closing && now != null && !now.halfCloses()) {
      // Only both directions can end: the layers say so to the peer while they close.
      var _ = now.channel().close();
    }
    closeStep();
  }

  private void broke(FailureCause cause, String what, @Nullable Throwable failure) {
    end(losses.lost(cause, what, outbox.pending(), failure));
  }

  private void end(ConnectionLostException reason) {
    end(reason, Carrier::abort);
  }

  private void end(ConnectionLostException reason, Consumer<Carrier> last) {
    if (broken) {
      return;
    }
    broken = true;
    Carrier now = carrier;
    carrier = null;
    drain.drop();
    outbox.direct(null);
    leave();
    fail(reason);
    if (now != null) {
      last.accept(now);
    }
    events.broke(reason);
  }

  /// Whoever sends or receives is told, content first.
  void fail(NetworkException reason) {
    ended.completeExceptionally(reason);
    long unused = outbox.fail(reason);
    assert unused >= 0;
    inbox.end(new Inbox.Ending(reason));
  }

  /// Whoever sends or receives is told, and all content is dropped; any thread.
  void discard(NetworkException reason) {
    ended.completeExceptionally(reason);
    long unused = outbox.fail(reason);
    assert unused >= 0;
    inbox.discard(new Inbox.Ending(reason));
  }

  /// Flushes, ends our direction and discards what comes, from now on.
  void beginClose(NetworkException reason) {
    closing = true;
    inbox.discard(new Inbox.Ending(reason));
    outbox.shut(reason);
    Carrier now = carrier;
    if (now == null || !now.channel().isActive()) {
      outputEnded = true;
      carrier = null;
      events.closedInOrder();
    }
    closeStep();
  }

  /// Closes the channel once both directions are done. Closing it earlier, with input unread, would
  /// make the system send a reset, which can destroy what was flushed before.
  void closeStep() {
    Carrier now = carrier;
    if (!closing || !outputEnded || now == null) {
      return;
    }
    if (peerEnded || !now.channel().isActive()) {
      carrier = null;
      drain.drop();
      outbox.direct(null);
      leave();
      var _ = now.channel().close();
      events.closedInOrder();
    }
  }

  /// Ends the channel at once.
  void abort() {
    Carrier now = carrier;
    carrier = null;
    drain.drop();
    outbox.direct(null);
    leave();
    if (now != null) {
      now.abort();
    }
  }

  private void leave() {
    if (handler != null) {
      handler.leave();
    }
  }

  @Override
  public void pauseReading() {
    Carrier now = carrier;
    if (now != null) {
      now.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void resumeReading() {
    if (loop.inEventLoop()) {
      resumeNow();
    } else {
      loop.execute(this::resumeNow);
    }
  }

  private void resumeNow() {
    Carrier now = carrier;
    if (now != null && !inbox.isPaused()) {
      now.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void thereIsWork() {
    if (loop.inEventLoop()) {
      CarrierHandler ours = handler;
      if (ours == null || !ours.isReading()) {
        drain.drain();
      }
      return;
    }
    try {
      loop.execute(drain);
    } catch (RejectedExecutionException stopped) {
      long unused =
          outbox.fail(losses.lost(FailureCause.CANCELLED, "its network was closed", 0, stopped));
      assert unused >= 0;
    }
  }
}
