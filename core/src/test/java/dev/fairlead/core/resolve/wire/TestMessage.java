package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Builds messages octet by octet, right and wrong ones.
final class TestMessage {
  static final int RESPONSE = 0x8180;
  static final int TRUNCATED = 0x0200;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final int[] counts = new int[4];
  private int id = 7;
  private int flags = RESPONSE;

  static TestMessage answering(String name, RecordType type) {
    TestMessage message = new TestMessage();
    message.counts[0] = 1;
    return message.name(name).u16(type.number()).u16(1);
  }

  TestMessage id(int value) {
    id = value;
    return this;
  }

  TestMessage flags(int value) {
    flags = value;
    return this;
  }

  TestMessage answer(String name, RecordType type, long ttl, byte[] data) {
    return record(1, name, type.number(), ttl, data);
  }

  TestMessage authority(String name, RecordType type, long ttl, byte[] data) {
    return record(2, name, type.number(), ttl, data);
  }

  TestMessage edns(int upperRcode) {
    return record(3, ".", 41, (long) upperRcode << 24, new byte[0]);
  }

  private TestMessage record(int section, String name, int type, long ttl, byte[] data) {
    counts[section]++;
    name(name).u16(type).u16(1).u16((int) (ttl >> 16)).u16((int) ttl & 0xffff).u16(data.length);
    body.writeBytes(data);
    return this;
  }

  private TestMessage name(String name) {
    body.writeBytes(name.startsWith("#") ? hex(name.substring(1)) : Text.wireName(name));
    return this;
  }

  private TestMessage u16(int value) {
    body.write(value >> 8);
    body.write(value);
    return this;
  }

  byte[] octets() {
    TestMessage whole = new TestMessage().u16(id).u16(flags);
    for (int count : counts) {
      whole.u16(count);
    }
    whole.body.writeBytes(body.toByteArray());
    return whole.body.toByteArray();
  }

  DnsMessage read() {
    return switch (MessageReader.read(octets())) {
      case Decoded.Message(DnsMessage message) -> message;
      case Decoded.Malformed malformed -> throw new AssertionError(malformed.toString());
    };
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] nameData(String name) {
    return Text.wireName(name);
  }
}
