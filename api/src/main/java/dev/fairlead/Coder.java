package dev.fairlead;

/// Makes the content of messages out of objects, and objects out of content: JSON, Protocol
/// Buffers, CBOR, or a few lines of the program's own. The borders of messages are the business of
/// the layer below.
///
/// A coder is a value without state; its methods may be called by many threads at once and must not
/// block.
///
/// @param <M> the objects
public interface Coder<M> {
  /// The content for `message`. What it throws is thrown by `send`, wrapped in an
  /// `IllegalArgumentException` when it is checked.
  Bytes encode(M message) throws Exception;

  /// The object that `content` stands for. What it throws makes the message malformed; a
  /// [MalformedMessageException#at] says where.
  M decode(Bytes content) throws Exception;

  /// The short name as it stands in reports: `coder`, by default.
  default String name() {
    return "coder";
  }

  /// This coder on messages of bytes.
  default Framed<M> over(MessageStack<Bytes, ?> below) {
    return Framed.over(new CoderFramer<>(this), below);
  }
}
