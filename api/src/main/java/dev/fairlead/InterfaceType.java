package dev.fairlead;

/// What kind of link an interface is.
public enum InterfaceType {
  /// A cable.
  WIRED,
  /// A wireless LAN.
  WIFI,
  /// A mobile network.
  CELLULAR,
  /// This machine itself.
  LOOPBACK,
  /// Virtual, a tunnel, or not known to the platform.
  OTHER
}
