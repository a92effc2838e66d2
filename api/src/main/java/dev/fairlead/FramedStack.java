package dev.fairlead;

/// A stack whose topmost layer is a [Framer]: made by [Framer#over(StreamStack)], or one of the
/// ready-made [LengthPrefix], [Delimited], [Lines], [Tlv] and [NetString].
///
/// What is below is a byte stream, or another stack of messages that are bytes.
///
/// @param <M> what one message is
public interface FramedStack<M> extends MessageStack<M, MessageConnection<M>> {
  /// What finds the messages.
  Framer<M> framer();

  /// The layer that carries the bytes of the framer.
  @Override
  Stack<?> below();

  /// Whether the connection goes on after a message that does not parse
  /// ([MalformedMessageException]). That is possible only above a layer that keeps the borders of
  /// messages; a byte stream is out of step then, and its connection ends whatever is said here.
  default boolean isTolerant() {
    return false;
  }
}
