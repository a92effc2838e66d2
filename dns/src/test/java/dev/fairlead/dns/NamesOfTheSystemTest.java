package dev.fairlead.dns;

import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static dev.fairlead.core.resolve.RecordType.HTTPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.FailureCause;
import dev.fairlead.Resolver;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.engine.spi.NameEvent;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is answered without a name server, and what is left to the system.
@Timeout(60)
class NamesOfTheSystemTest {
  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(directory, Resolver.system());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void literalsAnswerThemselves() throws Exception {
    assertThat(desk.ask("192.0.2.1", A).addresses(AnswerSource.LITERAL))
        .containsExactly("192.0.2.1");
    assertThat(desk.ask("192.0.2.1", AAAA).finished().nameExists()).isTrue();
    assertThat(desk.ask("fe80::1%eth7", AAAA).addresses(AnswerSource.LITERAL))
        .containsExactly("fe80:0:0:0:0:0:0:1%7");
    assertThat(desk.ask("fe80::1%eth9", AAAA).finished().nameExists()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "db.localhost"})
  void localhostIsTheLoopbackWhateverTheFilesSay(String name) throws Exception {
    desk.file("hosts", "192.0.2.9 localhost db.localhost\n");
    assertThat(desk.ask(name, A).addresses(AnswerSource.SPECIAL)).containsExactly("127.0.0.1");
    assertThat(desk.ask(name, AAAA).addresses(AnswerSource.SPECIAL))
        .containsExactly("0:0:0:0:0:0:0:1");
    assertThat(desk.ask(name, HTTPS).finished().nameExists()).isTrue();
  }

  @Test
  void theHostsFileSpeaksForItsNames() throws Exception {
    desk.file("hosts", "192.0.2.9 db.example.com db\n");
    assertThat(desk.ask("DB", A).addresses(AnswerSource.HOSTS_FILE)).containsExactly("192.0.2.9");
    assertThat(desk.ask("db", AAAA).finished().nameExists()).isTrue();
    assertThat(desk.ask("_8443._https.db.example.com", HTTPS).finished().nameExists()).isTrue();
    assertThat(desk.systemAsked).isEmpty();
  }

  @Test
  void aChangedHostsFileIsSeenASecondLater() throws Exception {
    desk.file("hosts", "192.0.2.9 db\n");
    desk.ask("db", A).addresses(AnswerSource.HOSTS_FILE);
    desk.file("hosts", "192.0.2.10 db # moved\n");
    desk.later(Duration.ofSeconds(1));
    assertThat(desk.ask("db", A).addresses(AnswerSource.HOSTS_FILE)).containsExactly("192.0.2.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc.onion", "printer.local", "two..dots", "white space", "x_\u0007"})
  void namesThatNobodyMayBeAskedForFailWithTheReason(String name) throws Exception {
    NameEvent.Failed failed = desk.ask(name, A).failed();
    assertThat(failed.cause()).isEqualTo(FailureCause.NAME_NOT_FOUND);
    assertThat(failed.why()).isNotEmpty();
    assertThat(desk.systemAsked).isEmpty();
  }

  @Test
  void invalidNamesDoNotExist() throws Exception {
    assertThat(desk.ask("x.invalid", A).finished().nameExists()).isFalse();
  }

  @Test
  void withoutServersTheSystemIsAskedOnceForBothFamilies() throws Exception {
    desk.systemKnows.put("vpn.example.com", List.of("192.0.2.5", "2001:db8::5"));
    Desk.Asked six = desk.ask("vpn.example.com", AAAA);
    Desk.Asked four = desk.ask("vpn.example.com", A);
    assertThat(four.addresses(AnswerSource.SYSTEM)).containsExactly("192.0.2.5");
    assertThat(six.addresses(AnswerSource.SYSTEM)).containsExactly("2001:db8:0:0:0:0:0:5");
    assertThat(desk.systemAsked).hasSizeBetween(1, 2);
    assertThat(desk.ask("vpn.example.com", HTTPS).finished().nameExists()).isTrue();
    assertThat(desk.ask("nobody.example.com", A).finished().nameExists()).isFalse();
  }

  @Test
  void multicastNamesGoToTheSystemWhenItKnowsAWay() throws Exception {
    desk.file("nsswitch.conf", "hosts: files mdns4_minimal [NOTFOUND=return] dns\n");
    desk.systemKnows.put("printer.local", List.of("192.0.2.77"));
    assertThat(desk.ask("printer.local", A).addresses(AnswerSource.SYSTEM))
        .containsExactly("192.0.2.77");
  }

  @Test
  void aStaticTableIsAllThatItsNetworkKnows() throws Exception {
    Map<String, List<InetAddress>> table =
        Map.of("Shop.example.com", List.of(InetAddress.ofLiteral("192.0.2.3")));
    try (Desk other = new Desk(directory, Resolver.hosts(table))) {
      assertThat(other.ask("shop.example.COM", A).addresses(AnswerSource.HOSTS_FILE))
          .containsExactly("192.0.2.3");
      assertThat(other.ask("www.example.com", A).finished().nameExists()).isFalse();
      assertThat(other.systemAsked).isEmpty();
    }
  }

  @Test
  void nothingIsToldAfterCancelling() throws Exception {
    desk.systemKnows.put("vpn.example.com", List.of("192.0.2.5"));
    Desk.Asked asked = desk.ask("vpn.example.com", A);
    asked.asking.cancel();
    assertThat(desk.ask("vpn.example.com", A).addresses(AnswerSource.SYSTEM)).hasSize(1);
    assertThat(asked.hasHeardNothing()).isTrue();
  }

  @Test
  void namesInOtherScriptsAreAskedInTheirAsciiForm() throws Exception {
    desk.file("hosts", "192.0.2.9 xn--bcher-kva.example\n");
    NameEvent.Added added = (NameEvent.Added) desk.ask("bücher.example", A).next();
    assertThat(added.records().getFirst())
        .isInstanceOfSatisfying(
            DnsRecord.Address.class,
            address -> assertThat(address.name()).isEqualTo("xn--bcher-kva.example"));
    assertThat(desk.how(ExpiredDnsBehavior.PROHIBIT).fresh()).isFalse();
  }
}
