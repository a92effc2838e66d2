package dev.fairlead.tls;

import dev.fairlead.FailureCause;
import dev.fairlead.TlsOptions;
import dev.fairlead.engine.spi.LayerFailure;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says why a handshake failed or a ready connection broke, in words that tell who did what.
///
/// @param attempt what was decided in the handshake
/// @param wire what was seen below the engine
/// @param options what was asked for
record Diagnosis(TlsAttempt attempt, TlsWire wire, TlsOptions options) {
  private static final Pattern OLD_VERSION =
      Pattern.compile(
          "UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|WRONG_VERSION_NUMBER"
              + "|not accepted by (client|server) preferences|is not enabled or supported");
  private static final Pattern NOTHING_IN_COMMON =
      Pattern.compile(
          "NO_SHARED|NO_COMMON|NO_CIPHER|NO_CERTIFICATE_SET|WRONG_CIPHER|WRONG_CURVE|NO_APPLICATION_PROTOCOL|No"
              + " matching application layer|in common|No available authentication scheme|no"
              + " negotiable|No appropriate protocol|Unsupported signature");
  private static final Pattern NO_CLIENT_CERTIFICATE =
      Pattern.compile("DID_NOT_RETURN_A_CERTIFICATE|Empty client certificate");
  private static final Pattern RESET =
      Pattern.compile("(?i)connection reset|broken pipe|connection abort");

  /// Why the handshake failed.
  LayerFailure failed(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    Optional<Objection> objection = attempt.objection();
    if (objection.isPresent()) {
      return failure(objection.get().cause(), whose(objection.get()), cause);
    }
    Optional<String> other = wire.otherProtocol();
    if (other.isPresent()) {
      return failure(FailureCause.NOT_TLS, "the peer speaks " + other.get(), cause);
    }
    String message = Texts.reason(cause);
    Optional<Alert> alert = wire.alert().or(() -> Alert.in(message));
    if (alert.isPresent()) {
      return alerted(alert.get(), cause);
    }
    return wire.oldVersion()
        .map(version -> oldVersion("it speaks only " + version, cause))
        .orElseGet(() -> own(message, cause));
  }

  private String whose(Objection objection) {
    return attempt.server() ? "the client's " + objection.text() : objection.text();
  }

  /// What broke a connection that was ready: the peer's alert, or bytes that are not its.
  Throwable broke(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof LayerFailure || !(cause instanceof SSLException)) {
      return cause;
    }
    String message = Texts.reason(cause);
    return Alert.in(message)
        .map(alert -> alerted(alert, cause))
        .orElseGet(
            () ->
                failure(
                    FailureCause.PROTOCOL,
                    "what came from the peer is not valid: " + message,
                    cause));
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown.getCause();
    return thrown instanceof DecoderException && inner != null ? inner : thrown;
  }

  private LayerFailure alerted(Alert alert, Throwable cause) {
    String sent = "; the peer sent the alert " + alert.name();
    return switch (alert.name()) {
      case "protocol_version" -> oldVersion("it refuses what was offered" + sent, cause);
      case "handshake_failure", "insufficient_security" ->
          attempt.certificateAsked() && !attempt.certificateShown()
              ? failure(
                  FailureCause.CLIENT_CERTIFICATE,
                  "the peer wants a certificate and none was shown" + sent,
                  cause)
              : failure(
                  FailureCause.TLS_NEGOTIATION,
                  "no cipher suite, group or signature in common" + sent,
                  cause);
      case "no_application_protocol" ->
          failure(
              FailureCause.TLS_NEGOTIATION,
              "the peer speaks none of the application protocols " + options.alpn() + sent,
              cause);
      case "unrecognized_name" ->
          failure(
              FailureCause.TLS_NEGOTIATION,
              "the peer does not know the name "
                  + attempt.name().map(PeerName::text).orElse("asked for")
                  + sent,
              cause);
      case "certificate_required" ->
          failure(
              FailureCause.CLIENT_CERTIFICATE,
              "the peer wants a certificate and none was shown" + sent,
              cause);
      case "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied" ->
          refusedOurs(sent, cause);
      case "close_notify", "user_canceled" ->
          failure(FailureCause.CLOSED_EARLY, "the peer gave up the handshake" + sent, cause);
      default -> failure(FailureCause.PROTOCOL, "the peer ended the connection" + sent, cause);
    };
  }

  private LayerFailure refusedOurs(String sent, Throwable cause) {
    return attempt.server()
        ? failure(
            FailureCause.CERTIFICATE_REFUSED,
            "the client does not accept this listener's certificate" + sent,
            cause)
        : failure(
            FailureCause.CLIENT_CERTIFICATE,
            (attempt.certificateShown()
                    ? "the peer does not accept our certificate"
                    : "the peer wants another certificate than none")
                + sent,
            cause);
  }

  private LayerFailure oldVersion(String how, @Nullable Throwable cause) {
    return failure(
        FailureCause.TLS_VERSION,
        "the peer does not speak " + String.join(" or ", Versions.of(options)) + ": " + how,
        cause);
  }

  private LayerFailure own(String message, Throwable cause) {
    if (OLD_VERSION.matcher(message).find()) {
      return oldVersion("this side ended the handshake (" + message + ")", cause);
    }
    if (NO_CLIENT_CERTIFICATE.matcher(message).find()) {
      return failure(FailureCause.CLIENT_CERTIFICATE, "the client showed no certificate", cause);
    }
    if (NOTHING_IN_COMMON.matcher(message).find()) {
      return failure(
          FailureCause.TLS_NEGOTIATION, "nothing in common; this side says: " + message, cause);
    }
    if (cause instanceof SSLException && !(cause.getCause() instanceof ClosedChannelException)) {
      return failure(
          FailureCause.PROTOCOL, "the handshake failed; this side says: " + message, cause);
    }
    if (cause instanceof IOException && RESET.matcher(message).find()) {
      return failure(FailureCause.RESET, "the peer reset the connection" + stage(), cause);
    }
    return closedEarly(cause);
  }

  /// The peer closed in the middle of the handshake.
  LayerFailure closedEarly(@Nullable Throwable cause) {
    Optional<String> other = wire.otherProtocol();
    return other.isPresent()
        ? failure(FailureCause.NOT_TLS, "the peer speaks " + other.get(), cause)
        : failure(FailureCause.CLOSED_EARLY, "the peer closed" + stage(), cause);
  }

  private String stage() {
    if (attempt.server()) {
      return wire.answered() ? " during the handshake" : " before it said anything";
    }
    return wire.answered()
        ? " during the handshake"
        : " after our ClientHello, without an answer; it may not speak TLS";
  }

  private static LayerFailure failure(FailureCause why, String what, @Nullable Throwable cause) {
    return new LayerFailure("tls", why, what, cause);
  }
}
