package dev.fairlead;

/// A stack whose topmost layer carries messages, both ways, and keeps their borders.
///
/// @param <M> what one message is: text, bytes, an object of the program
/// @param <C> the message connection that this stack gives
public interface MessageStack<M, C extends MessageConnection<M>> extends Stack<C> {}
