package dev.fairlead.tls;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An alert that the peer sent (RFC 8446 §6), by the name that the RFC gives it.
record Alert(String name) {
  private static final Pattern JDK = Pattern.compile("Received (?:\\w+ )?alert: (\\w+)");
  // The library names a received alert, and nothing else, so.
  private static final Pattern BORINGSSL = Pattern.compile("(?:SSLV3|TLSV1)_(?:ALERT_)?([A-Z_]+)");
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "close_notify"),
          Map.entry(10, "unexpected_message"),
          Map.entry(20, "bad_record_mac"),
          Map.entry(22, "record_overflow"),
          Map.entry(40, "handshake_failure"),
          Map.entry(42, "bad_certificate"),
          Map.entry(43, "unsupported_certificate"),
          Map.entry(44, "certificate_revoked"),
          Map.entry(45, "certificate_expired"),
          Map.entry(46, "certificate_unknown"),
          Map.entry(47, "illegal_parameter"),
          Map.entry(48, "unknown_ca"),
          Map.entry(49, "access_denied"),
          Map.entry(50, "decode_error"),
          Map.entry(51, "decrypt_error"),
          Map.entry(70, "protocol_version"),
          Map.entry(71, "insufficient_security"),
          Map.entry(80, "internal_error"),
          Map.entry(86, "inappropriate_fallback"),
          Map.entry(90, "user_canceled"),
          Map.entry(109, "missing_extension"),
          Map.entry(110, "unsupported_extension"),
          Map.entry(112, "unrecognized_name"),
          Map.entry(113, "bad_certificate_status_response"),
          Map.entry(115, "unknown_psk_identity"),
          Map.entry(116, "certificate_required"),
          Map.entry(120, "no_application_protocol"));

  /// The alert of this number.
  static Alert of(int number) {
    return new Alert(NAMES.getOrDefault(number, "alert " + number));
  }

  /// The alert that an engine says it received.
  static Optional<Alert> in(String message) {
    Matcher jdk = JDK.matcher(message);
    if (jdk.find()) {
      return Optional.of(new Alert(jdk.group(1)));
    }
    Matcher boring = BORINGSSL.matcher(message);
    return boring.find()
        ? Optional.of(new Alert(boring.group(1).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
