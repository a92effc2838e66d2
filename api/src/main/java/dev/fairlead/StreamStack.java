package dev.fairlead;

/// A stack whose topmost layer carries bytes in order, both ways.
///
/// @param <C> the stream connection that this stack gives
public interface StreamStack<C extends StreamConnection> extends Stack<C> {}
