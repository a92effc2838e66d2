package dev.fairlead.core.framing;

import dev.fairlead.Bytes;
import dev.fairlead.Framer;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageContext;
import dev.fairlead.NetworkException;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.PartialFramer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads messages out of bytes that are cut anywhere, with the framers of one attempt. It holds no
/// more than the beginning of one message that is not all there. Used by one thread at a time.
///
/// @param <M> what the topmost framer gives
public final class Deframer<M> {
  private final List<Framer<?>> framers;
  private final boolean tolerant;
  private final Window window = new Window();
  private final Window unit = new Window();

  /// The beginning of a message that is not all there.
  private byte[] carry = new byte[0];

  private int carried;
  private long wanted;
  private long messages;
  private boolean inParts;
  private boolean broken;
  private MessageContext context = MessageContext.defaults();

  /// What a framer is asked for.
  private enum Asked {
    WHOLE,
    PART,
    LAST,
  }

  /// @param framers the lowest first; at least one
  /// @param tolerant whether the stream goes on after a message that only a layer above the lowest
  /// does not understand
  public Deframer(List<Framer<?>> framers, boolean tolerant) {
    this.framers = List.copyOf(framers);
    this.tolerant = tolerant;
  }

  /// The next message. Takes from `input` what it needs; all of it when the message goes on.
  ///
  /// @return null when not all of it is there
  /// @throws MalformedMessageException when it does not parse
  public @Nullable M next(ByteBuffer input) {
    if (inParts) {
      throw new IllegalStateException("the message before was not taken to its end");
    }
    Object lowest = read(input, Asked.WHOLE);
    return lowest == null ? null : rise(lowest);
  }

  /// The next part of a message. Takes from `input` what it needs.
  ///
  /// @return null when nothing of it is there
  public PartialFramer.@Nullable Part nextPart(ByteBuffer input) {
    checkParts();
    Object part = read(input, Asked.PART);
    return (PartialFramer.Part) part;
  }

  /// Whether messages may be taken in parts.
  ///
  /// @throws IllegalStateException when not
  public void checkParts() {
    if (framers.size() != 1 || !(framers.getFirst() instanceof PartialFramer<?>)) {
      throw new IllegalStateException("this stack has no messages in parts");
    }
  }

  /// What is left after the peer has ended; null when nothing is, or when it is not a message.
  public @Nullable M last() {
    if (carried == 0 || inParts) {
      return null;
    }
    Object lowest = read(ByteBuffer.allocate(0), Asked.LAST);
    return lowest == null ? null : rise(lowest);
  }

  /// What was told about the message that was given last.
  public MessageContext context() {
    return context;
  }

  /// Whether part of a message is here, so that the peer must not end.
  public boolean isInside() {
    return carried > 0 || inParts;
  }

  /// Whether the stream is out of step.
  public boolean isBroken() {
    return broken;
  }

  /// How many bytes, at the least, are needed before the next message can be had; at least 1.
  public int missing() {
    return Math.clamp(wanted - carried, 1, Integer.MAX_VALUE);
  }

  /// Gives up the beginning of a message that is not all there.
  ///
  /// @throws IllegalStateException inside a message that is taken in parts
  public Bytes takeHeld() {
    if (inParts) {
      throw new IllegalStateException("the message before was not taken to its end");
    }
    Bytes held = Bytes.copyOf(carry, 0, carried);
    carried = 0;
    return held;
  }

  /// Memory that the beginning of a message takes, for tests of the bound.
  int memory() {
    return carry.length;
  }

  private @Nullable Object read(ByteBuffer input, Asked asked) {
    if (broken) {
      throw new IllegalStateException("the stream is out of step");
    }
    if (carried == 0) {
      Object found = ask(input, asked);
      if (found == null) {
        keep(input);
      }
      return found;
    }
    int before = carried;
    keep(input);
    if (carried < wanted && asked == Asked.WHOLE) {
      return null;
    }
    ByteBuffer all = ByteBuffer.wrap(carry, 0, carried);
    Object found = ask(all, asked);
    if (found == null) {
      return null;
    }
    giveBack(input, before, all.position());
    return found;
  }

  /// What lies behind the message goes back to the input it came with, as far as it can.
  private void giveBack(ByteBuffer input, int before, int taken) {
    int own = carried - before;
    int back = Math.min(own, carried - taken);
    input.position(input.position() - back);
    int left = carried - taken - back;
    System.arraycopy(carry, taken, carry, 0, left);
    carried = left;
    if (carried == 0 && carry.length > 4096) {
      carry = new byte[0];
    }
  }

  private void keep(ByteBuffer input) {
    int more = input.remaining();
    int needed = Math.addExact(carried, more);
    if (needed > carry.length) {
      long grown = Math.min(Math.max(2L * carry.length, 256), Integer.MAX_VALUE - 8);
      carry = Arrays.copyOf(carry, (int) Math.max(grown, needed));
    }
    input.get(carry, carried, more);
    carried = needed;
  }

  private @Nullable Object ask(ByteBuffer bytes, Asked asked) {
    Framer<?> framer = framers.getFirst();
    int limit = asked == Asked.PART ? Integer.MAX_VALUE : framer.limit();
    window.open(bytes, limit, MessageContext.defaults());
    try {
      Object found = call(framer, window, asked);
      if (found == null
          && asked == Asked.WHOLE
          && window.available() + window.position() >= limit) {
        throw window.malformed("it has no end within the limit of " + limit + " bytes");
      }
      if (found != null) {
        taken(bytes, asked, found);
      }
      return found;
    } catch (MalformedMessageException malformed) {
      throw fatal(malformed);
    } catch (NetworkException other) {
      broken = true;
      throw other;
    } catch (RuntimeException failure) {
      throw fatal(malformed(window, failure));
    } finally {
      wanted = window.wanted();
      window.close();
    }
  }

  private void taken(ByteBuffer bytes, Asked asked, Object found) {
    int length = window.position();
    boolean empty = found instanceof PartialFramer.Part part && part.last();
    if (length == 0 && !empty && asked != Asked.LAST) {
      throw window.malformed("the framer gave a message without reading a byte");
    }
    bytes.position(bytes.position() + length);
    context = window.told();
    window.forget();
    boolean ends = !(found instanceof PartialFramer.Part part) || part.last();
    inParts = !ends;
    messages += ends ? 1 : 0;
  }

  private static @Nullable Object call(Framer<?> framer, Window from, Asked asked) {
    return switch (asked) {
      case WHOLE -> framer.decode(from);
      case PART -> ((PartialFramer<?>) framer).decodePart(from);
      case LAST -> framer.decodeLast(from);
    };
  }

  /// Takes a message of the lowest framer through those above it.
  @SuppressWarnings("unchecked") // The types of the stack say what the topmost framer gives.
  private M rise(Object lowest) {
    Object message = lowest;
    for (int i = 1; i < framers.size(); i++) {
      message = unit(framers.get(i), (Bytes) message);
    }
    return (M) message;
  }

  /// Exactly one message out of one below.
  private Object unit(Framer<?> framer, Bytes content) {
    unit.forget();
    unit.open(content.asByteBuffer(), Integer.MAX_VALUE, context);
    try {
      Object found = framer.decode(unit);
      if (found == null) {
        unit.open(content.asByteBuffer(), Integer.MAX_VALUE, context);
        found = framer.decodeLast(unit);
      }
      if (found == null) {
        throw unit.malformed("it ends too early, after " + content.length() + " bytes");
      }
      if (unit.available() > 0) {
        throw unit.malformed(unit.available() + " bytes are too many");
      }
      context = unit.told();
      return found;
    } catch (MalformedMessageException malformed) {
      throw tolerable(malformed);
    } catch (RuntimeException failure) {
      throw tolerable(malformed(unit, failure));
    } finally {
      unit.close();
    }
  }

  private static MalformedMessageException malformed(Window in, RuntimeException failure) {
    return MalformedMessageException.at(
        in.position(), "the framer failed: " + failure.getMessage(), failure);
  }

  private MalformedMessageException fatal(MalformedMessageException why) {
    broken = true;
    return located(why, messages + 1);
  }

  private MalformedMessageException tolerable(MalformedMessageException why) {
    broken = !tolerant;
    return located(why, messages);
  }

  private static MalformedMessageException located(MalformedMessageException why, long number) {
    String where = why.position() < 0 ? "" : " at byte " + why.position();
    Throwable underlying = why.getCause();
    return new MalformedMessageException(
        "message " + number + " does not parse" + where + ": " + why.getMessage(),
        why.position(),
        new Details(null, underlying == null ? why : underlying));
  }
}
