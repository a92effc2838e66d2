package dev.fairlead.testkit.tcp;

import java.io.IOException;

/// Who uses a [TcpSocket]: a channel, as a rule. Called on the world's loop.
public interface StreamUser {
  /// The connection stands.
  void opened();

  /// It does not come about.
  void failed(IOException why);

  /// There is something to read, or the end.
  void readable();

  /// There is room to write again.
  void writable();

  /// It broke.
  void broke(IOException why);
}
