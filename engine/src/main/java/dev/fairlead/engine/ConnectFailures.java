package dev.fairlead.engine;

import dev.fairlead.FailureCause;
import io.netty.channel.unix.Errors;
import java.io.FileNotFoundException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns what the system says about a socket that does not connect into a cause and a clause.
final class ConnectFailures {
  /// Netty's native transports name the call and the error number.
  private static final Pattern ERROR_NUMBER = Pattern.compile("error\\((-?\\d+)\\)");

  private ConnectFailures() {}

  /// A cause and its clause: `refused`.
  record Told(FailureCause cause, String what) {}

  static Told of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Told told = one(each);
      if (told != null) {
        return told;
      }
    }
    return new Told(FailureCause.UNREACHABLE, text(failure));
  }

  private static @Nullable Told one(Throwable failure) {
    int number = errorNumber(failure);
    Told byNumber = number == 0 || !isLinux() ? null : byLinuxNumber(number);
    if (byNumber != null) {
      return byNumber;
    }
    Told byText = byText(text(failure).toLowerCase(Locale.ROOT));
    if (byText != null) {
      return byText;
    }
    return switch (failure) {
      case NoRouteToHostException _, PortUnreachableException _ ->
          new Told(FailureCause.UNREACHABLE, "no route to the host");
      case BindException _ ->
          new Told(FailureCause.LOCAL_ADDRESS, "the local address cannot be had");
      case UnsupportedAddressTypeException _, UnresolvedAddressException _ ->
          new Told(FailureCause.UNREACHABLE, "this machine does not speak that address family");
      case NoSuchFileException _, FileNotFoundException _ ->
          new Told(FailureCause.REFUSED, "there is no such socket");
      case ClosedChannelException _ ->
          new Told(FailureCause.RESET, "the socket was closed while it connected");
      case ConnectException _ -> new Told(FailureCause.REFUSED, "refused");
      default -> null;
    };
  }

  private static int errorNumber(Throwable failure) {
    if (failure instanceof Errors.NativeIoException io) {
      return Math.abs(io.expectedErr());
    }
    Matcher number = ERROR_NUMBER.matcher(text(failure));
    return number.find() ? Math.abs(Integer.parseInt(number.group(1))) : 0;
  }

  /// The numbers of asm-generic/errno.h: texts of the system may come in the user's language.
  private static @Nullable Told byLinuxNumber(int number) {
    return switch (number) {
      case 1, 13 -> new Told(FailureCause.NOT_PERMITTED, "the system does not permit it");
      case 2 -> new Told(FailureCause.REFUSED, "there is no such socket");
      case 12, 23, 105 -> new Told(FailureCause.OUT_OF_RESOURCES, "the system has no memory left");
      case 24 -> new Told(FailureCause.OUT_OF_RESOURCES, "too many open files");
      case 97 ->
          new Told(FailureCause.UNREACHABLE, "this machine does not speak that address family");
      case 98 -> new Told(FailureCause.LOCAL_ADDRESS, "the local address is in use");
      case 99 -> new Told(FailureCause.LOCAL_ADDRESS, "no local address fits");
      case 100 -> new Told(FailureCause.UNREACHABLE, "the network is down");
      case 101 -> new Told(FailureCause.UNREACHABLE, "no route to the network");
      case 103, 104 -> new Told(FailureCause.RESET, "reset");
      case 110 -> new Told(FailureCause.NO_ANSWER, "no answer");
      case 111 -> new Told(FailureCause.REFUSED, "refused");
      case 112, 113 -> new Told(FailureCause.UNREACHABLE, "no route to the host");
      default -> null;
    };
  }

  private static @Nullable Told byText(String text) {
    if (text.contains("refused")) {
      return new Told(FailureCause.REFUSED, "refused");
    }
    if (text.contains("network is unreachable") || text.contains("network unreachable")) {
      return new Told(FailureCause.UNREACHABLE, "no route to the network");
    }
    if (text.contains("no route to host") || text.contains("host is down")) {
      return new Told(FailureCause.UNREACHABLE, "no route to the host");
    }
    if (text.contains("timed out")) {
      return new Told(FailureCause.NO_ANSWER, "no answer");
    }
    if (text.contains("reset")) {
      return new Told(FailureCause.RESET, "reset");
    }
    if (text.contains("no such file")) {
      return new Told(FailureCause.REFUSED, "there is no such socket");
    }
    if (text.contains("already in use")) {
      return new Told(FailureCause.LOCAL_ADDRESS, "the local address is in use");
    }
    if (text.contains("cannot assign") || text.contains("can't assign")) {
      return new Told(FailureCause.LOCAL_ADDRESS, "no local address fits");
    }
    if (text.contains("too many open files")) {
      return new Told(FailureCause.OUT_OF_RESOURCES, "too many open files");
    }
    return text.contains("not permitted") || text.contains("permission denied")
        ? new Told(FailureCause.NOT_PERMITTED, "the system does not permit it")
        : null;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static boolean isLinux() {
    return Linux.IS_HERE;
  }

  private static final class Linux {
    static final boolean IS_HERE =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }
}
