package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.Framer;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.Message;
import dev.fairlead.MessageContext;
import dev.fairlead.NetworkException;
import dev.fairlead.PartialFramer;
import dev.fairlead.core.framing.Deframer;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one connection out of its [Inbox]: whoever has the turn decodes, on its
/// own thread, one message at a time.
///
/// @param <M> what one message is
final class MessageReceiving<M> {
  private final Inbox inbox;
  private final Wire wire;
  private final StreamSite site;
  private final boolean tolerant;

  /// Set on the loop before anything comes; used by who has the turn.
  private volatile @Nullable Deframer<M> deframer;

  /// Guarded by this: why the stream is out of step.
  private @Nullable MalformedMessageException outOfStep;

  MessageReceiving(Wire wire, StreamSite site, boolean tolerant) {
    this.inbox = wire.inbox();
    this.wire = wire;
    this.site = site;
    this.tolerant = tolerant;
  }

  /// Messages come by way of these framers.
  void open(List<Framer<?>> framers) {
    deframer = new Deframer<>(framers, tolerant);
  }

  Inbox inbox() {
    return inbox;
  }

  /// The beginning of a message that is not all there, which goes to somebody else.
  Bytes takeHeld() {
    Deframer<M> reader = deframer;
    if (reader == null) {
      return Bytes.empty();
    }
    synchronized (reader) {
      return reader.takeHeld();
    }
  }

  /// How many bytes whoever waits should wait for.
  int least() {
    Deframer<M> now = deframer;
    return now == null ? 1 : Math.min(now.missing(), Math.max(1, inbox.limit()));
  }

  /// What one look into the inbox gave.
  ///
  /// @param content the message or part, null when more must come
  /// @param context what was told about it
  record Found<T>(T content, MessageContext context) {}

  /// The next message, for who has the turn; the turn is given up when there is one, and when it
  /// does not parse.
  ///
  /// @return null when more must come
  @Nullable Found<M> next() {
    Deframer<M> reader = Objects.requireNonNull(deframer, "open");
    return look(reader, reader::next);
  }

  /// The next part, as above.
  @Nullable Found<PartialFramer.Part> nextPart() {
    Deframer<M> reader = Objects.requireNonNull(deframer, "open");
    return look(reader, bytes -> part(reader, bytes));
  }

  /// Empty parts in between say nothing to the program.
  private static PartialFramer.@Nullable Part part(Deframer<?> reader, ByteBuffer bytes) {
    PartialFramer.Part part = reader.nextPart(bytes);
    while (part != null && part.content().isEmpty() && !part.last()) {
      part = reader.nextPart(bytes);
    }
    return part;
  }

  /// One call of the deframer.
  @FunctionalInterface
  private interface Look<T> {
    @Nullable T at(ByteBuffer bytes);
  }

  private <T> @Nullable Found<T> look(Deframer<M> reader, Look<T> look) {
    int consumed = 0;
    boolean turn = true;
    try {
      for (ByteBuf front = inbox.front(); front != null; front = inbox.front()) {
        ByteBuffer view = front.nioBuffer();
        int start = view.position();
        consumed = 0;
        T found;
        try {
          checkInStep();
          synchronized (reader) {
            found = look.at(view);
          }
        } finally {
          consumed = view.position() - start;
        }
        if (found != null) {
          front.skipBytes(consumed);
          return new Found<>(found, reader.context());
        }
        release(inbox.detach());
        consumed = 0;
      }
      turn = false;
      return null;
    } catch (MalformedMessageException malformed) {
      skip(consumed);
      throw malformed(reader, malformed);
    } finally {
      if (turn) {
        inbox.leave(consumed, null);
      }
    }
  }

  private void skip(int consumed) {
    ByteBuf front = consumed == 0 ? null : inbox.front();
    if (front != null) {
      front.skipBytes(consumed);
    }
  }

  private static void release(@Nullable ByteBuf own) {
    if (own != null) {
      own.release();
    }
  }

  /// What is left when the peer has ended in good order.
  ///
  /// @return null when nothing is
  /// @throws dev.fairlead.PeerEndedException when it ended inside a message
  @Nullable Found<M> last() {
    Deframer<M> reader = deframer;
    if (reader == null) {
      return null;
    }
    synchronized (reader) {
      if (reader.isBroken()) {
        return null;
      }
      M last;
      try {
        last = reader.last();
      } catch (MalformedMessageException malformed) {
        throw malformed(reader, malformed);
      }
      if (last == null && reader.isInside()) {
        throw site.losses().peerEnded("its last message was complete");
      }
      return last == null ? null : new Found<>(last, reader.context());
    }
  }

  /// Whether messages can be taken in parts.
  void checkParts() {
    Deframer<M> reader = deframer;
    if (reader != null) {
      reader.checkParts();
    }
  }

  /// Whether nothing that comes can be understood any more.
  synchronized boolean isOutOfStep() {
    return outOfStep != null;
  }

  /// Calls `action` with the reason when the connection is broken.
  void whenBroken(Consumer<NetworkException> action) {
    var _ =
        wire.ended()
            .whenComplete(
                (value, failure) -> {
                  if (failure instanceof NetworkException reason) {
                    action.accept(reason);
                  }
                });
  }

  private synchronized void checkInStep() {
    if (outOfStep != null) {
      throw (MalformedMessageException) Losses.again(outOfStep);
    }
  }

  private MalformedMessageException malformed(
      Deframer<M> reader, MalformedMessageException malformed) {
    synchronized (this) {
      if (outOfStep != null) {
        return malformed;
      }
    }
    MalformedMessageException told = site.losses().malformed(malformed);
    if (reader.isBroken()) {
      synchronized (this) {
        outOfStep = told;
      }
      breakOff(told);
    }
    return told;
  }

  private void breakOff(MalformedMessageException why) {
    try {
      site.loop().execute(() -> wire.inputBroke(why));
    } catch (RejectedExecutionException _) {
      // The network was closed, and the connection with it.
    }
  }

  static <M> @Nullable Message<M> message(@Nullable Found<M> found) {
    return found == null ? null : new Message<>(found.content(), found.context());
  }

  /// What a receiver is told of an ending.
  static void throwIfBroken(Inbox.@Nullable Ending ending) {
    NetworkException broken = ending == null ? null : ending.broken();
    if (broken != null) {
      throw Losses.again(broken);
    }
  }
}
