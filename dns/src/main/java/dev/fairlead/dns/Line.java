package dev.fairlead.dns;

import java.net.ConnectException;
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
    return switch (failure) {
      case PortUnreachableException _ -> "nothing listens on its port";
      case NoRouteToHostException _ -> "no route to it";
      case ConnectException _ when message.contains("refused") -> "it refused the connection";
      case ConnectException _ when message.contains("unreachable") -> "no route to it";
      case ConnectException _ when message.contains("timed out") -> "no answer to the connection";
      default -> failure.getClass().getSimpleName() + ": " + failure.getMessage();
    };
  }
}
