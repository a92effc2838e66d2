package dev.fairlead.testkit.dns;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.dns.Zone.Owned;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/// Writes answers (RFC 1035 §4). The question is repeated as it came, in its own case.
final class Reply {
  private static final int HEADER = 12;
  private static final int NO_ERROR = 0;
  private static final int SERVER_FAILURE = 2;
  private static final int NAME_ERROR = 3;
  private static final int REFUSED = 5;

  /// A name that is somewhere else in the message: the question's, right after the header.
  private static final byte[] QUESTION_NAME = {(byte) 0xc0, HEADER};

  private static final int NEGATIVE_TTL = 30;

  private final byte[] query;
  private final int questionEnd;

  Reply(Bytes query) {
    this.query = query.toByteArray();
    int at = HEADER;
    while (this.query[at] != 0) {
      at += this.query[at] + 1;
    }
    this.questionEnd = at + 5;
  }

  Bytes failed() {
    return message(SERVER_FAILURE, false, List.of(), false);
  }

  Bytes refused() {
    return message(REFUSED, false, List.of(), false);
  }

  Bytes truncated() {
    return message(NO_ERROR, true, List.of(), false);
  }

  Bytes of(Zone.Found found) {
    int code = found.nameExists() ? NO_ERROR : NAME_ERROR;
    return message(code, false, found.found(), found.found().isEmpty());
  }

  private Bytes message(int code, boolean truncated, List<Owned> answers, boolean negative) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(query, 0, 2);
    // A response, recursion desired and available.
    short16(out, 0x8180 | (truncated ? 0x0200 : 0) | code);
    short16(out, 1);
    short16(out, answers.size());
    short16(out, negative ? 1 : 0);
    boolean edns = query[10] != 0 || query[11] != 0;
    short16(out, edns ? 1 : 0);
    out.writeBytes(Arrays.copyOfRange(query, HEADER, questionEnd));
    for (Owned each : answers) {
      String owner = each.owner();
      out.writeBytes(owner == null ? QUESTION_NAME : ZoneRecord.wireName(owner));
      ZoneRecord record = each.record();
      record(out, record.type(), record.ttlSeconds(), record.bytes());
    }
    if (negative) {
      // RFC 2308 §3: how long the absence may be believed.
      out.writeBytes(QUESTION_NAME);
      record(out, ZoneRecord.SOA, NEGATIVE_TTL, startOfAuthority());
    }
    if (edns) {
      // RFC 6891 §6.1.2.
      out.writeBytes(new byte[] {0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 0});
    }
    return Bytes.copyOf(out.toByteArray());
  }

  private static byte[] startOfAuthority() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(ZoneRecord.wireName("ns.test"));
    data.writeBytes(ZoneRecord.wireName("admin.test"));
    for (int number : new int[] {1, 3600, 600, 86_400, NEGATIVE_TTL}) {
      short16(data, number >> 16);
      short16(data, number);
    }
    return data.toByteArray();
  }

  private static void record(ByteArrayOutputStream out, int type, int ttl, byte[] data) {
    short16(out, type);
    short16(out, 1);
    short16(out, ttl >> 16);
    short16(out, ttl);
    short16(out, data.length);
    out.writeBytes(data);
  }

  private static void short16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
