package dev.fairlead;

import java.util.Objects;

/// One message and what is known about it.
///
/// @param content the message itself
/// @param context what its protocols told
/// @param <M> what one message is
public record Message<M>(M content, MessageContext context) {
  public Message {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(context, "context");
  }
}
