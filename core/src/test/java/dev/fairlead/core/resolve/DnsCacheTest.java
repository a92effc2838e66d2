package dev.fairlead.core.resolve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsCacheTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.1");

  private final DnsCache cache = new DnsCache(3);

  @Test
  void anAnswerAgesAndExpires() {
    cache.put(key("p", "example.com", RecordType.A), positive("example.com", 60), 0);
    DnsCache.Remembered young =
        requireNonNull(cache.find(key("p", "example.com", RecordType.A), 59 * SECOND));
    assertThat(young.isFresh()).isTrue();
    assertThat(young.answer().records().getFirst().ttlSeconds()).isEqualTo(1);
    DnsCache.Remembered old =
        requireNonNull(cache.find(key("p", "example.com", RecordType.A), 70 * SECOND));
    assertThat(old.isFresh()).isFalse();
    assertThat(old.expiredNanos()).isEqualTo(10 * SECOND);
    assertThat(old.answer().records().getFirst().ttlSeconds()).isZero();
  }

  @Test
  void partitionsDoNotSeeEachOther() {
    cache.put(key("work/eth0", "example.com", RecordType.A), positive("example.com", 60), 0);
    assertThat(cache.find(key("home/eth0", "example.com", RecordType.A), 0)).isNull();
    cache.forget("work/");
    assertThat(cache.size()).isZero();
  }

  @Test
  void theLongestUnusedGoesFirst() {
    for (String name : List.of("a.example", "b.example", "c.example")) {
      cache.put(key("p", name, RecordType.A), positive(name, 60), 0);
    }
    cache.find(key("p", "a.example", RecordType.A), 1);
    cache.put(key("p", "d.example", RecordType.A), positive("d.example", 60), 2);
    assertThat(cache.questions())
        .extracting(Question::name)
        .containsExactly("c.example", "a.example", "d.example");
  }

  @Test
  void nxdomainSpeaksForAllTypesOfTheName() {
    cache.put(key("p", "example.com", RecordType.A), positive("example.com", 60), 0);
    Question aaaa = new Question("example.com", RecordType.AAAA);
    cache.put(new DnsCache.Key("p", aaaa), new Answer(aaaa, List.of(), false, 30), 1);
    assertThat(cache.find(key("p", "example.com", RecordType.A), 2)).isNull();
    assertThat(cache.find(new DnsCache.Key("p", aaaa), 2)).isNotNull();
  }

  @Test
  void anAnswerWithoutLifetimeIsNotKept() {
    cache.put(key("p", "example.com", RecordType.A), positive("example.com", 60), 0);
    cache.put(key("p", "example.com", RecordType.A), positive("example.com", 0), 1);
    assertThat(cache.size()).isZero();
  }

  private static DnsCache.Key key(String partition, String name, RecordType type) {
    return new DnsCache.Key(partition, new Question(name, type));
  }

  private static Answer positive(String name, long ttl) {
    Question question = new Question(name, RecordType.A);
    return new Answer(question, List.of(new DnsRecord.Address(name, V4, ttl)), true, ttl);
  }
}
