package dev.fairlead;

/// How urgent the traffic is: a wish to the local queues and, through the DSCP field, to the
/// network.
public enum ServiceClass {
  /// DF, 0. The default.
  BEST_EFFORT(0),
  /// LE, 1 (RFC 8622).
  BACKGROUND(1),
  /// AF41, 34.
  INTERACTIVE_VIDEO(34),
  /// EF, 46.
  INTERACTIVE_VOICE(46),
  /// AF21, 18.
  RESPONSIVE_DATA(18),
  /// CS5, 40.
  SIGNALING(40);

  private final int dscp;

  ServiceClass(int dscp) {
    this.dscp = dscp;
  }

  /// The code point that is written into the IP header (RFC 2474), 0 to 63.
  public int dscp() {
    return dscp;
  }
}
