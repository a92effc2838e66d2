package dev.fairlead.core.resolve.wire;

import dev.fairlead.core.resolve.RecordType;
import java.nio.ByteBuffer;

/// Writes questions.
public final class MessageWriter {
  /// RFC 9715 and the DNS flag day of 2020: what fits through every path without fragments.
  public static final int UDP_OCTETS_MAX = 1232;

  private static final int RECURSION_DESIRED = 0x0100;
  private static final int HEADER_OCTETS = 12;
  private static final int OPT_OCTETS = 11;

  private MessageWriter() {}

  /// A query for one record type of one name, in the case in which the name is given.
  ///
  /// @throws IllegalArgumentException if the name cannot be written
  public static byte[] query(int id, String name, RecordType type, boolean edns) {
    byte[] wireName = Text.wireName(name);
    int length = HEADER_OCTETS + wireName.length + 4 + (edns ? OPT_OCTETS : 0);
    ByteBuffer out = ByteBuffer.allocate(length);
    out.putShort((short) id).putShort((short) RECURSION_DESIRED);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 0);
    out.putShort((short) (edns ? 1 : 0));
    out.put(wireName).putShort((short) type.number()).putShort((short) MessageReader.CLASS_IN);
    if (edns) {
      // RFC 6891 §6.1.2: root name, type OPT, our datagram size as class, no flags, no options.
      out.put((byte) 0).putShort((short) MessageReader.TYPE_OPT);
      out.putShort((short) UDP_OCTETS_MAX).putInt(0).putShort((short) 0);
    }
    return out.array();
  }
}
