package dev.fairlead.core.connect;

import java.net.InetAddress;

/// What is known of an address before it is tried.
public record Destination(InetAddress address, Source source, Experience experience) {

  /// Nothing is known.
  public static Destination unknown(InetAddress address) {
    return new Destination(address, Source.UNKNOWN, Experience.NONE);
  }
}
