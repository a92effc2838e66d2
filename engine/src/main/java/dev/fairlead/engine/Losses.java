package dev.fairlead.engine;

import dev.fairlead.ConnectionLostException;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.EstablishmentException;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.FailureCause;
import dev.fairlead.InterruptedOperationException;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.NetworkException;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.PeerEndedException;
import dev.fairlead.core.report.FailureText;
import dev.fairlead.engine.spi.LayerFailure;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Puts what went wrong on one connection into words: what, with whom, and what to do next.
final class Losses {
  private final Endpoint peer;
  private final Supplier<EstablishmentReport> story;

  /// Made once, by whoever is first.
  private volatile @Nullable ConnectionLostException closedHere;

  Losses(Endpoint peer, Supplier<EstablishmentReport> story) {
    this.peer = peer;
    this.story = story;
  }

  /// A call that was cut short.
  NetworkException cut(Blocking.End end, String doing) {
    return end == Blocking.End.LATE
        ? new DeadlineException(
            doing
                + " "
                + peer
                + " took longer than its limit; the connection goes on, and nothing is lost",
            Details.of(story.get()))
        : new InterruptedOperationException(
            doing + " " + peer + " was interrupted; the connection goes on, and nothing is lost",
            Details.of(story.get()));
  }

  /// Fewer bytes came than were needed.
  PeerEndedException peerEnded(String needed) {
    return new PeerEndedException(
        peer + " ended the stream before " + needed, Details.of(story.get()));
  }

  /// What the peer sent is no message.
  MalformedMessageException malformed(MalformedMessageException why) {
    return new MalformedMessageException(
        "from " + peer + ": " + why.getMessage() + "; next: " + why.reason().advice(),
        why.position(),
        new Details(story.get(), why.getCause()));
  }

  /// A message was not sent in time.
  DeadlineException expired(String identifier) {
    return new DeadlineException(
        "the message "
            + (identifier.isEmpty() ? "" : identifier + " ")
            + "to "
            + peer
            + " was dropped: its lifetime, or that of the one before it, ended before it began",
        Details.of(story.get()));
  }

  /// The connection broke, or this side ended it.
  ConnectionLostException lost(
      FailureCause cause, String what, long bytesNotSent, @Nullable Throwable underlying) {
    String unsent =
        bytesNotSent == 0 ? "" : "; " + bytesNotSent + " accepted bytes could not be sent";
    return new ConnectionLostException(
        "connection with " + peer + ": " + what + unsent + "; next: " + cause.advice(),
        cause,
        bytesNotSent,
        new Details(story.get(), underlying));
  }

  /// This side closed or aborted, and somebody still used it.
  ConnectionLostException closedHere() {
    ConnectionLostException known = closedHere;
    if (known == null) {
      known = lost(FailureCause.CANCELLED, "it was closed by this program", 0, null);
      closedHere = known;
    }
    return known;
  }

  /// It could not be made.
  EstablishmentException notMade(RoundLoss loss) {
    EstablishmentReport report = story.get();
    return new EstablishmentException(
        FailureText.of(report, loss.cause(), loss.summary()),
        loss.cause(),
        new Details(report, loss.underlying()));
  }

  /// The same failure for one more caller, whose stack it shows.
  static NetworkException again(NetworkException original) {
    Details details = new Details(original.establishment().orElse(null), original);
    String message = String.valueOf(original.getMessage());
    return switch (original) {
      case ConnectionLostException lost ->
          new ConnectionLostException(message, lost.reason(), lost.bytesNotSent(), details);
      case EstablishmentException failed ->
          new EstablishmentException(message, failed.reason(), details);
      case PeerEndedException _ -> new PeerEndedException(message, details);
      case MalformedMessageException malformed ->
          new MalformedMessageException(message, malformed.position(), details);
      case DeadlineException _ -> new DeadlineException(message, details);
      case InterruptedOperationException _ -> new InterruptedOperationException(message, details);
    };
  }

  /// What an exception of the pipeline means.
  static FailureCause causeOf(Throwable failure) {
    if (failure instanceof LayerFailure layer) {
      return layer.reason();
    }
    if (failure instanceof NetworkException known) {
      return known.reason();
    }
    if (failure instanceof SSLException
        || failure instanceof io.netty.handler.codec.DecoderException) {
      return FailureCause.PROTOCOL;
    }
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (failure instanceof IOException) {
      if (text.contains("reset") || text.contains("broken pipe")) {
        return FailureCause.RESET;
      }
      if (text.contains("timed out")) {
        return FailureCause.LOST;
      }
      if (text.contains("unreachable") || text.contains("no route")) {
        return FailureCause.UNREACHABLE;
      }
    }
    return FailureCause.LOST;
  }

  /// An exception of the pipeline, as a clause.
  static String wordsOf(Throwable failure) {
    if (failure instanceof LayerFailure layer) {
      return layer.what();
    }
    return switch (causeOf(failure)) {
      case RESET -> "it was reset";
      case UNREACHABLE -> "the network says that the peer cannot be reached any more";
      case PROTOCOL -> "the peer broke the protocol: " + failure.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
