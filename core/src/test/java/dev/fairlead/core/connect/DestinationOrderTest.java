package dev.fairlead.core.connect;

import static dev.fairlead.core.connect.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.core.connect.Source.From;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationOrderTest {

  private static Destination from(String destination, String source) {
    return new Destination(ip(destination), new From(ip(source)), Experience.NONE);
  }

  private static List<String> sorted(Destination... destinations) {
    return DestinationOrder.sort(Arrays.asList(destinations), Function.identity()).stream()
        .map(each -> Texts.of(each.address()))
        .toList();
  }

  /// The one that is to be tried first stands first; it wins from either position.
  private static void firstWins(Destination better, Destination worse) {
    assertThat(sorted(better, worse)).first().isEqualTo(Texts.of(better.address()));
    assertThat(sorted(worse, better)).first().isEqualTo(Texts.of(better.address()));
  }

  /// The examples of RFC 6724 §10.2 and pairs for each rule: better destination and its source,
  /// worse destination and its source.
  @ParameterizedTest(name = "{4}: {0} before {2}")
  @CsvSource({
    "2001:db8:1::1, 2001:db8:1::2, 198.51.100.121, 169.254.13.78, rule 2 matching scope",
    "198.51.100.121, 198.51.100.117, 2001:db8:1::1, fe80::1, rule 2 matching scope",
    "2001:db8:1::1, 2001:db8:1::2, 10.1.2.3, 10.1.2.4, rule 6 precedence",
    "fe80::1, fe80::2, 2001:db8:1::1, 2001:db8:1::2, rule 8 smaller scope",
    "2001:db8:1::1, 2001:db8:3f44::2, 2002:c633:6401::1, 2001:db8:3f44::2, rule 5 label",
    "2002:c633:6401::1, 2002:c633:6401::2, 2001:db8:1::1, 2002:c633:6401::2, rule 5 label",
    "2001:db8:1::1, 2001:db8:1::2, 2002:c633:6401::1, 2002:c633:6401::2, rule 6 precedence",
    "192.0.2.1, 192.0.2.9, 2001:0:1::1, 2001:0:1::2, rule 6 Teredo is behind IPv4",
    "192.0.2.1, 192.0.2.9, 2002:c633:6401::1, 2002:c633:6401::2, rule 6 6to4 is behind IPv4",
    "192.0.2.1, 192.0.2.9, fd00::1, fd00::2, rule 6 unique local is behind IPv4",
    "fd00::1, fd00::2, fd00::1:0:1, 2001:db8::1, rule 5 unique local with its own",
    "192.0.2.1, 192.0.2.9, fd00::1, 2001:db8::1, rule 5 unique local from afar",
    "::1, ::1, 127.0.0.1, 127.0.0.1, rule 6 loopback"
  })
  void theRulesOfRfc6724(String better, String its, String worse, String others, String rule) {
    assertThat(rule).isNotBlank();
    firstWins(from(better, its), from(worse, others));
  }

  @Test
  void rule1AvoidsWhatCannotBeReached() {
    firstWins(
        from("192.0.2.1", "192.0.2.9"),
        new Destination(ip("2001:db8::1"), Source.UNREACHABLE, Experience.NONE));
  }

  @Test
  void rule3AvoidsDeprecatedSources() {
    var deprecated = new From(ip("2001:db8::8"), true, false, false);
    firstWins(
        from("192.0.2.1", "192.0.2.9"),
        new Destination(ip("2001:db8::1"), deprecated, Experience.NONE));
  }

  @Test
  void rule4PrefersHomeAddresses() {
    var home = new From(ip("192.0.2.9"), false, true, false);
    firstWins(
        new Destination(ip("192.0.2.1"), home, Experience.NONE),
        from("2001:db8::1", "2001:db8::8"));
  }

  @Test
  void rule7PrefersNativeTransport() {
    var tunnelled = new From(ip("2001:db8::8"), false, false, true);
    firstWins(
        from("2001:db8:2::1", "2001:db8::9"),
        new Destination(ip("2001:db8::1"), tunnelled, Experience.NONE));
  }

  @Test
  void rule8PrefersTheSmallerScope() {
    firstWins(from("fe80::1", "fe80::2"), from("2001:db8::1", "2001:db8::2"));
  }

  @Test
  void rule9PrefersTheLongerMatchingPrefixForIpv6Only() {
    firstWins(from("2001:db8:1::1", "2001:db8:1::9"), from("2001:db8:f000::1", "2001:db8:1::9"));
    assertThat(sorted(from("198.51.100.1", "192.0.2.9"), from("192.0.2.1", "192.0.2.9")))
        .containsExactly("198.51.100.1", "192.0.2.1");
  }

  @Test
  void rule10LeavesTheRestAsItCame() {
    assertThat(sorted(from("2001:db8::b", "2001:db8::9"), from("2001:db8::a", "2001:db8::9")))
        .containsExactly("2001:db8::b", "2001:db8::a");
  }

  @Test
  void theLowerRoundTripStandsBetweenRules8And9() {
    var far = new From(ip("2001:db8:1::9"));
    var quick = new Experience(5_000_000, true, false);
    var slow = new Experience(50_000_000, true, false);
    firstWins(
        new Destination(ip("2001:db8:f000::1"), far, quick),
        new Destination(ip("2001:db8:1::1"), far, slow));
    firstWins(
        new Destination(ip("2001:db8:f000::1"), far, slow),
        new Destination(ip("2001:db8:1::1"), far, Experience.NONE));
    var used = new Experience(-1, true, false);
    firstWins(
        new Destination(ip("2001:db8:f000::1"), far, used),
        new Destination(ip("2001:db8:1::1"), far, Experience.NONE));
  }

  @Test
  void theRoundTripDoesNotOverruleTheFamily() {
    var quick = new Experience(1, true, false);
    firstWins(
        Destination.unknown(ip("2001:db8::1")),
        new Destination(ip("192.0.2.1"), Source.UNKNOWN, quick));
  }

  @Test
  void whereNoSourceIsKnownPrecedenceDecides() {
    assertThat(
            sorted(
                Destination.unknown(ip("192.0.2.1")),
                Destination.unknown(ip("fd00::1")),
                Destination.unknown(ip("2001:db8::1"))))
        .containsExactly("2001:db8::1", "192.0.2.1", "fd00::1");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 64",
    "2, 2, 1, 6464",
    "5, 5, 1, 6464646464",
    "3, 1, 1, 6466",
    "1, 3, 1, 6444",
    "3, 3, 2, 664644",
    "0, 2, 1, 44",
    "2, 0, 2, 66"
  })
  void familiesTakeTurns(int six, int four, int firstFamilyCount, String expected) {
    List<Destination> all = new ArrayList<>();
    IntStream.rangeClosed(1, four).forEach(i -> all.add(Destination.unknown(ip("192.0.2." + i))));
    IntStream.rangeClosed(1, six).forEach(i -> all.add(Destination.unknown(ip("2001:db8::" + i))));
    StringBuilder families = new StringBuilder();
    for (Destination each :
        DestinationOrder.arrange(all, Function.identity(), firstFamilyCount, false)) {
      families.append(each.address().getAddress().length == 4 ? '4' : '6');
    }
    assertThat(families).hasToString(expected);
  }

  @Test
  void tenAddressesOfEachFamilyKeepTheirOrderWithinIt() {
    List<Destination> all = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      all.add(Destination.unknown(ip("192.0.2." + i)));
      all.add(Destination.unknown(ip("2001:db8::" + Integer.toHexString(i))));
    }
    List<Destination> arranged = DestinationOrder.arrange(all, Function.identity(), 1, false);
    assertThat(arranged).hasSize(20).containsExactlyInAnyOrderElementsOf(all);
    List<Destination> pairs = new ArrayList<>(all);
    for (int i = 0; i < 20; i += 2) {
      Collections.swap(pairs, i, i + 1);
    }
    assertThat(arranged).isEqualTo(pairs);
  }

  @Test
  void whatCannotBeReachedIsNotInterleavedToTheFront() {
    List<Destination> all =
        List.of(
            from("192.0.2.1", "192.0.2.9"),
            from("192.0.2.2", "192.0.2.9"),
            new Destination(ip("2001:db8::1"), Source.UNREACHABLE, Experience.NONE));
    assertThat(DestinationOrder.arrange(all, Function.identity(), 1, false)).isEqualTo(all);
  }

  @Test
  void ipv4ComesFirstIfTheUserSaysSo() {
    List<Destination> all =
        List.of(Destination.unknown(ip("2001:db8::1")), Destination.unknown(ip("192.0.2.1")));
    assertThat(DestinationOrder.arrange(all, Function.identity(), 1, true))
        .isEqualTo(all.reversed());
  }
}
