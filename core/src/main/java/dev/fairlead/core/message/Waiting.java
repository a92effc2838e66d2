package dev.fairlead.core.message;

/// A message that waits to leave.
///
/// @param id who it is; a later message has a higher one
/// @param priority between 0 and 1, the highest leaves first
/// @param antecedent the message that must have left before, [#NOBODY] for none
/// @param expiresNanos when it is dropped, [#NEVER] for never
/// @param last whether nothing follows
public record Waiting(long id, double priority, long antecedent, long expiresNanos, boolean last) {
  /// No message.
  public static final long NOBODY = -1;

  /// No time.
  public static final long NEVER = Long.MAX_VALUE;
}
