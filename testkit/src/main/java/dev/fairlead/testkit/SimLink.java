package dev.fairlead.testkit;

import dev.fairlead.testkit.link.Impairment.Openness;
import dev.fairlead.testkit.net.Wire;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A link of a world, which may change while the world runs. What is on its way when the link
/// changes stays as it was, but nothing arrives over a link that is down.
public final class SimLink {
  private final Wire wire;

  SimLink(Wire wire) {
    this.wire = wire;
  }

  /// How it is now.
  public Link now() {
    return wire.link();
  }

  /// From now on it is like this.
  public void become(Link link) {
    wire.become(link);
  }

  /// From now on it is changed like this: `link.change(it -> it.loss(0.1))`.
  public void change(UnaryOperator<Link> how) {
    wire.become(how.apply(wire.link()));
  }

  /// See [Link#delay].
  public void delay(Duration delay) {
    change(it -> it.delay(delay));
  }

  /// See [Link#rate].
  public void rate(long bitsPerSecond) {
    change(it -> it.rate(bitsPerSecond));
  }

  /// See [Link#loss(double)].
  public void loss(double share) {
    change(it -> it.loss(share));
  }

  /// Down: both interfaces see that their link is gone, and what is under way is lost.
  public void down() {
    wire.become(Openness.DOWN);
  }

  /// Up again after [#down] or [#blackHole].
  public void up() {
    wire.become(Openness.OPEN);
  }

  /// Swallows everything from now on, in both directions, and nobody sees it.
  public void blackHole() {
    wire.become(Openness.BLACK_HOLE);
  }

  @Override
  public String toString() {
    return wire.toString();
  }
}
