package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.wire.DnsMessage.Asked;
import dev.fairlead.core.resolve.wire.DnsMessage.Header;
import java.util.ArrayList;
import java.util.List;

/// Reads messages from the network, which may hold anything at all.
public final class MessageReader {
  static final int CLASS_IN = 1;
  static final int TYPE_OPT = 41;
  private static final int TYPE_SOA = 6;

  /// More answers than this are passed over: no name needs them and each costs memory.
  public static final int ANSWERS_MAX = 256;

  private static final int QUESTIONS_MAX = 8;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;

  private MessageReader() {}

  /// Reads one message; never throws, whatever the octets are.
  public static Decoded read(byte[] octets) {
    try {
      return new Decoded.Message(message(new WireInput(octets)));
    } catch (MalformedMessage malformed) {
      return new Decoded.Malformed(String.valueOf(malformed.getMessage()), malformed.at());
    }
  }

  private static DnsMessage message(WireInput in) {
    int id = in.u16();
    int flags = in.u16();
    int questions = in.u16();
    int answerCount = in.u16();
    int authorityCount = in.u16();
    int additionalCount = in.u16();
    if (questions > QUESTIONS_MAX) {
      throw new MalformedMessage("more than " + QUESTIONS_MAX + " questions", in.at());
    }
    List<Asked> asked = new ArrayList<>(questions);
    for (int i = 0; i < questions; i++) {
      asked.add(new Asked(in.name(), in.u16(), in.u16()));
    }
    List<DnsRecord> answers = answers(in, answerCount);
    long negativeTtl = -1;
    for (int i = 0; i < authorityCount; i++) {
      long ttl = negativeTtl(in);
      negativeTtl = negativeTtl < 0 ? ttl : negativeTtl;
    }
    int extended = -1;
    for (int i = 0; i < additionalCount; i++) {
      int upper = extendedRcode(in);
      extended = extended < 0 ? upper : extended;
    }
    int rcode = (flags & 0xf) | (Math.max(extended, 0) << 4);
    Header header =
        new Header(
            id, (flags >> 11) & 0xf, rcode, (flags & RESPONSE) != 0, (flags & TRUNCATED) != 0);
    return new DnsMessage(header, asked, answers, negativeTtl, extended >= 0);
  }

  private static List<DnsRecord> answers(WireInput in, int count) {
    List<DnsRecord> answers = new ArrayList<>();
    boolean brokenService = false;
    for (int i = 0; i < count; i++) {
      DnsRecord record = RecordReader.read(in);
      brokenService |= record instanceof DnsRecord.Other other && other.type().isService();
      if (record != null && answers.size() < ANSWERS_MAX) {
        answers.add(record);
      }
    }
    if (brokenService) {
      // RFC 9460 §2.2: one malformed record makes the whole set unusable.
      answers.removeIf(record -> record.type().isService());
    }
    return answers;
  }

  /// RFC 2308 §5: the lesser of the SOA record's own TTL and its MINIMUM field; -1 for any other
  /// record.
  private static long negativeTtl(WireInput in) {
    in.name();
    int type = in.u16();
    int dnsClass = in.u16();
    long ttl = RecordReader.ttl(in);
    WireInput data = in.slice(in.u16());
    if (type != TYPE_SOA || dnsClass != CLASS_IN) {
      return -1;
    }
    data.name();
    data.name();
    data.octets(16);
    return Math.min(ttl, data.u32());
  }

  /// RFC 6891 §6.1.3: the upper eight bits of the RCODE stand in OPT's TTL field; -1 for any other
  /// record.
  private static int extendedRcode(WireInput in) {
    in.name();
    int type = in.u16();
    in.u16();
    long ttl = in.u32();
    in.slice(in.u16());
    return type == TYPE_OPT ? (int) (ttl >> 24) : -1;
  }
}
