package dev.fairlead.tls;

import dev.fairlead.Tls;
import dev.fairlead.TlsOptions;
import java.util.ArrayList;
import java.util.List;

/// Versions as engines name them.
final class Versions {
  static final String TLS_1_3 = "TLSv1.3";

  private Versions() {}

  /// Those between the least and the most, the highest first.
  static String[] of(TlsOptions options) {
    // RFC 8446 §6.1: only from TLS 1.3 on does close_notify end a single direction.
    Tls.Version least =
        options.halfClose() == Tls.HalfClose.REQUIRED
            ? Tls.Version.TLS_1_3
            : options.versionLeast();
    List<String> names = new ArrayList<>();
    for (Tls.Version version : Tls.Version.values()) {
      if (version.compareTo(least) >= 0 && version.compareTo(options.versionMost()) <= 0) {
        names.addFirst(version == Tls.Version.TLS_1_3 ? TLS_1_3 : "TLSv1.2");
      }
    }
    return names.toArray(new String[0]);
  }
}
