package dev.fairlead.core.resolve;

import static dev.fairlead.core.resolve.NsSwitch.Step.DNS;
import static dev.fairlead.core.resolve.NsSwitch.Step.FILES;
import static dev.fairlead.core.resolve.NsSwitch.Step.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalNamesTest {
  @Test
  void hostsFileGivesAllAddressesOfANameByFamily() {
    HostsFile hosts =
        HostsFile.parse(
            """
            127.0.0.1 localhost
            192.0.2.1  db db.example.com # the old one
            2001:db8::1\tDB
            192.0.2.2 db
            192.0.2.2 db
            # 192.0.2.9 db
            nonsense db
            fe80::1%eth0 router
            """);
    assertThat(hosts.has("Db.")).isTrue();
    assertThat(hosts.has("nonsense")).isFalse();
    assertThat(hosts.addresses("db", RecordType.A))
        .extracting(a -> a.address().getHostAddress())
        .containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(hosts.addresses("db", RecordType.AAAA)).hasSize(1);
    assertThat(hosts.addresses("db", RecordType.HTTPS)).isEmpty();
    assertThat(hosts.addresses("router", RecordType.AAAA).getFirst().zone()).isEqualTo("eth0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "www.example.com  | 1 | www.example.com, www.example.com.a.example,"
            + " www.example.com.b.example",
        "www              | 1 | www.a.example, www.b.example, www",
        "www.             | 1 | www",
        "www.example.com. | 5 | www.example.com",
        "db.eu            | 2 | db.eu.a.example, db.eu.b.example, db.eu",
        "www              | 0 | www, www.a.example, www.b.example",
        "localhost        | 1 | localhost",
        "ipv4only.arpa    | 5 | ipv4only.arpa",
        "printer.local    | 1 | printer.local"
      })
  void searchListTriesNamesByTheirDots(String name, int ndots, String candidates) {
    SearchList list = new SearchList(List.of("a.example", "b.example"), ndots);
    assertThat(list.candidates(name)).isEqualTo(Arrays.asList(candidates.split(", ")));
  }

  @Test
  void searchListLeavesOutNamesThatGetTooLong() {
    String name = "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(60);
    SearchList list = new SearchList(List.of("a".repeat(60) + "." + "b".repeat(60)), 1);
    assertThat(list.candidates(name)).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, LOCALHOST",
    "LocalHost., LOCALHOST",
    "a.b.localhost, LOCALHOST",
    "x.invalid, INVALID",
    "printer.local, LOCAL",
    "abc.onion, ONION",
    "notlocalhost,",
    "localhost.example.com,",
    "example.com,"
  })
  void specialNamesAreKnown(String name, SpecialName special) {
    assertThat(SpecialName.of(name).orElse(null)).isEqualTo(special);
  }

  @Test
  void nsswitchDecidesWhoIsAsked() {
    NsSwitch debian = NsSwitch.parse("passwd: files\nhosts: files dns # usual\n");
    assertThat(debian.steps("example.com", false)).containsExactly(FILES, DNS);
    NsSwitch desktop =
        NsSwitch.parse("hosts:  files mdns4_minimal [NOTFOUND=return] dns myhostname");
    assertThat(desktop.steps("example.com", false)).containsExactly(FILES, DNS);
    assertThat(desktop.steps("printer.local", false)).containsExactly(FILES, SYSTEM);
    assertThat(desktop.steps("kitchen", false)).containsExactly(FILES, DNS, SYSTEM);
    NsSwitch fedora = NsSwitch.parse("hosts: files myhostname resolve [!UNAVAIL=return] dns");
    assertThat(fedora.steps("example.com", true)).containsExactly(FILES, DNS);
    assertThat(fedora.steps("example.com", false)).containsExactly(FILES, SYSTEM);
    NsSwitch directory = NsSwitch.parse("hosts: files dns ldap");
    assertThat(directory.steps("example.com", false)).containsExactly(FILES, DNS, SYSTEM);
  }

  @Test
  void nsswitchWithoutAHostsLineMeansFilesThenDns() {
    assertThat(NsSwitch.parse("passwd: files")).isEqualTo(NsSwitch.defaults());
    assertThat(NsSwitch.parse("hosts:")).isEqualTo(NsSwitch.defaults());
  }

  @ParameterizedTest
  @CsvSource({"example.com, true", "a, true", "a..b, false", "'a b', false", ".a, false"})
  void namesAreCheckedBeforeTheyAreAsked(String name, boolean askable) {
    assertThat(DomainName.isAskable(name)).isEqualTo(askable);
    assertThat(DomainName.isAskable("x".repeat(64) + ".example")).isFalse();
  }
}
