package dev.fairlead;

import org.jspecify.annotations.Nullable;

/// A framer whose messages may also come and go in parts, so that one may be larger than memory.
///
/// Its parts are the bytes of the content. `begin`, `append` and `end` are called in place of
/// `encode`, `decodePart` in place of `decode`, by one thread at a time each.
///
/// @param <M> what one message is when it is whole
public interface PartialFramer<M> extends Framer<M> {
  /// Writes what stands before the content.
  ///
  /// @throws IllegalArgumentException when the context lacks what is needed, as a rule the
  /// [MessageContext#length()]
  void beginParts(MessageContext context, FrameWriter out);

  /// Writes the next bytes of the content.
  void append(Bytes part, FrameWriter out);

  /// Writes what stands behind the content.
  ///
  /// @throws IllegalStateException when content is missing; the connection cannot go on
  void endParts(FrameWriter out);

  /// Reads the next part: what has come, however little. When it gives null, what it has read is
  /// there again at the next call; a framer that has read what stands before the content, and
  /// remembers it, gives an empty part. The limit of the framer does not bind messages that are
  /// taken so.
  ///
  /// @return the part, or null when nothing of the content is there
  @Nullable Part decodePart(FrameReader in);

  /// Some bytes of a message.
  ///
  /// @param content may be empty
  /// @param last whether the message ends here
  record Part(Bytes content, boolean last) {}
}
