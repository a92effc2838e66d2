package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.AnswerSource;
import dev.fairlead.ExpiredDnsBehavior;
import dev.fairlead.FailureCause;
import dev.fairlead.Lookup;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.Caches;
import dev.fairlead.engine.spi.Environment;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.Origin;
import dev.fairlead.engine.spi.Waiter;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NameLookupTest {
  private static final InetSocketAddress SERVER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53);
  private static final DnsRecord.Address ADDRESS =
      new DnsRecord.Address("www.example.com", InetAddress.ofLiteral("192.0.2.1"), 60);

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final AtomicLong clock = new AtomicLong();
  private final List<Question> asked = new ArrayList<>();
  private final List<Question> cancelled = new ArrayList<>();
  private final Environment environment =
      new Environment(
          clock::get,
          InstantSource.system(),
          RandomGenerator.getDefault(),
          Runnable::run,
          Runnable::run,
          Thread.ofVirtual().factory(),
          Thread.ofPlatform().factory(),
          new NoWaiter());

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void answersAndQuestionsAreListedWithServerAndTime() {
    Origin udp = new Origin(AnswerSource.QUERY, SERVER, "udp", 0, 5_000_000);
    Lookup lookup =
        ask(
                (question, to) -> {
                  if (question.type() == RecordType.A) {
                    to.accept(new NameEvent.Added(List.of(ADDRESS), udp));
                    to.accept(new NameEvent.Finished(udp, true));
                  } else {
                    String why = "192.0.2.53: it answered SERVFAIL";
                    to.accept(new NameEvent.Failed(udp, FailureCause.RESOLVER_FAILED, why));
                  }
                },
                "www.example.com",
                "a",
                "AAAA",
                "A")
            .join();
    assertThat(lookup.answers())
        .containsExactly(
            new Lookup.Answer(
                "www.example.com",
                "A",
                "192.0.2.1",
                Optional.of(ADDRESS.address()),
                Optional.of(Duration.ofSeconds(60)),
                AnswerSource.QUERY,
                Optional.of(SERVER)));
    assertThat(lookup.questions()).hasSize(2);
    assertThat(lookup.questions().getFirst().took()).contains(Duration.ofMillis(5));
    assertThat(lookup.questions().getFirst().answers()).containsExactly("192.0.2.1");
    assertThat(lookup.questions().getLast().failure()).get().asString().contains("SERVFAIL");
  }

  @Test
  void whatIsWithdrawnIsNotListed() {
    Origin old = new Origin(AnswerSource.EXPIRED_CACHE, null, "", 0, 0);
    Origin now = new Origin(AnswerSource.QUERY, SERVER, "udp", 0, 1);
    Lookup lookup =
        ask(
                (_, to) -> {
                  to.accept(new NameEvent.Added(List.of(ADDRESS), old));
                  to.accept(new NameEvent.Withdrawn(List.of(ADDRESS), now));
                  to.accept(new NameEvent.Finished(now, false));
                },
                "www.example.com",
                "A")
            .join();
    assertThat(lookup.answers()).isEmpty();
    assertThat(lookup.questions().getFirst().failure()).contains("the name does not exist");
  }

  @Test
  void anAddressIsTurnedRoundForItsName() {
    CompletableFuture<Lookup> lookup = ask((_, _) -> {}, "192.0.2.1", "PTR");
    CompletableFuture<Lookup> six = ask((_, _) -> {}, "2001:db8::1", "PTR");
    loop.submit(() -> {}).syncUninterruptibly();
    assertThat(asked)
        .extracting(Question::name)
        .containsExactly(
            "1.2.0.192.in-addr.arpa",
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    assertThat(lookup.cancel(false)).isTrue();
    loop.submit(() -> {}).syncUninterruptibly();
    assertThat(cancelled).containsExactly(asked.getFirst());
    assertThat(six.isDone()).isFalse();
  }

  @Test
  void unknownTypesAreRefusedAtOnce() {
    assertThatThrownBy(() -> ask((_, _) -> {}, "www.example.com", "AXFR"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTPS");
    assertThatThrownBy(() -> ask((_, _) -> {}, "www.example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CompletableFuture<Lookup> ask(Answering answering, String name, String... types) {
    NameSource source = new ScriptedNames(answering);
    AskContext how =
        new AskContext(new NoCaches(), loop, ExpiredDnsBehavior.PROHIBIT, "path", false);
    return NameLookup.ask(source, how, environment, new NameLookup.Order(name, List.of(types)));
  }

  private interface Answering {
    void answer(Question question, Consumer<NameEvent> to);
  }

  private final class ScriptedNames implements NameSource {
    private final Answering answering;

    ScriptedNames(Answering answering) {
      this.answering = answering;
    }

    @Override
    public Asking ask(Question question, AskContext how, Consumer<NameEvent> to) {
      asked.add(question);
      how.loop().execute(() -> answering.answer(question, to));
      return () -> cancelled.add(question);
    }

    @Override
    public void networkChanged() {}

    @Override
    public boolean usable() {
      return true;
    }
  }

  private record NoCaches() implements Caches {
    @Override
    public <T> T get(Class<T> kind, Supplier<? extends T> maker) {
      return maker.get();
    }

    @Override
    public String contextName() {
      return "test";
    }
  }

  private record NoWaiter() implements Waiter {
    @Override
    public void park(Object blocker) {}

    @Override
    public void parkNanos(Object blocker, long nanos) {}

    @Override
    public void unpark(Thread thread) {}
  }
}
