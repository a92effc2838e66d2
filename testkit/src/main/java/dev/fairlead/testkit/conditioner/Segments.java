package dev.fairlead.testkit.conditioner;

import dev.fairlead.testkit.LinkDirection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayDeque;

/// Content cut into segments. Lives on the channel's loop.
final class Segments {
  /// What an Ethernet packet of 1500 bytes leaves to TCP.
  private static final int USUAL = 1500 - StreamWay.HEADERS;

  private final ByteBufAllocator buffers;
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
  private final int most;
  private int bytes;

  Segments(ByteBufAllocator buffers, LinkDirection way) {
    this.buffers = buffers;
    this.most = most(way);
  }

  /// TCP learns of an MTU that is told, not of one that is silent.
  private static int most(LinkDirection way) {
    int mtu = way.size().silent() ? Integer.MAX_VALUE : way.size().mtu().orElse(Integer.MAX_VALUE);
    return Math.min(USUAL, mtu - StreamWay.HEADERS);
  }

  /// Takes over `content`.
  void add(ByteBuf content) {
    if (content.isReadable()) {
      pieces.addLast(content);
      bytes += content.readableBytes();
    } else {
      content.release();
    }
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  int bytes() {
    return bytes;
  }

  /// How many bytes the next segment has.
  int next() {
    return Math.min(most, bytes);
  }

  /// The next segment, which is the caller's.
  ByteBuf take() {
    int length = next();
    ByteBuf first = piece(length);
    if (first.readableBytes() == length) {
      return first;
    }
    CompositeByteBuf whole = buffers.compositeBuffer();
    whole.addComponent(true, first);
    while (whole.readableBytes() < length) {
      whole.addComponent(true, piece(length - whole.readableBytes()));
    }
    return whole;
  }

  private ByteBuf piece(int most) {
    ByteBuf first = pieces.getFirst();
    if (first.readableBytes() <= most) {
      bytes -= first.readableBytes();
      return pieces.removeFirst();
    }
    bytes -= most;
    return first.readRetainedSlice(most);
  }

  void release() {
    for (ByteBuf each = pieces.poll(); each != null; each = pieces.poll()) {
      each.release();
    }
    bytes = 0;
  }
}
