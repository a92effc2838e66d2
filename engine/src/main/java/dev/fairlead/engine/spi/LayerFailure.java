package dev.fairlead.engine.spi;

import dev.fairlead.FailureCause;
import org.jspecify.annotations.Nullable;

/// Why a layer did not get ready, in the words of the report.
public final class LayerFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCause reason;
  private final String layer;

  /// @param layer `tcp`, `tls`
  /// @param reason why, in one word
  /// @param what why, as a clause: `certificate is for other.example, not dual.example`
  public LayerFailure(String layer, FailureCause reason, String what, @Nullable Throwable cause) {
    super(what, cause);
    this.layer = layer;
    this.reason = reason;
  }

  /// Why, in one word.
  public FailureCause reason() {
    return reason;
  }

  /// Which layer.
  public String layer() {
    return layer;
  }

  /// Why, as a clause.
  public String what() {
    return String.valueOf(getMessage());
  }
}
