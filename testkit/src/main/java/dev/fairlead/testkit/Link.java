package dev.fairlead.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// A network link between two sides as a value: how slow, how far, how lossy. It starts from a
/// preset or from [#perfect()], and each method gives a changed copy:
///
/// ```java
/// Link train = Link.lte().loss(0.02).delay(Duration.ofMillis(80));
/// Link cable = Link.perfect().down(d -> d.rate(5_000_000)).up(u -> u.rate(1_000_000));
/// ```
///
/// *Up* is from the first side to the second: from a client to its server, from `a` to `b` in
/// `world.link(a, b, link)`. *Down* is the way back. What is said without one of them is meant for
/// both. A delay is one way, so a round trip takes twice as long.
///
/// @param up the way from the first side to the second
/// @param down the way back
public record Link(LinkDirection up, LinkDirection down) {
  private static final Link PERFECT = new Link(LinkDirection.perfect(), LinkDirection.perfect());

  /// Checks that nothing is missing.
  public Link {
    Objects.requireNonNull(up, "up");
    Objects.requireNonNull(down, "down");
  }

  /// Passes everything at once.
  public static Link perfect() {
    return PERFECT;
  }

  /// A wired local network: 1 Gbit/s each way (IEEE 802.3ab), packets of 1500 bytes (RFC 894), and
  /// 0.1 ms each way, which is our choice for a switch and two hosts.
  public static Link ethernet() {
    return perfect().rate(1_000_000_000).delay(Duration.ofNanos(100_000)).mtu(1500);
  }

  /// A mobile network of the fourth generation: 12 Mbit/s each way, 70 ms there and back.
  ///
  /// Source: profile `LTE` of WebPageTest, `www/settings/connectivity.ini.sample` in the repository
  /// WPO-Foundation/webpagetest.
  public static Link lte() {
    return perfect().rate(12_000_000).delay(Duration.ofMillis(35));
  }

  /// A mobile network of the third generation: 1.6 Mbit/s down, 768 kbit/s up, 300 ms there and
  /// back.
  ///
  /// Source: profile `3G` of WebPageTest, as for [#lte()].
  public static Link threeG() {
    return asymmetric(1_600_000, 768_000).delay(Duration.ofMillis(150));
  }

  /// A mobile network of the second generation: 240 kbit/s down, 200 kbit/s up, 840 ms there and
  /// back.
  ///
  /// Source: profile `Edge` of WebPageTest, as for [#lte()].
  public static Link edge() {
    return asymmetric(240_000, 200_000).delay(Duration.ofMillis(420));
  }

  /// An old copper line: 1.5 Mbit/s down, 384 kbit/s up, 50 ms there and back.
  ///
  /// Source: profile `DSL` of WebPageTest, as for [#lte()].
  public static Link dsl() {
    return asymmetric(1_500_000, 384_000).delay(Duration.ofMillis(25));
  }

  /// By a geostationary satellite: 280 ms each way, 10 Mbit/s down, 2 Mbit/s up.
  ///
  /// Source of the delay: RFC 2488 §2, 279 ms from ground to ground at the edge of the satellite's
  /// view and at least 558 ms there and back. The rates are our choice, those of a small terminal.
  public static Link satellite() {
    return asymmetric(10_000_000, 2_000_000).delay(Duration.ofMillis(280));
  }

  /// Wi-Fi with a weak signal: 50 Mbit/s, 15 ms ± 10 ms each way, a queue of 100 kB, and 5 % of the
  /// packets lost in bursts.
  ///
  /// Source: `NetemConfig::wifi_lossy` of the library str0m-netem, as documented on docs.rs. That a
  /// burst takes 3 packets on average is our choice.
  public static Link lossyWifi() {
    return perfect()
        .rate(50_000_000)
        .delay(Duration.ofMillis(15))
        .jitter(Duration.ofMillis(10))
        .queue(100_000)
        .loss(0.05, 3);
  }

  private static Link asymmetric(long down, long up) {
    return perfect().down(way -> way.rate(down)).up(way -> way.rate(up));
  }

  /// Reads the textual form: words separated by commas, applied from left to right.
  ///
  /// - the name of a preset: `lte`, `3g`, `edge`, `dsl`, `satellite`, `lossy-wifi`, `ethernet`,
  ///   `perfect`; only as the first word
  /// - `delay=100ms`, `jitter=10ms`: a number with `us`, `ms`, `s` or `min`
  /// - `rate=1.5Mbit`: bits per second, with `bit`, `kbit`, `Mbit` or `Gbit`; `rate=unlimited`
  /// - `queue=64kB` (`B`, `kB`, `KiB`, `MB`, `MiB`) or `queue=200ms`
  /// - `loss=2%`, `loss=2%/3` for bursts of 3 packets on average, or the four numbers of
  ///   [Loss.Bursty]: `loss=1%/30%/90%/0%`
  /// - `duplicate=1%`, `corrupt=0.1%`, `reorder=1%`, `reorder=1%/20ms`
  /// - `mtu=1280`, `mtu=1280/silent`
  ///
  /// A word is meant for both directions unless it begins with `up.` or `down.`:
  /// `dsl,loss=1%,down.rate=8Mbit`.
  ///
  /// @throws IllegalArgumentException with a message for people when it is none of that
  public static Link parse(String text) {
    return LinkText.parse(text);
  }

  /// The names of the presets as [#parse] knows them.
  public static List<String> presets() {
    return LinkText.presets();
  }

  /// See [LinkDirection#delay].
  public Link delay(Duration delay) {
    return both(way -> way.delay(delay));
  }

  /// See [LinkDirection#jitter].
  public Link jitter(Duration jitter) {
    return both(way -> way.jitter(jitter));
  }

  /// See [LinkDirection#rate].
  public Link rate(long bitsPerSecond) {
    return both(way -> way.rate(bitsPerSecond));
  }

  /// See [LinkDirection#unlimited].
  public Link unlimited() {
    return both(LinkDirection::unlimited);
  }

  /// See [LinkDirection#queue(int)].
  public Link queue(int bytes) {
    return both(way -> way.queue(bytes));
  }

  /// See [LinkDirection#queue(Duration)].
  public Link queue(Duration longest) {
    return both(way -> way.queue(longest));
  }

  /// See [LinkDirection#loss(double)].
  public Link loss(double share) {
    return both(way -> way.loss(share));
  }

  /// See [LinkDirection#loss(double, double)].
  public Link loss(double share, double burst) {
    return both(way -> way.loss(share, burst));
  }

  /// See [LinkDirection#loss(Loss)].
  public Link loss(Loss how) {
    return both(way -> way.loss(how));
  }

  /// See [LinkDirection#duplicate].
  public Link duplicate(double share) {
    return both(way -> way.duplicate(share));
  }

  /// See [LinkDirection#corrupt].
  public Link corrupt(double share) {
    return both(way -> way.corrupt(share));
  }

  /// See [LinkDirection#reorder(double)].
  public Link reorder(double share) {
    return both(way -> way.reorder(share));
  }

  /// See [LinkDirection#reorder(double, Duration)].
  public Link reorder(double share, Duration heldBack) {
    return both(way -> way.reorder(share, heldBack));
  }

  /// See [LinkDirection#mtu].
  public Link mtu(int bytes) {
    return both(way -> way.mtu(bytes));
  }

  /// See [LinkDirection#mtuBlackHole].
  public Link mtuBlackHole(int bytes) {
    return both(way -> way.mtuBlackHole(bytes));
  }

  /// Changes the way from the first side to the second.
  public Link up(UnaryOperator<LinkDirection> change) {
    return new Link(change.apply(up), down);
  }

  /// Changes the way back.
  public Link down(UnaryOperator<LinkDirection> change) {
    return new Link(up, change.apply(down));
  }

  /// The same link seen from the other side.
  public Link reversed() {
    return new Link(down, up);
  }

  private Link both(UnaryOperator<LinkDirection> change) {
    return new Link(change.apply(up), change.apply(down));
  }

  /// As [#parse] reads it: `delay=35ms,rate=12Mbit`.
  @Override
  public String toString() {
    return LinkText.of(this);
  }
}
