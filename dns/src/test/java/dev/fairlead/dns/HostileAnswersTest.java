package dev.fairlead.dns;

import static dev.fairlead.core.resolve.RecordType.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.AnswerSource;
import dev.fairlead.FailureCause;
import dev.fairlead.dns.RunningExchange.Outcome;
import dev.fairlead.dns.testing.FakeDnsServer;
import dev.fairlead.dns.testing.FakeDnsServer.Query;
import dev.fairlead.dns.testing.FakeDnsServer.Script;
import dev.fairlead.dns.testing.Reply;
import dev.fairlead.engine.spi.NameEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Forgers, and servers that behave as if they were some.
@Timeout(60)
class HostileAnswersTest {
  private static final Script GOOD =
      (query, out) -> out.send(Reply.to(query).address(query.name(), 60, "192.0.2.1").octets());

  @TempDir Path directory;
  private FakeDnsServer first;
  private Desk desk;

  @BeforeEach
  void open() throws IOException {
    first = FakeDnsServer.start().play(GOOD);
    desk = Desk.with(directory, first);
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    first.close();
  }

  @Test
  void idsPortsAndCaseAreRandom() throws Exception {
    for (int i = 0; i < 20; i++) {
      desk.ask("random-case-" + i + ".example.com", A).addresses(AnswerSource.QUERY);
    }
    List<Query> queries = first.queries();
    assertThat(queries).hasSize(20);
    assertThat(queries.stream().map(Query::id).distinct().count()).isGreaterThan(15);
    assertThat(queries.stream().map(Query::port).distinct().count()).isGreaterThan(15);
    assertThat(queries.stream().map(q -> q.name().replaceAll("[0-9]", "")).distinct().count())
        .isGreaterThan(10);
    assertThat(queries).allMatch(Query::edns);
  }

  @Test
  void forgedAnswersAreNotBelieved() throws Exception {
    first.play(
        (query, out) -> {
          byte[] junk = {1, 2, 3};
          out.send(junk);
          out.send(
              Reply.to(query).id(query.id() + 1).address(query.name(), 60, "192.0.2.66").octets());
          out.send(
              Reply.to(query)
                  .askedName("other.example.com")
                  .address(query.name(), 60, "192.0.2.66")
                  .octets());
          GOOD.play(query, out);
        });
    assertThat(desk.ask("www.example.com", A).addresses(AnswerSource.QUERY))
        .containsExactly("192.0.2.1");
  }

  @Test
  void manyForgedAnswersMoveTheQuestionToTcp() throws Exception {
    first.play(
        (query, out) -> {
          if (query.protocol().equals("tcp")) {
            GOOD.play(query, out);
            return;
          }
          for (int i = 1; i <= 8; i++) {
            out.send(
                Reply.to(query)
                    .id(query.id() + i)
                    .address(query.name(), 60, "192.0.2.66")
                    .octets());
          }
        });
    NameEvent.Added added = (NameEvent.Added) desk.ask("www.example.com", A).next();
    assertThat(added.origin().protocol()).isEqualTo("tcp");
    assertThat(Desk.texts(added.records())).containsExactly("192.0.2.1");
  }

  @Test
  void aServerThatChangesCaseIsProvenOnceOverTcp() throws Exception {
    first.play(
        (query, out) ->
            out.send(
                Reply.to(query)
                    .askedName(query.name().toLowerCase(Locale.ROOT))
                    .address(query.name(), 60, "192.0.2.1")
                    .octets()));
    assertThat(desk.ask("a-long-name-with-letters.example.com", A).addresses(AnswerSource.QUERY))
        .containsExactly("192.0.2.1");
    assertThat(protocols()).containsExactly("udp", "tcp", "tcp");
    desk.ask("another-long-name.example.com", A).addresses(AnswerSource.QUERY);
    assertThat(protocols()).containsExactly("udp", "tcp", "tcp", "udp");
    assertThat(first.queries().getLast().name()).isEqualTo("another-long-name.example.com");
  }

  @Test
  void aServerFromBeforeEdnsIsAskedWithoutFromThenOn() throws Exception {
    first.play(
        (query, out) -> {
          if (query.edns()) {
            out.send(Reply.to(query).rcode(1).octets());
          } else {
            GOOD.play(query, out);
          }
        });
    desk.ask("one.example.com", A).addresses(AnswerSource.QUERY);
    desk.ask("two.example.com", A).addresses(AnswerSource.QUERY);
    assertThat(first.queries().stream().map(Query::edns)).containsExactly(true, false, false);
  }

  @Test
  void questionsBeyondTheLimitsWaitOrFailAtOnce() throws Exception {
    first.play((query, out) -> {});
    DnsClient client = new DnsClient(desk.source.services(), new DnsClient.Limits(1, 2));
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    DnsClient.Waiting running = client.ask(desk.wish("one.example.com", first), outcomes::add);
    first.take();
    client.ask(desk.wish("two.example.com", first), outcomes::add);
    client.ask(desk.wish("three.example.com", first), outcomes::add);
    assertThat(outcomes.poll(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(FailureCause.OUT_OF_RESOURCES));
    assertThat(first.queries()).hasSize(1);
    first.play(GOOD);
    running.cancel();
    assertThat(outcomes.poll(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Answered.class,
            answered ->
                assertThat(answered.answer().question().name()).isEqualTo("two.example.com"));
  }

  private List<String> protocols() {
    return first.queries().stream().map(Query::protocol).toList();
  }
}
