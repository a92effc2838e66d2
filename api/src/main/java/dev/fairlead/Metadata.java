package dev.fairlead;

/// What one protocol says about one message, in either direction: in a [MessageContext], and
/// between the layers of a stack. Looked up by kind.
public sealed interface Metadata permits Metadata.Custom {
  /// The open branch, for framers and coders of the program. Should be an immutable value.
  non-sealed interface Custom extends Metadata {}
}
