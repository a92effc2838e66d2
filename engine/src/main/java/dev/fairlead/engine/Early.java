package dev.fairlead.engine;

import dev.fairlead.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Idempotent content, which may travel before the connection is ready and on every attempt.
final class Early {
  private static final int MOST = 16 * 1024;

  /// Guarded by this.
  private Bytes all = Bytes.empty();

  /// Guarded by this: how much of it the present round sends on each attempt.
  private int inRound;

  /// Guarded by this: whether the connection is ready.
  private boolean over;

  /// Takes more.
  synchronized void add(Bytes content) {
    if (over) {
      throw new IllegalStateException(
          "sendIdempotent is for the time before the connection is ready; use send");
    }
    if (all.length() + content.length() > MOST) {
      throw new IllegalArgumentException(
          "idempotent content is at most " + MOST + " bytes in all; use send for the rest");
    }
    List<ByteBuffer> parts = new ArrayList<>(2);
    parts.add(all.asByteBuffer());
    parts.add(content.asByteBuffer());
    all = Bytes.copyOf(parts);
  }

  /// What every attempt of a new round sends.
  synchronized Bytes forRound() {
    inRound = all.length();
    return all;
  }

  /// What the winner has not sent; from now on nothing is early.
  synchronized Bytes leftOver() {
    over = true;
    return all.slice(inRound, all.length());
  }

  synchronized int length() {
    return all.length();
  }
}
