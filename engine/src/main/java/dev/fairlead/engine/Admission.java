package dev.fairlead.engine;

import dev.fairlead.ListenOptions;
import dev.fairlead.ListenerReport;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the connections of one listener, and decides when the next may begin its handshake. Those
/// that came too early are kept unread, which costs little, and accepting pauses.
final class Admission {
  private final ListenOptions options;

  /// All below are guarded by this.
  private final ArrayDeque<Channel> held = new ArrayDeque<>();

  private long accepted;
  private long active;
  private long handshaking;
  private long failed;
  private long leftEarly;
  private long turnedAway;
  private boolean closed;

  Admission(ListenOptions options) {
    this.options = options;
  }

  /// Whether `channel` may begin now; otherwise it is held, or turned away when the listener is
  /// closed.
  synchronized boolean begins(Channel channel) {
    if (!closed && hasRoom()) {
      handshaking++;
      return true;
    }
    if (closed) {
      turnedAway++;
      channel.unsafe().closeForcibly();
    } else {
      held.addLast(channel);
    }
    return false;
  }

  /// Whether accepting should pause.
  synchronized boolean isFull() {
    return closed || !held.isEmpty() || !hasRoom();
  }

  /// The held channel that may begin now, null when there is none.
  synchronized @Nullable Channel next() {
    if (closed || !hasRoom()) {
      return null;
    }
    Channel next = held.pollFirst();
    if (next != null) {
      handshaking++;
    }
    return next;
  }

  synchronized void turnedAway() {
    turnedAway++;
  }

  /// Its handshake is done.
  synchronized void ready() {
    handshaking--;
    accepted++;
    active++;
  }

  /// Its handshake failed.
  ///
  /// @param left whether the peer left by itself, as the losers of a race do
  synchronized void failed(boolean left) {
    handshaking--;
    if (left) {
      leftEarly++;
    } else {
      failed++;
    }
  }

  /// It was ready, but gone before anybody took it.
  synchronized void goneUntaken() {
    leftEarly++;
  }

  /// It is over.
  synchronized void over() {
    active--;
  }

  /// Nothing begins any more.
  ///
  /// @return what was held
  synchronized List<Channel> close() {
    closed = true;
    List<Channel> rest = new ArrayList<>(held);
    held.clear();
    return rest;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized ListenerReport report() {
    return new ListenerReport(accepted, active, handshaking, failed, leftEarly, turnedAway);
  }

  private boolean hasRoom() {
    return handshaking < options.handshakesMax() && active + handshaking < options.connectionsMax();
  }
}
