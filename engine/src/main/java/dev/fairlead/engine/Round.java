package dev.fairlead.engine;

/// One try to connect: the path check and the race over everything that leads to the endpoint. All
/// methods run on the order's loop.
interface Round {
  /// Ends it: attempts are closed, questions and timers stopped, and nothing is told any more.
  /// After the win it only stops the questions that are still open.
  ///
  /// @param why for the report: `the connection was closed`
  void cancel(String why);

  /// Gives up the newest running attempt for the next one. After the win it remembers, for the
  /// following rounds of this connection, that the winner is to be tried last.
  void tryNext();
}
