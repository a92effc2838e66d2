package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.DnsRecord;
import java.util.List;

/// A DNS message as far as a client needs it.
///
/// @param asked the question section, as it came
/// @param answers the answer section: records of class IN and of a type that we know; others are
///     passed over
/// @param negativeTtlSeconds how long the absence of an answer may be believed according to the SOA
///     record of the authority section (RFC 2308 §5), or -1 without one
/// @param edns whether the sender speaks EDNS
public record DnsMessage(
    Header header,
    List<Asked> asked,
    List<DnsRecord> answers,
    long negativeTtlSeconds,
    boolean edns) {
  /// The fixed part. `rcode` includes the upper bits that EDNS adds.
  public record Header(int id, int opcode, int rcode, boolean response, boolean truncated) {}

  /// An entry of the question section, with the case of the name as it came.
  public record Asked(String name, int type, int dnsClass) {}

  public DnsMessage {
    asked = List.copyOf(asked);
    answers = List.copyOf(answers);
  }
}
