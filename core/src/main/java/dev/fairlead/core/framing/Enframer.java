package dev.fairlead.core.framing;

import dev.fairlead.Bytes;
import dev.fairlead.Framer;
import dev.fairlead.MessageContext;
import dev.fairlead.PartialFramer;
import java.nio.ByteBuffer;
import java.util.List;

/// Makes bytes of messages, with the framers of one attempt. Used by one thread at a time.
///
/// @param <M> what the topmost framer takes
public final class Enframer<M> {
  private final List<Framer<?>> framers;
  private final FrameOutput output = new FrameOutput();

  /// @param framers the lowest first; at least one
  public Enframer(List<Framer<?>> framers) {
    this.framers = List.copyOf(framers);
  }

  /// The bytes of `message`, valid until the next call. What a framer throws comes out, and
  /// nothing was written.
  @SuppressWarnings("unchecked") // The types of the stack say what each framer takes.
  public ByteBuffer write(M message, MessageContext context) {
    Object content = message;
    MessageContext says = context;
    for (int i = framers.size() - 1; i >= 0; i--) {
      output.open(says);
      ((Framer<Object>) framers.get(i)).encode(content, output);
      says = output.told();
      if (i > 0) {
        content = output.toBytes();
      }
    }
    return output.view();
  }

  /// What stands before a message in parts.
  ///
  /// @throws IllegalStateException when this stack has none
  public ByteBuffer begin(MessageContext context) {
    PartialFramer<?> framer = partial();
    output.open(context);
    framer.beginParts(context, output);
    return output.view();
  }

  /// The next bytes of the content.
  public ByteBuffer append(Bytes part) {
    PartialFramer<?> framer = partial();
    output.open(MessageContext.defaults());
    framer.append(part, output);
    return output.view();
  }

  /// What stands behind the content.
  public ByteBuffer end() {
    PartialFramer<?> framer = partial();
    output.open(MessageContext.defaults());
    framer.endParts(output);
    return output.view();
  }

  /// Whether messages may be sent in parts.
  ///
  /// @throws IllegalStateException when not
  public void checkParts() {
    var _ = partial();
  }

  private PartialFramer<?> partial() {
    if (framers.size() == 1 && framers.getFirst() instanceof PartialFramer<?> framer) {
      return framer;
    }
    throw new IllegalStateException("this stack has no messages in parts");
  }
}
