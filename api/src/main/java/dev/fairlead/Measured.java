package dev.fairlead;

import org.jspecify.annotations.Nullable;

/// The content of a message in parts whose length is known beforehand: how much of it is still to
/// come, in one direction.
final class Measured {
  private long left = -1;

  /// Begins a message of the length that its sender said.
  ///
  /// @return the length
  long begin(MessageContext context) {
    long length =
        context
            .length()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the length stands before the content here, so a message in parts needs"
                            + " MessageContext.length(bytes)"));
    left = length;
    return length;
  }

  void begin(long length) {
    left = length;
  }

  boolean isInside() {
    return left >= 0;
  }

  /// So many bytes are sent.
  void take(int bytes) {
    if (bytes > left) {
      throw new IllegalArgumentException(
          bytes + " bytes are more than the " + left + " that are left of the message's length");
    }
    left -= bytes;
  }

  /// All was sent.
  void end() {
    if (left != 0) {
      throw new IllegalStateException(left + " bytes are missing of the message's length");
    }
    left = -1;
  }

  /// What has come of the content, null for nothing.
  ///
  /// @param begins whether something before the content was read, which is said by an empty part
  PartialFramer.@Nullable Part part(FrameReader from, boolean begins) {
    Bytes content = from.rest((int) Math.min(left, 64 * 1024));
    if (content.isEmpty() && left > 0 && !begins) {
      return null;
    }
    left -= content.length();
    boolean last = left == 0;
    if (last) {
      left = -1;
    }
    return new PartialFramer.Part(content, last);
  }
}
