package dev.fairlead.core.connect;

import java.net.InetAddress;

/// From where a destination would be reached, as far as the shell could find out.
public sealed interface Source {

  /// Nobody looked, or it could not be seen.
  record Unknown() implements Source {}

  /// There is no route, or no local address fits.
  record Unreachable() implements Source {}

  /// The system would take this local address.
  ///
  /// @param deprecated whether its preferred lifetime has passed
  /// @param home whether it is a home address of Mobile IPv6 and not also a care-of address
  /// @param tunnelled whether packets leave through a transition tunnel, such as 6to4 or Teredo
  record From(InetAddress address, boolean deprecated, boolean home, boolean tunnelled)
      implements Source {
    /// An ordinary local address.
    public From(InetAddress address) {
      this(address, false, false, false);
    }
  }

  /// Nobody looked.
  Source UNKNOWN = new Unknown();

  /// There is no way.
  Source UNREACHABLE = new Unreachable();
}
