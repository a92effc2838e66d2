package dev.fairlead.dns;

import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.ResolverConfig.Options;
import dev.fairlead.core.resolve.SearchList;
import dev.fairlead.dns.testing.FakeDnsServer;
import dev.fairlead.dns.testing.FakeDnsServer.Query;
import dev.fairlead.dns.testing.FakeDnsServer.Script;
import dev.fairlead.dns.testing.Reply;
import dev.fairlead.engine.spi.NameEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheAndSearchTest {
  private static final Script GOOD =
      (query, out) -> out.send(Reply.to(query).address(query.name(), 60, "192.0.2.1").octets());
  private static final Script NOBODY =
      (query, out) -> out.send(Reply.to(query).rcode(3).negativeTtl(30).octets());

  @TempDir Path directory;
  private FakeDnsServer server;
  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    server = FakeDnsServer.start().play(GOOD);
    desk = Desk.with(directory, server);
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    server.close();
  }

  @Test
  void anAnswerIsKeptForItsTime() throws Exception {
    desk.ask("www.example.com", A).addresses(AnswerSource.QUERY);
    desk.later(Duration.ofSeconds(58));
    NameEvent.Added added = (NameEvent.Added) desk.ask("WWW.example.com.", A).next();
    assertThat(added.origin().source()).isEqualTo(AnswerSource.CACHE);
    assertThat(added.records().getFirst().ttlSeconds()).isBetween(1L, 2L);
    desk.later(Duration.ofSeconds(3));
    desk.ask("www.example.com", A).addresses(AnswerSource.QUERY);
    assertThat(server.queries()).hasSize(2);
  }

  @Test
  void absenceIsKeptToo() throws Exception {
    server.play(NOBODY);
    assertThat(desk.ask("nobody.example.com", A).finished().nameExists()).isFalse();
    NameEvent.Finished again = desk.ask("nobody.example.com", A).finished();
    assertThat(again.nameExists()).isFalse();
    assertThat(again.origin().source()).isEqualTo(AnswerSource.CACHE);
    desk.later(Duration.ofSeconds(31));
    desk.ask("nobody.example.com", A).finished();
    assertThat(server.queries()).hasSize(2);
  }

  @Test
  void expiredAnswersStandWhenNobodyCanBeAsked() throws Exception {
    desk.ask("www.example.com", A).addresses(AnswerSource.QUERY);
    desk.later(Duration.ofHours(23));
    server.play((query, out) -> out.send(Reply.to(query).rcode(2).octets()));
    Desk.Asked allowed = desk.ask("www.example.com", A, desk.how(ExpiredDnsBehavior.ALLOW));
    assertThat(allowed.next().origin().source()).isEqualTo(AnswerSource.EXPIRED_CACHE);
    allowed.failed();
    desk.later(Duration.ofHours(2));
    desk.ask("www.example.com", A, desk.how(ExpiredDnsBehavior.ALLOW)).failed();
    Desk.Asked persistent = desk.ask("www.example.com", A, desk.how(ExpiredDnsBehavior.PERSISTENT));
    assertThat(persistent.next().origin().source()).isEqualTo(AnswerSource.EXPIRED_CACHE);
    persistent.failed();
    desk.ask("www.example.com", A, desk.how(ExpiredDnsBehavior.PROHIBIT)).failed();
  }

  @Test
  void theSearchListIsTriedInOrderAndEndsAtANameThatExists() throws Exception {
    server.play(
        (query, out) -> {
          String name = query.name().toLowerCase(Locale.ROOT);
          if (name.equals("db.b.example") && query.type() == A.number()) {
            GOOD.play(query, out);
          } else if (name.equals("db.b.example")) {
            out.send(Reply.to(query).octets());
          } else {
            NOBODY.play(query, out);
          }
        });
    try (Desk searching = searching("search a.example b.example c.example\n")) {
      NameEvent.Added added = (NameEvent.Added) searching.ask("db", A).next();
      assertThat(added.records())
          .containsExactly(
              new DnsRecord.Alias("db", "db.b.example", 60),
              new DnsRecord.Address("db.b.example", InetAddress.ofLiteral("192.0.2.1"), 60));
      assertThat(names()).containsExactly("db.a.example", "db.b.example");
      assertThat(searching.ask("db", AAAA).finished().nameExists()).isTrue();
      assertThat(names().getLast()).isEqualTo("db.b.example");
      assertThat(searching.ask("x.y", A).finished().nameExists()).isFalse();
      assertThat(names().subList(4, 8))
          .containsExactly("x.y", "x.y.a.example", "x.y.b.example", "x.y.c.example");
    }
  }

  @Test
  void aChangedConfigurationAsksTheNewServerAndForgetsAnswers() throws Exception {
    try (FakeDnsServer other = FakeDnsServer.start().play(NOBODY);
        Desk changing = searching("")) {
      changing.ask("www.example.com", A).addresses(AnswerSource.QUERY);
      ports = List.of(other.address().getPort());
      changing.file("resolv.conf", "nameserver 127.0.0.1\noptions attempts:1\n");
      changing.later(Duration.ofSeconds(1));
      assertThat(changing.ask("www.example.com", A).finished().nameExists()).isFalse();
    }
  }

  @Test
  void fileTimesAloneDoNotForgetAnswers() throws Exception {
    try (Desk same = searching("search a.example\n")) {
      same.ask("www.example.com", A).addresses(AnswerSource.QUERY);
      same.file("resolv.conf", "nameserver 127.0.0.1\nsearch a.example\n# touched\n");
      same.later(Duration.ofSeconds(1));
      assertThat(same.ask("www.example.com", A).next().origin().source())
          .isEqualTo(AnswerSource.CACHE);
    }
  }

  @Test
  void rotateBeginsWithEachServerInTurn() {
    ServerList list =
        new ServerList(
            List.of(server.address(), server.address()),
            SearchList.none(),
            new Options(1, 5, 2, true, false));
    assertThat(list.plan(0).order()).containsExactly(0, 1);
    assertThat(list.plan(0).order()).containsExactly(1, 0);
  }

  private List<Integer> ports = List.of();

  /// A desk that reads `resolv.conf`, which cannot name a port: the test says which one port 53 is.
  private Desk searching(String config) throws IOException {
    ports = List.of(server.address().getPort());
    Desk searching = Desk.reading(directory, () -> ports.getFirst());
    searching.file("resolv.conf", "nameserver 127.0.0.1\n" + config);
    return searching;
  }

  private List<String> names() {
    return server.queries().stream().map(Query::name).map(n -> n.toLowerCase(Locale.ROOT)).toList();
  }
}
