package dev.fairlead.core.framing;

import dev.fairlead.FrameReader;
import dev.fairlead.FrameWriter;
import dev.fairlead.Framer;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// What framers say before the first message: their start steps, the lowest first. Bytes that come
/// early for the layer above are left over. Used by one thread.
public final class Opening {
  /// What a start step may leave unread while it waits for more.
  private static final int LIMIT = 64 * 1024;

  private final List<? extends Step> steps;
  private final FrameOutput output = new FrameOutput();
  private final Window window = new Window();
  private byte[] kept = new byte[0];
  private int done;

  /// One start step.
  @FunctionalInterface
  public interface Step {
    /// Goes on.
    ///
    /// @return whether it is done
    boolean advance(FrameReader in, FrameWriter out);
  }

  /// @param steps what is done, one after the other
  public Opening(List<? extends Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// The start steps of `framers`.
  public static Opening of(List<Framer<?>> framers) {
    return new Opening(framers.stream().map(framer -> (Step) framer::start).toList());
  }

  /// Goes on with what came, which may be nothing.
  ///
  /// @return what to send, valid until the next call
  /// @throws RuntimeException what a step throws
  public ByteBuffer advance(ByteBuffer input) {
    keep(input);
    output.open(MessageContext.defaults());
    boolean more = true;
    while (more && done < steps.size()) {
      window.open(ByteBuffer.wrap(kept), Integer.MAX_VALUE, MessageContext.defaults());
      window.forget();
      more = steps.get(done).advance(window, output);
      kept = Arrays.copyOfRange(kept, window.position(), kept.length);
      done += more ? 1 : 0;
    }
    if (!isDone() && kept.length > LIMIT) {
      throw MalformedMessageException.at(
          LIMIT, "the start step left more than " + LIMIT + " bytes unread", null);
    }
    return output.view();
  }

  /// Whether all steps are done.
  public boolean isDone() {
    return done == steps.size();
  }

  /// What came and was not read.
  public ByteBuffer leftOver() {
    return ByteBuffer.wrap(kept);
  }

  private void keep(ByteBuffer input) {
    int before = kept.length;
    int more = input.remaining();
    if (more > 0) {
      kept = Arrays.copyOf(kept, before + more);
      input.get(kept, before, more);
    }
  }
}
