package dev.fairlead.cli;

import dev.fairlead.Bytes;
import dev.fairlead.DeadlineException;
import dev.fairlead.MessageConnection;
import dev.fairlead.NetworkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A talk in messages: each line of the input is sent as one, each one that comes is shown on a
/// line, or goes back as it came.
final class MessageTalk {
  private final MessageConnection<Bytes> connection;
  private final Io io;
  private final Optional<Duration> idle;

  MessageTalk(MessageConnection<Bytes> connection, Io io, Optional<Duration> idle) {
    this.connection = connection;
    this.io = io;
    this.idle = idle;
  }

  /// Sends what comes back, until the peer ends or is silent for too long.
  void echo() {
    for (Bytes message = next(); message != null; message = next()) {
      connection.send(message);
    }
  }

  /// Shows what comes, until the peer ends or is silent for too long.
  void show() throws IOException {
    for (Bytes message = next(); message != null; message = next()) {
      synchronized (io) {
        io.out().write(shown(message).getBytes(StandardCharsets.UTF_8));
        io.out().flush();
      }
    }
  }

  /// As [#show()], and sends the lines of the input.
  ///
  /// @param endsAtInputEnd whether the end of the input ends our direction
  void converse(boolean endsAtInputEnd) throws IOException {
    // A platform thread: a read of standard input would pin the carrier of a virtual one.
    Thread.ofPlatform().daemon().name("standard-input").start(() -> sendInput(endsAtInputEnd));
    show();
  }

  private void sendInput(boolean endsAtInputEnd) {
    try {
      var input = new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        connection.send(Bytes.utf8(line));
      }
      if (endsAtInputEnd) {
        connection.sendEnd();
      }
    } catch (NetworkException | IllegalStateException over) {
      // Whoever receives is told the same.
    } catch (IOException unread) {
      io.say("standard input cannot be read: " + unread.getMessage());
    }
  }

  private @Nullable Bytes next() {
    if (idle.isEmpty()) {
      return connection.receive();
    }
    try {
      return connection.receive(idle.get());
    } catch (DeadlineException silent) {
      return null;
    }
  }

  /// Text as it is, anything else in hexadecimal.
  private static String shown(Bytes message) {
    try {
      String text = message.strictUtf8();
      boolean plain = text.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\r');
      if (plain) {
        return text + "\n";
      }
    } catch (CharacterCodingException _) {
      // Not text.
    }
    return message.length() + " bytes: " + HexFormat.of().formatHex(message.toByteArray()) + "\n";
  }
}
