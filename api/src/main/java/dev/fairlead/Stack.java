package dev.fairlead;

import org.jspecify.annotations.Nullable;

/// What to speak: an immutable description of protocol layers, the topmost one first.
///
/// A stack is a typed value: its parameter is the kind of connection that it yields, so a program
/// that sends messages over a byte stream does not compile. Every layer is made anew for each
/// attempt of a race; the description itself holds no state and may be shared freely.
///
/// @param <C> the connection that this stack gives
public interface Stack<C extends Connection> {
  /// The protocol's short name as it stands in reports: `tcp`, `tls`.
  String name();

  /// The layer underneath, or null when this layer stands on the network itself.
  @Nullable Stack<?> below();
}
