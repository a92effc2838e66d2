package dev.fairlead;

import java.util.Objects;

/// What two sides say to each other before a byte stream begins; afterwards everything passes
/// through. The header of a proxy protocol, `CONNECT`, or `STARTTLS`, with [Tls] on top of it: the
/// exchange is part of the race, of its deadlines, and of the report.
///
/// ```java
/// Tls.over(Prelude.over(Tcp.defaults(), new StartTls()))
/// ```
public final class Prelude implements StreamStack<StreamConnection> {
  private final StreamStack<?> below;
  private final Exchange exchange;

  private Prelude(StreamStack<?> below, Exchange exchange) {
    this.below = Objects.requireNonNull(below, "below");
    this.exchange = Objects.requireNonNull(exchange, "exchange");
  }

  /// An exchange of the program's own on a byte stream.
  public static Prelude over(StreamStack<?> below, Exchange exchange) {
    return new Prelude(below, exchange);
  }

  /// What is said.
  @FunctionalInterface
  public interface Exchange {
    /// The exchange of one attempt: this one, the default, when it keeps no state.
    default Exchange begin(FramerSite site) {
      return this;
    }

    /// Goes on with the exchange: called once at the beginning, and again each time something came,
    /// until it gives true. What it has read and written stays so. Bytes that it leaves unread
    /// belong to the layer above. Runs on the connection's event loop; must not block.
    ///
    /// What it throws, as a rule [FrameReader#malformed], ends the attempt.
    ///
    /// @return whether it is done
    boolean advance(FrameReader in, FrameWriter out);
  }

  /// What is said.
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public String name() {
    return "prelude";
  }

  @Override
  public Stack<?> below() {
    return below;
  }

  @Override
  public String toString() {
    return "prelude over " + below;
  }
}
