package dev.fairlead.dns.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// Builds what a [FakeDnsServer] sends back, right or wrong.
public final class Reply {
  private static final int CLASS_IN = 1;

  private final FakeDnsServer.Query query;
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final ByteArrayOutputStream authority = new ByteArrayOutputStream();
  private int answerCount;
  private int authorityCount;
  private int flags = 0x8180;
  private int id;
  private String askedName;

  private Reply(FakeDnsServer.Query query) {
    this.query = query;
    this.id = query.id();
    this.askedName = query.name();
  }

  public static Reply to(FakeDnsServer.Query query) {
    return new Reply(query);
  }

  public Reply rcode(int rcode) {
    flags = (flags & ~0xf) | rcode;
    return this;
  }

  public Reply truncated() {
    flags |= 0x0200;
    return this;
  }

  public Reply id(int other) {
    id = other & 0xffff;
    return this;
  }

  /// Another name in the question section than the one that was asked.
  public Reply askedName(String name) {
    askedName = name;
    return this;
  }

  public Reply address(String name, int ttl, String literal) {
    byte[] octets = InetAddress.ofLiteral(literal).getAddress();
    return record(name, octets.length == 4 ? 1 : 28, ttl, octets);
  }

  public Reply alias(String name, int ttl, String target) {
    return record(name, 5, ttl, wire(target));
  }

  public Reply record(String name, int type, int ttl, byte[] data) {
    answerCount++;
    write(answers, name, type, ttl, data);
    return this;
  }

  /// A start of authority, which says how long an absence may be believed.
  public Reply negativeTtl(int seconds) {
    authorityCount++;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[2 + 16]);
    u32(data, seconds);
    write(authority, ".", 6, seconds, data.toByteArray());
    return this;
  }

  public byte[] octets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    u16(out, id);
    u16(out, flags);
    u16(out, 1);
    u16(out, answerCount);
    u16(out, authorityCount);
    u16(out, 0);
    out.writeBytes(wire(askedName));
    u16(out, query.type());
    u16(out, CLASS_IN);
    out.writeBytes(answers.toByteArray());
    out.writeBytes(authority.toByteArray());
    return out.toByteArray();
  }

  private static void write(
      ByteArrayOutputStream out, String name, int type, int ttl, byte[] data) {
    out.writeBytes(wire(name));
    u16(out, type);
    u16(out, CLASS_IN);
    u32(out, ttl);
    u16(out, data.length);
    out.writeBytes(data);
  }

  private static byte[] wire(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      if (!label.isEmpty()) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.write(0);
    return out.toByteArray();
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private static void u32(ByteArrayOutputStream out, int value) {
    u16(out, value >>> 16);
    u16(out, value & 0xffff);
  }
}
