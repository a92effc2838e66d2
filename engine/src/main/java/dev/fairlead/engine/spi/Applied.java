package dev.fairlead.engine.spi;

import dev.fairlead.Setting;

/// What became of a wish.
///
/// @param result applied, approximated, not applied
/// @param reason why not fully; empty when it is
public record Applied(Setting.Result result, String reason) {
  /// Exactly as asked.
  public static final Applied FULLY = new Applied(Setting.Result.APPLIED, "");

  /// As near as it goes.
  public static Applied nearly(String reason) {
    return new Applied(Setting.Result.APPROXIMATED, reason);
  }

  /// Not at all.
  public static Applied not(String reason) {
    return new Applied(Setting.Result.NOT_APPLIED, reason);
  }
}
