package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.DomainName;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.Rcode;
import dev.fairlead.core.resolve.RecordType;
import dev.fairlead.core.resolve.wire.DnsMessage.Asked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds what came from a server against what was asked, and keeps only what answers it.
public final class AnswerCheck {
  static final int NOERROR = 0;
  static final int FORMERR = 1;
  static final int NXDOMAIN = 3;
  static final int NOTIMP = 4;
  static final int BADVERS = 16;

  /// Aliases followed within one message; real zones have one to three.
  static final int ALIASES_MAX = 12;

  /// RFC 2308 §5 suggests one to three hours at most; we stay at the lower end.
  static final long NEGATIVE_TTL_SECONDS_MAX = 3_600;

  /// Without an SOA record a negative answer is not to be cached (RFC 2308 §5); one second only
  /// joins questions that come together.
  static final long NEGATIVE_TTL_SECONDS_UNTOLD = 1;

  /// RFC 8767 §4: seven days at most.
  static final long POSITIVE_TTL_SECONDS_MAX = 604_800;

  private static final int CLASS_IN = 1;

  private AnswerCheck() {}

  /// What was sent.
  ///
  /// @param name as it was written, its letters in random case if `mixesCase`
  public record Sent(int id, String name, RecordType type, boolean edns, boolean mixesCase) {}

  /// What the message is worth.
  public sealed interface Verdict {
    /// A good answer.
    record Accepted(Answer answer) implements Verdict {}

    /// No answer to this question: a stray or forged message. The true one may still come.
    record NotOurs(String why) implements Verdict {}

    /// All fits but the case of the name's letters: a server that changes case, or a forger who
    /// could not see ours.
    record CaseChanged() implements Verdict {}

    /// The rest must be fetched over TCP.
    record Truncated() implements Verdict {}

    /// The server does not take EDNS; ask it again without.
    record NoEdns() implements Verdict {}

    /// The server says that it failed or refuses.
    record ServerFailed(int rcode, String why) implements Verdict {}
  }

  /// Judges a message that came from the server that `sent` went to.
  public static Verdict check(Sent sent, DnsMessage message) {
    DnsMessage.Header header = message.header();
    if (!header.response() || header.id() != sent.id() || header.opcode() != 0) {
      return new Verdict.NotOurs("not a response with our id");
    }
    int rcode = header.rcode();
    boolean refusesEdns = rcode == FORMERR || rcode == NOTIMP || rcode == BADVERS;
    if (message.asked().isEmpty() && refusesEdns) {
      // Servers from before EDNS may send back the bare header.
      return sent.edns() ? new Verdict.NoEdns() : failed(rcode);
    }
    if (message.asked().size() != 1 || !isQuestion(sent, message.asked().getFirst())) {
      return new Verdict.NotOurs("another question");
    }
    if (sent.mixesCase() && !message.asked().getFirst().name().equals(sent.name())) {
      return new Verdict.CaseChanged();
    }
    if (refusesEdns && sent.edns()) {
      return new Verdict.NoEdns();
    }
    if (rcode != NOERROR && rcode != NXDOMAIN) {
      return failed(rcode);
    }
    if (header.truncated()) {
      return new Verdict.Truncated();
    }
    return answer(new Question(sent.name(), sent.type()), message);
  }

  private static boolean isQuestion(Sent sent, Asked asked) {
    return asked.type() == sent.type().number()
        && asked.dnsClass() == CLASS_IN
        && DomainName.same(asked.name(), sent.name());
  }

  private static Verdict answer(Question question, DnsMessage message) {
    List<DnsRecord> kept = new ArrayList<>();
    String name = question.name();
    Set<String> seen = new HashSet<>(Set.of(name));
    DnsRecord.Alias alias = alias(question, name, message);
    while (alias != null) {
      kept.add(alias);
      name = alias.target();
      if (!seen.add(name) || seen.size() > ALIASES_MAX + 1) {
        return new Verdict.ServerFailed(message.header().rcode(), "its aliases run in a circle");
      }
      alias = alias(question, name, message);
    }
    for (DnsRecord record : message.answers()) {
      // Only the end of the chain counts: a record under any other name could be planted.
      if (record.type() == question.type()
          && record.name().equals(name)
          && !kept.contains(record)) {
        kept.add(record);
      }
    }
    boolean exists = message.header().rcode() == NOERROR;
    boolean positive = kept.stream().anyMatch(record -> record.type() == question.type());
    long ttl = kept.stream().mapToLong(DnsRecord::ttlSeconds).min().orElse(Long.MAX_VALUE);
    long cap = positive ? POSITIVE_TTL_SECONDS_MAX : negativeTtl(message);
    return new Verdict.Accepted(new Answer(question, kept, exists, Math.min(ttl, cap)));
  }

  private static DnsRecord.@Nullable Alias alias(
      Question question, String name, DnsMessage message) {
    if (question.type() == RecordType.CNAME) {
      return null;
    }
    for (DnsRecord record : message.answers()) {
      if (record instanceof DnsRecord.Alias alias && alias.name().equals(name)) {
        return alias;
      }
    }
    return null;
  }

  private static long negativeTtl(DnsMessage message) {
    long told = message.negativeTtlSeconds();
    return told < 0 ? NEGATIVE_TTL_SECONDS_UNTOLD : Math.min(told, NEGATIVE_TTL_SECONDS_MAX);
  }

  private static Verdict failed(int rcode) {
    return new Verdict.ServerFailed(rcode, "it answered " + Rcode.name(rcode));
  }
}
