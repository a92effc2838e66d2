package dev.fairlead.cli;

import dev.fairlead.Tls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What both sides of TLS can be told.
final class TlsTuning {
  @Option(
      names = "--alpn",
      split = ",",
      paramLabel = "NAME",
      description = "Application protocols, the preferred one first: h2,http/1.1.")
  List<String> alpn = List.of();

  @Option(
      names = "--tls-min",
      paramLabel = "VERSION",
      converter = VersionText.class,
      description = "Nothing older than this: 1.2 (the default) or 1.3.")
  Tls.Version least = Tls.Version.TLS_1_2;

  @Option(
      names = "--tls-max",
      paramLabel = "VERSION",
      converter = VersionText.class,
      description = "Nothing newer than this: 1.2 or 1.3 (the default).")
  Tls.Version most = Tls.Version.TLS_1_3;

  @Option(
      names = "--ciphers",
      split = "[,:]",
      paramLabel = "NAME",
      description = "Only these cipher suites, by their IANA names.")
  List<String> ciphers = List.of();

  @Option(
      names = "--keylog",
      paramLabel = "FILE",
      description = "Append the session secrets here, so that a capture can be read.")
  @Nullable Path keyLog;

  @Option(
      names = "--allow-truncation",
      description = "Take an end without close_notify for an orderly one (old peers).")
  boolean allowTruncation;

  Tls apply(Tls plain) {
    if (least.compareTo(most) > 0) {
      throw new Usage("--tls-min is above --tls-max");
    }
    Tls tls = plain.versions(least, most);
    if (!alpn.isEmpty()) {
      tls = tls.alpn(alpn.toArray(String[]::new));
    }
    if (!ciphers.isEmpty()) {
      tls = tls.cipherSuites(ciphers.toArray(String[]::new));
    }
    if (keyLog != null) {
      tls = tls.keyLog(keyLog);
    }
    return allowTruncation ? tls.allowTruncation() : tls;
  }

  /// `1.2`, `1.3`, also with `TLSv` in front.
  static final class VersionText implements ITypeConverter<Tls.Version> {
    @Override
    public Tls.Version convert(String text) {
      return switch (text.replaceFirst("(?i)^tls_?v?", "")) {
        case "1.2" -> Tls.Version.TLS_1_2;
        case "1.3" -> Tls.Version.TLS_1_3;
        default ->
            throw new TypeConversionException(
                "\"" + text + "\" is not a version of TLS that is spoken here: 1.2 or 1.3");
      };
    }
  }
}
