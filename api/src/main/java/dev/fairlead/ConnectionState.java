package dev.fairlead;

/// Where a connection stands in its life. The legal moves are published in
/// `docs/machines/connection.txt`.
public sealed interface ConnectionState {
  /// Made, not started: nothing has happened on the network.
  record Setup() implements ConnectionState {
    @Override
    public String toString() {
      return "setup";
    }
  }

  /// Looking for a path, resolving, racing, shaking hands.
  record Preparing() implements ConnectionState {
    @Override
    public String toString() {
      return "preparing";
    }
  }

  /// Everything was tried; a change of the network or `restart()` tries again.
  ///
  /// @param reason what the last round failed of
  record Waiting(NetworkException reason) implements ConnectionState {
    @Override
    public String toString() {
      return "waiting (" + firstLine(reason) + ")";
    }
  }

  /// Bytes can flow.
  record Ready() implements ConnectionState {
    @Override
    public String toString() {
      return "ready";
    }
  }

  /// `close()` is on its way.
  record Closing() implements ConnectionState {
    @Override
    public String toString() {
      return "closing";
    }
  }

  /// Could not be made, or broke. Final.
  record Failed(NetworkException reason) implements ConnectionState {
    @Override
    public String toString() {
      return "failed (" + firstLine(reason) + ")";
    }
  }

  /// Ended by this side. Final.
  record Closed() implements ConnectionState {
    @Override
    public String toString() {
      return "closed";
    }
  }

  /// Whether no other state follows.
  default boolean isFinal() {
    return this instanceof Failed || this instanceof Closed;
  }

  private static String firstLine(NetworkException reason) {
    String message = String.valueOf(reason.getMessage());
    int end = message.indexOf('\n');
    String first = end < 0 ? message : message.substring(0, end);
    return first.endsWith(":") ? first.substring(0, first.length() - 1) : first;
  }
}
