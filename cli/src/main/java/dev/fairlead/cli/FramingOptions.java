package dev.fairlead.cli;

import dev.fairlead.Bytes;
import dev.fairlead.Delimited;
import dev.fairlead.LengthPrefix;
import dev.fairlead.MessageConnection;
import dev.fairlead.StreamConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether the peer speaks messages, and how they are framed.
final class FramingOptions {
  @Option(
      names = "--lines",
      description = "Speak messages: each line is one, and is shown as it comes.")
  boolean lines;

  @Option(
      names = "--length-prefix",
      paramLabel = "BYTES",
      description = {
        "Speak messages with a length of so many bytes, big-endian, before each. A line of the"
            + " input is one; what is no text is shown in hexadecimal."
      })
  @Nullable Integer lengthBytes;

  boolean given() {
    return lines || lengthBytes != null;
  }

  void check() {
    if (lines && lengthBytes != null) {
      throw new Usage("--lines and --length-prefix are two ways of framing: choose one");
    }
    if (lengthBytes != null && (lengthBytes < 1 || lengthBytes > 8)) {
      throw new Usage("--length-prefix takes 1 to 8 bytes, not " + lengthBytes);
    }
  }

  /// The messages on a connection that is ready.
  MessageConnection<Bytes> on(StreamConnection connection) {
    Integer width = lengthBytes;
    return width == null
        ? connection.upgrade(below -> Delimited.over(below).limit(16 << 20))
        : connection.upgrade(below -> LengthPrefix.over(below).width(width));
  }
}
