package dev.fairlead.dns;

import static dev.fairlead.core.resolve.RecordType.A;
import static dev.fairlead.core.resolve.RecordType.AAAA;
import static dev.fairlead.core.resolve.RecordType.HTTPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.FailureCause;
import dev.fairlead.core.connect.Nat64;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.dns.testing.FakeDnsServer;
import dev.fairlead.dns.testing.FakeDnsServer.Out;
import dev.fairlead.dns.testing.FakeDnsServer.Query;
import dev.fairlead.dns.testing.FakeDnsServer.Script;
import dev.fairlead.dns.testing.Reply;
import dev.fairlead.engine.spi.NameEvent;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DnsClientTest {
  private static final Script GOOD =
      (query, out) ->
          out.send(
              query.type() == 28
                  ? Reply.to(query).address(query.name(), 60, "2001:db8::1").octets()
                  : Reply.to(query).address(query.name(), 60, "192.0.2.1").octets());
  private static final Script SILENT = (query, out) -> {};
  private static final Script FAILING = (query, out) -> out.send(Reply.to(query).rcode(2).octets());

  @TempDir Path directory;
  private FakeDnsServer first;
  private FakeDnsServer second;
  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    first = FakeDnsServer.start().play(GOOD);
    second = FakeDnsServer.start().play(GOOD);
    desk = Desk.with(directory, first, second);
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    first.close();
    second.close();
  }

  @Test
  void eachFamilyIsAnsweredAsSoonAsItIsKnown() throws Exception {
    List<Runnable> held = new CopyOnWriteArrayList<>();
    first.play(
        (query, out) -> {
          byte[] reply = Reply.to(query).address(query.name(), 60, "2001:db8::1").octets();
          if (query.type() == AAAA.number()) {
            held.add(() -> out.release(reply));
          } else {
            GOOD.play(query, out);
          }
        });
    Desk.Asked six = desk.ask("www.example.com", AAAA);
    Desk.Asked four = desk.ask("www.example.com", A);
    assertThat(four.addresses(AnswerSource.QUERY)).containsExactly("192.0.2.1");
    first.take();
    first.take();
    assertThat(six.hasHeardNothing()).isTrue();
    held.forEach(Runnable::run);
    assertThat(six.addresses(AnswerSource.QUERY)).containsExactly("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void theOriginNamesServerAndProtocol() throws Exception {
    NameEvent event = desk.ask("www.example.com", A).next();
    assertThat(event.origin().server()).isEqualTo(first.address());
    assertThat(event.origin().protocol()).isEqualTo("udp");
    assertThat(event.origin().endedNanos()).isGreaterThanOrEqualTo(event.origin().startedNanos());
  }

  @Test
  void aliasesComeWithTheAnswer() throws Exception {
    first.play(
        (query, out) ->
            out.send(
                Reply.to(query)
                    .alias("www.example.com", 60, "cdn.example.net")
                    .address("cdn.example.net", 60, "192.0.2.7")
                    .address("planted.example", 60, "192.0.2.66")
                    .octets()));
    NameEvent.Added added = (NameEvent.Added) desk.ask("www.example.com", A).next();
    assertThat(added.records())
        .containsExactly(
            new DnsRecord.Alias("www.example.com", "cdn.example.net", 60),
            new DnsRecord.Address("cdn.example.net", InetAddress.ofLiteral("192.0.2.7"), 60));
  }

  @Test
  void aSilentServerCostsASecondOnce() throws Exception {
    first.play(SILENT);
    NameEvent slow = desk.ask("one.example.com", A).next();
    long took = slow.origin().endedNanos() - slow.origin().startedNanos();
    assertThat(slow.origin().server()).isEqualTo(second.address());
    assertThat(Duration.ofNanos(took)).isBetween(Duration.ofMillis(950), Duration.ofSeconds(4));
    NameEvent quick = desk.ask("two.example.com", A).next();
    assertThat(quick.origin().server()).isEqualTo(second.address());
    assertThat(first.queries()).hasSize(1);
  }

  @Test
  void aClosedPortCostsNothing() throws Exception {
    first.close();
    NameEvent event = desk.ask("www.example.com", A).next();
    assertThat(event.origin().server()).isEqualTo(second.address());
    assertThat(event.origin().endedNanos() - event.origin().startedNanos())
        .isLessThan(Duration.ofMillis(900).toNanos());
  }

  @Test
  void aServerThatFailsIsFollowedByTheNext() throws Exception {
    first.play(FAILING);
    assertThat(desk.ask("www.example.com", A).next().origin().server()).isEqualTo(second.address());
  }

  @Test
  void whenAllFailTheReasonNamesEachServer() throws Exception {
    first.play(FAILING);
    second.play((query, out) -> out.send(Reply.to(query).rcode(5).octets()));
    NameEvent.Failed failed = desk.ask("www.example.com", A).failed();
    assertThat(failed.cause()).isEqualTo(FailureCause.RESOLVER_FAILED);
    assertThat(failed.why())
        .contains("A www.example.com")
        .contains("127.0.0.1:" + first.address().getPort() + ": it answered SERVFAIL")
        .contains("127.0.0.1:" + second.address().getPort() + ": it answered REFUSED");
  }

  @Test
  void aTruncatedAnswerIsFetchedOverTcp() throws Exception {
    first.play(
        (query, out) -> {
          if (query.protocol().equals("udp")) {
            out.send(Reply.to(query).truncated().octets());
          } else {
            Reply many = Reply.to(query);
            for (int i = 1; i <= 200; i++) {
              many.address(query.name(), 60, "192.0.2." + i);
            }
            out.send(many.octets());
          }
        });
    NameEvent.Added added = (NameEvent.Added) desk.ask("big.example.com", A).next();
    assertThat(added.origin().protocol()).isEqualTo("tcp");
    assertThat(added.records()).hasSize(200);
  }

  @Test
  void theSameQuestionTravelsOnce() throws Exception {
    List<Runnable> held = new CopyOnWriteArrayList<>();
    first.play((query, out) -> held.add(() -> release(query, out)));
    List<Desk.Asked> askers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      askers.add(desk.ask("www.example.com", A));
    }
    first.take();
    desk.settle();
    askers.getFirst().asking.cancel();
    held.forEach(Runnable::run);
    for (Desk.Asked asker : askers.subList(1, 5)) {
      assertThat(asker.addresses(AnswerSource.QUERY)).containsExactly("192.0.2.1");
    }
    assertThat(askers.getFirst().hasHeardNothing()).isTrue();
    assertThat(first.queries()).hasSize(1);
  }

  @Test
  void cancellingTheLastAskerClosesTheSocket() throws Exception {
    first.play(SILENT);
    Desk.Asked asked = desk.ask("www.example.com", A);
    first.take();
    Channel socket = desk.transport.made().getFirst();
    assertThat(socket.isOpen()).isTrue();
    asked.asking.cancel();
    assertThat(socket.closeFuture().await(20_000)).isTrue();
    assertThat(asked.hasHeardNothing()).isTrue();
  }

  @Test
  void serviceRecordsArriveParsed() throws Exception {
    byte[] data = {0, 1, 0, 0, 1, 0, 3, 2, 'h', '2', 0, 3, 0, 2, 0x20, (byte) 0xfb};
    first.play(
        (query, out) -> out.send(Reply.to(query).record(query.name(), 65, 60, data).octets()));
    NameEvent.Added added = (NameEvent.Added) desk.ask("www.example.com", HTTPS).next();
    DnsRecord.Service service = (DnsRecord.Service) added.records().getFirst();
    assertThat(service.parameters().alpn()).containsExactly("h2");
    assertThat(service.parameters().port()).isEqualTo(8443);
  }

  @Test
  void thePrefixOfTheNetworkIsFoundOnTheSameWay() throws Exception {
    first.play(
        (query, out) ->
            out.send(
                Reply.to(query).address(query.name(), 60, "2001:db8:64::192.0.0.170").octets()));
    NameEvent.Added added = (NameEvent.Added) desk.ask(Nat64.DISCOVERY_NAME, AAAA).next();
    List<InetAddress> addresses =
        added.records().stream()
            .map(record -> ((DnsRecord.Address) record).address())
            .collect(Collectors.toList());
    assertThat(Nat64.discover(addresses)).hasSize(1);
  }

  @Test
  void aServerIsReachedOverIpv6() throws Exception {
    try (FakeDnsServer six = FakeDnsServer.start("::1").play(GOOD);
        Desk other = Desk.with(directory, six)) {
      assertThat(other.ask("www.example.com", A).addresses(AnswerSource.QUERY))
          .containsExactly("192.0.2.1");
    }
  }

  @Test
  void absenceAndNonexistenceAreToldApart() throws Exception {
    first.play(
        (query, out) ->
            out.send(
                Reply.to(query)
                    .rcode(query.name().toLowerCase(Locale.ROOT).startsWith("no") ? 3 : 0)
                    .negativeTtl(30)
                    .octets()));
    assertThat(desk.ask("only6.example.com", A).finished().nameExists()).isTrue();
    assertThat(desk.ask("nobody.example.com", A).finished().nameExists()).isFalse();
  }

  private static void release(Query query, Out out) {
    out.release(Reply.to(query).address(query.name(), 60, "192.0.2.1").octets());
  }

  @Test
  void expiredAnswersAreUsedAtOnceAndThenMadeGood() throws Exception {
    RecordType type = A;
    desk.ask("www.example.com", type).addresses(AnswerSource.QUERY);
    desk.later(Duration.ofSeconds(61));
    List<Runnable> held = new CopyOnWriteArrayList<>();
    first.play(
        (query, out) ->
            held.add(
                () ->
                    out.release(
                        Reply.to(query)
                            .address(query.name(), 60, "192.0.2.2")
                            .address(query.name(), 60, "192.0.2.3")
                            .octets())));
    Desk.Asked asked = desk.ask("www.example.com", type, desk.how(ExpiredDnsBehavior.ALLOW));
    NameEvent.Added old = (NameEvent.Added) asked.next();
    assertThat(old.origin().source()).isEqualTo(AnswerSource.EXPIRED_CACHE);
    assertThat(Desk.texts(old.records())).containsExactly("192.0.2.1");
    first.take();
    first.take();
    held.forEach(Runnable::run);
    NameEvent.Added fresh = (NameEvent.Added) asked.next();
    assertThat(Desk.texts(fresh.records())).containsExactly("192.0.2.2", "192.0.2.3");
    NameEvent.Withdrawn gone = (NameEvent.Withdrawn) asked.next();
    assertThat(Desk.texts(gone.records())).containsExactly("192.0.2.1");
    assertThat(asked.finished().nameExists()).isTrue();
  }
}
