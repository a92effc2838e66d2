package dev.fairlead;

import java.util.Objects;

/// A [Framer] or [Coder] of the program on a stack.
///
/// @param <M> what one message is
public final class Framed<M> implements FramedStack<M> {
  private final Framer<M> framer;
  private final Stack<?> below;
  private final boolean tolerant;

  private Framed(Framer<M> framer, Stack<?> below, boolean tolerant) {
    this.framer = Objects.requireNonNull(framer, "framer");
    this.below = Objects.requireNonNull(below, "below");
    this.tolerant = tolerant;
  }

  /// `framer` on a byte stream.
  public static <M> Framed<M> over(Framer<M> framer, StreamStack<?> below) {
    return new Framed<>(framer, below, false);
  }

  /// `framer` on messages of bytes: it reads exactly one message out of each.
  public static <M> Framed<M> over(Framer<M> framer, MessageStack<Bytes, ?> below) {
    return new Framed<>(framer, below, false);
  }

  /// The same, but a message that does not parse is only told to its receiver, by a
  /// [MalformedMessageException], and the connection goes on with the next one.
  ///
  /// @throws IllegalStateException above a byte stream, which is out of step then
  public Framed<M> tolerant() {
    if (!(below instanceof MessageStack<?, ?>)) {
      throw new IllegalStateException(
          "after a message that does not parse, a byte stream is out of step; put a framer that"
              + " keeps borders, for example LengthPrefix, under \""
              + name()
              + "\"");
    }
    return new Framed<>(framer, below, true);
  }

  @Override
  public Framer<M> framer() {
    return framer;
  }

  @Override
  public String name() {
    return framer.name();
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public boolean isTolerant() {
    return tolerant;
  }

  @Override
  public String toString() {
    return name() + " over " + below;
  }
}
