package dev.fairlead.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads a client's offer of application protocols (RFC 7301) from its ClientHello, for an engine
/// that goes on without one when none suits it.
final class OfferedProtocols {
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE = 22;
  private static final int MESSAGE_HEADER = 4;
  private static final int VERSION_AND_RANDOM = 34;
  private static final int ALPN = 16;
  private static final int BYTES_MAX = 1 << 16;

  private final List<String> ours;
  private final ByteBuf raw = Unpooled.buffer(512, BYTES_MAX);
  private boolean done;

  /// @param ours what this side speaks
  OfferedProtocols(List<String> ours) {
    this.ours = ours;
  }

  /// Takes what came.
  ///
  /// @return whether the hello is whole now, offers protocols, and none of them is ours
  boolean refuse(ByteBuf came) {
    if (done) {
      return false;
    }
    if (came.readableBytes() > raw.maxWritableBytes()) {
      // Too long for an honest hello: the engine will say so.
      done = true;
      return false;
    }
    raw.writeBytes(came, came.readerIndex(), came.readableBytes());
    ByteBuf hello = message();
    int length = hello.readableBytes() < MESSAGE_HEADER ? -1 : hello.getUnsignedMedium(1);
    if (length < 0 || hello.readableBytes() < MESSAGE_HEADER + length) {
      return false;
    }
    done = true;
    try {
      List<String> offered = offered(hello.slice(MESSAGE_HEADER, length));
      return !offered.isEmpty() && Collections.disjoint(offered, ours);
    } catch (IndexOutOfBoundsException e) {
      // A broken hello is refused by the engine, in its words.
      return false;
    }
  }

  /// The fragments of all records so far.
  private ByteBuf message() {
    ByteBuf whole = Unpooled.buffer(raw.readableBytes(), BYTES_MAX);
    int at = 0;
    while (raw.writerIndex() - at >= RECORD_HEADER && raw.getUnsignedByte(at) == HANDSHAKE) {
      int length = raw.getUnsignedShort(at + 3);
      int there = Math.min(length, raw.writerIndex() - at - RECORD_HEADER);
      whole.writeBytes(raw, at + RECORD_HEADER, there);
      at += RECORD_HEADER + length;
    }
    return whole;
  }

  // RFC 8446 §4.1.2: version, random, session, suites, compression, extensions.
  private static List<String> offered(ByteBuf hello) {
    hello.skipBytes(VERSION_AND_RANDOM);
    hello.skipBytes(hello.readUnsignedByte());
    hello.skipBytes(hello.readUnsignedShort());
    hello.skipBytes(hello.readUnsignedByte());
    List<String> names = new ArrayList<>();
    if (!hello.isReadable()) {
      return names;
    }
    ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
      if (type == ALPN) {
        ByteBuf list = content.readSlice(content.readUnsignedShort());
        while (list.isReadable()) {
          int length = list.readUnsignedByte();
          names.add(list.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
        }
      }
    }
    return names;
  }
}
