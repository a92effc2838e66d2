package dev.fairlead;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the messages in a stream of bytes, and makes bytes of messages. Two methods, no sockets;
/// [Framing] tries it out without a connection.
///
/// A framer is a value and may be shared. One that keeps state between messages makes it anew for
/// each attempt of a race in [#begin]. The methods of one such instance are called by whichever
/// thread sends or receives: `encode` by one at a time and in the order in which messages leave,
/// `decode` by one at a time, but an `encode` and a `decode` may run side by side. They must not
/// block.
///
/// @param <M> what one message is
public interface Framer<M> {
  /// How long a message may be on the wire unless a framer says otherwise: 16 MiB.
  int LIMIT = 16 << 20;

  /// Writes all of one message. What it throws, as a rule an `IllegalArgumentException`, is thrown
  /// by `send`, and nothing of the message leaves.
  void encode(M message, FrameWriter out);

  /// Reads one message.
  ///
  /// When it gives null, what it has read is there again at the next call, which comes with more
  /// bytes. What it throws makes the message malformed: [FrameReader#malformed] or anything else.
  ///
  /// @return the message, or null when not all of it has come
  @Nullable M decode(FrameReader in);

  /// Reads what is left when the peer has ended and [#decode] gave null for it.
  ///
  /// @return the last message, or null, the default, when something is missing
  default @Nullable M decodeLast(FrameReader in) {
    return null;
  }

  /// The framer of one attempt: this one, the default, when it keeps no state.
  default Framer<M> begin(FramerSite site) {
    return this;
  }

  /// The step before the first message, by default none: called once at the beginning, and again
  /// each time something came, until it gives true. What it has read and written stays so, unlike
  /// in `decode`. The connection is not ready before. Runs on the connection's event loop. Of
  /// several
  /// framers in a stack only the lowest one's is called.
  ///
  /// @return whether messages can flow
  default boolean start(FrameReader in, FrameWriter out) {
    return true;
  }

  /// The most bytes that one message may take on the wire; more is malformed. [#LIMIT] by default.
  default int limit() {
    return LIMIT;
  }

  /// The short name as it stands in reports: of the class, by default.
  default String name() {
    String name = getClass().getSimpleName();
    return name.isEmpty() ? "framer" : name.toLowerCase(Locale.ROOT);
  }

  /// This framer on a byte stream.
  default Framed<M> over(StreamStack<?> below) {
    return Framed.over(this, below);
  }

  /// This framer on messages of bytes: it reads exactly one message out of each.
  default Framed<M> over(MessageStack<Bytes, ?> below) {
    return Framed.over(this, below);
  }
}
