package dev.fairlead.testkit;

import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import java.util.Objects;
import java.util.OptionalLong;

/// Real connections on a bad link: the impairments of a [Link] between a stack and its socket.
///
/// ```java
/// var slow = Conditioner.over(Tls.overTcp(), Link.lte().loss(0.02));
/// try (var c = network.connect(Endpoint.of("example.com", 443), slow)) { … }
/// ```
///
/// It stands right on TCP wherever it is put, so that handshakes of the layers above pass the link
/// too. *Up* is from client to server on both sides: a listener's connections receive by `up` and
/// send by `down`. Condition one side only, or everything passes two links.
///
/// **What a stream makes of it.** Bytes are cut into segments of 1460 bytes, or what the MTU
/// leaves,
/// and each is a packet with 40 bytes of headers. Nothing that was sent is ever missing or out of
/// order; trouble costs time:
///
/// - A segment that is lost or corrupted is sent again as TCP would: one round trip after three
///   later segments have passed it (RFC 5681 §3.2), else after a round trip and 200 ms, then twice
///   that, and so on (RFC 6298 §5). What is behind it waits.
/// - The sender never overfills the link's queue: it waits for room, as if its congestion control
///   always knew the rate. So loss costs delay, and no more throughput than is sent again.
/// - At most 4 MiB are under way in one direction. Beyond that, and beyond the queue, a sender
///   waits and a receiver stops reading its socket: back-pressure passes through.
/// - A connection is ready after a round trip for the handshake of TCP; a lost SYN costs a second,
///   then two, four… It fails as unanswered after the stack's `connectTimeout`.
/// - Reordered segments wait for each other; duplicates are dropped.
///
/// **What is not conditioned:** name lookups; a refusal and an unreachable address, which are told
/// at once; resets and aborts, which are told at once and forget what was under way; the peer's
/// kernel, which takes data as soon as it comes. A race still prefers what is ready first, link
/// included.
///
/// @param <C> the connection that the stack gives
public final class Conditioner<C extends StreamConnection> implements StreamStack<C> {
  private final StreamStack<C> stack;
  private final Link link;
  private final OptionalLong seed;

  private Conditioner(StreamStack<C> stack, Link link, OptionalLong seed) {
    this.stack = Objects.requireNonNull(stack, "stack");
    this.link = Objects.requireNonNull(link, "link");
    this.seed = seed;
  }

  /// `stack` on a bad link; the same kind of connection comes out.
  public static <C extends StreamConnection> Conditioner<C> over(StreamStack<C> stack, Link link) {
    return new Conditioner<>(stack, link, OptionalLong.empty());
  }

  /// Takes chance from this seed: the first connection always meets the same losses in the same
  /// segments, and so does the second one. Without it each run is different.
  public Conditioner<C> seed(long seed) {
    return new Conditioner<>(stack, link, OptionalLong.of(seed));
  }

  /// The link.
  public Link link() {
    return link;
  }

  /// Where chance comes from; empty for the network's own source.
  public OptionalLong seed() {
    return seed;
  }

  @Override
  public String name() {
    return "conditioner";
  }

  @Override
  public Stack<?> below() {
    return stack;
  }

  /// `tls over tcp on delay=35ms,rate=12Mbit`.
  @Override
  public String toString() {
    return stack + " on " + link;
  }
}
