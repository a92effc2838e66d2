package dev.fairlead.dns;

import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.Locale;

/// The socket of one sending. All of it happens on the event loop of the exchange.
interface Line {
  /// Closes the socket; nothing is heard from the line any more.
  void close();

  /// Where the line tells what it hears.
  interface Listener {
    void arrived(byte[] message);

    void broke(String why);
  }

  /// The failure of a socket in words.
  static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (failure instanceof PortUnreachableException) {
      return "nothing listens on its port";
    }
    // Each transport has exceptions of its own; the words come from the operating system.
    if (message.contains("refused")) {
      return "it refused";
    }
    if (failure instanceof NoRouteToHostException || message.contains("unreachable")) {
      return "no route to it";
    }
    if (message.contains("timed out")) {
      return "it does not answer the connection";
    }
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
