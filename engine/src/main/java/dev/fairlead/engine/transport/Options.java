package dev.fairlead.engine.transport;

import dev.fairlead.engine.spi.Applied;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.io.UncheckedIOException;

/// Sets options of channels and says what became of it.
final class Options {
  private Options() {}

  static <T> Applied set(Channel channel, ChannelOption<T> option, T value) {
    try {
      return channel.config().setOption(option, value)
          ? Applied.FULLY
          : Applied.not("this transport does not know the option");
    } catch (ChannelException | UncheckedIOException | UnsupportedOperationException e) {
      return Applied.not(reason(e));
    }
  }

  /// The first when all went well, else the first that did not.
  static Applied all(Applied... results) {
    for (Applied each : results) {
      if (!each.equals(Applied.FULLY)) {
        return each;
      }
    }
    return Applied.FULLY;
  }

  /// Fine when one of them went well: an option of IPv4 and its twin of IPv6 on a socket of one
  /// family.
  static Applied any(Applied... results) {
    for (Applied each : results) {
      if (each.equals(Applied.FULLY)) {
        return each;
      }
    }
    return results[0];
  }

  /// What the system said, without the name of the call.
  static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String told = deepest.getMessage();
    if (told == null || told.isBlank()) {
      return "the system refuses it";
    }
    int colon = told.lastIndexOf(": ");
    return "the system says: " + (colon < 0 ? told : told.substring(colon + 2));
  }
}
