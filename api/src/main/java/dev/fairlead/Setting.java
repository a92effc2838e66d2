package dev.fairlead;

/// One wish and what became of it.
///
/// @param name the option: `tcp.noDelay`, `ip.hopLimit`, `interface`
/// @param value what was asked for
/// @param result what became of it
/// @param reason why it is not fully applied; empty when it is
public record Setting(String name, String value, Result result, String reason) {
  /// What became of a wish.
  public enum Result {
    /// Exactly as asked.
    APPLIED,
    /// As near as the platform comes.
    APPROXIMATED,
    /// Not at all.
    NOT_APPLIED
  }

  /// `tcp.noDelay=true applied`, with the reason when there is one.
  @Override
  public String toString() {
    String word = result.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return name + "=" + value + " " + word + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}
