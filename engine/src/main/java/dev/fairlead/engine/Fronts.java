package dev.fairlead.engine;

import dev.fairlead.Connection;
import dev.fairlead.FramedStack;
import dev.fairlead.Stack;
import dev.fairlead.StreamStack;
import java.util.Objects;

/// Which kind of connection a program gets for which kind of stack.
final class Fronts {
  private Fronts() {}

  /// @throws IllegalArgumentException when the engine makes no such connections
  static void check(Stack<?> stack) {
    Objects.requireNonNull(stack, "stack");
    if (!(stack instanceof StreamStack<?> || stack instanceof FramedStack<?>)) {
      throw new IllegalArgumentException(
          "this engine makes connections of streams and of framed messages; \""
              + stack
              + "\" is no stack of these kinds");
    }
  }

  /// The front of a connection that was just made and has not begun to flow.
  ///
  /// The stack's parameter names the kind of its connection, and each kind of stack has its own.
  @SuppressWarnings("unchecked")
  static <C extends Connection> C of(StreamParts parts, Stack<C> stack) {
    return stack instanceof FramedStack<?> framed
        ? (C) new RealMessageConnection<>(parts, framed)
        : (C) RealConnection.of(parts);
  }

  /// The front that takes the place of `front` on the same stream: itself when it is of the kind
  /// that is wanted.
  @SuppressWarnings("unchecked") // As above.
  static <C extends Connection> C instead(Front front, Stack<C> stack) {
    StreamParts parts = front.parts();
    if (front instanceof RealMessageConnection<?> messages) {
      messages.messageParts().sending().fail(Upgrading.replaced(front));
    }
    if (stack instanceof StreamStack<?> && front instanceof RealConnection) {
      return (C) front;
    }
    parts.wire().beforeFlow(carrier -> {});
    return of(parts, stack);
  }
}
