package dev.fairlead.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/// How certificates and times read in reports.
final class Texts {
  private static final int SHOWN = 6;

  private Texts() {}

  /// `CN=www.example.com, O=Example`.
  static String of(X500Principal name) {
    String text = name.getName(X500Principal.RFC2253);
    return text.isEmpty() ? "(empty name)" : text.replace(",", ", ");
  }

  /// `CN=www.example.com <- CN=Issuing CA <- CN=Root`: each signed by the next.
  static String chain(List<X509Certificate> chain) {
    String shown =
        chain.stream()
            .limit(SHOWN)
            .map(one -> of(one.getSubjectX500Principal()))
            .collect(Collectors.joining(" <- "));
    if (chain.size() > SHOWN) {
      return shown + " <- " + (chain.size() - SHOWN) + " more";
    }
    X509Certificate last = chain.getLast();
    boolean root = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
    return root ? shown : shown + " <- " + of(last.getIssuerX500Principal()) + " (not sent)";
  }

  /// `3 days`, `5 hours`, `20 minutes`, `1 second`.
  static String amount(Duration span) {
    if (span.toDays() > 0) {
      return counted(span.toDays(), "day");
    }
    if (span.toHours() > 0) {
      return counted(span.toHours(), "hour");
    }
    return span.toMinutes() > 0
        ? counted(span.toMinutes(), "minute")
        : counted(span.toSeconds(), "second");
  }

  private static String counted(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  /// `2026-11-18`.
  static String date(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
  }

  /// The message of the innermost failure that has one.
  static String reason(Throwable thrown) {
    Throwable one = thrown;
    while (one instanceof CompletionException && one.getCause() != null) {
      one = one.getCause();
    }
    String message = one.getMessage();
    return message == null ? one.getClass().getSimpleName() : message;
  }
}
