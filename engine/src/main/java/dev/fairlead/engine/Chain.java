package dev.fairlead.engine;

import dev.fairlead.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Buffers in a row whose memory stays in proportion to their content: a buffer that is mostly
/// empty is copied behind the one before it, so that a peer who sends single bytes cannot fill the
/// memory with the buffers around them. Not safe for use by several threads at once.
final class Chain {
  private static final int OWN_LEAST = 512;
  private static final int OWN_MOST = 16 * 1024;

  private final ByteBufAllocator buffers;
  private @Nullable ArrayDeque<ByteBuf> row;

  /// The only buffer, while there is just one: a connection that is answered at once needs no
  /// queue.
  private @Nullable ByteBuf single;

  /// The last buffer of the row, if this chain allocated it and may go on filling it.
  private @Nullable ByteBuf own;

  private int length;
  private int memory;
  private int ownNext = OWN_LEAST;

  Chain(ByteBufAllocator buffers) {
    this.buffers = buffers;
  }

  /// How many bytes of content there are.
  int length() {
    return length;
  }

  /// How many bytes of memory the buffers take.
  int memory() {
    return memory;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /// Takes over `buffer`, behind all others.
  void add(ByteBuf buffer) {
    int more = buffer.readableBytes();
    if (more == 0) {
      buffer.release();
      return;
    }
    boolean wasteful = length > 0 && more <= buffer.capacity() >> 1;
    if (!wasteful) {
      own = null;
      append(buffer);
    } else {
      ByteBuf tail = own;
      if (tail == null || tail.writableBytes() < more) {
        tail = buffers.directBuffer(Math.max(more, ownNext));
        ownNext = Math.min(OWN_MOST, ownNext << 1);
        append(tail);
        own = tail;
      }
      tail.writeBytes(buffer);
      buffer.release();
    }
    length += more;
  }

  /// Puts `buffer` back before all others.
  void addFirst(ByteBuf buffer) {
    length += buffer.readableBytes();
    memory += buffer.capacity();
    if (single == null && (row == null || row.isEmpty())) {
      single = buffer;
      return;
    }
    row().addFirst(buffer);
  }

  /// The first buffer, which is the caller's from now on; null when there is none.
  @SuppressWarnings("ReferenceEquality") // Identity is what is meant.
  @Nullable ByteBuf poll() {
    ByteBuf first = single;
    single = null;
    if (first == null && row != null) {
      first = row.pollFirst();
    }
    if (first == null) {
      return null;
    }
    if (first == own) {
      own = null;
    }
    length -= first.readableBytes();
    memory -= first.capacity();
    if (length == 0) {
      ownNext = OWN_LEAST;
    }
    return first;
  }

  /// All content as one value, with one copy; the chain is empty afterwards.
  Bytes toBytes() {
    List<ByteBuf> all = new ArrayList<>();
    for (ByteBuf next = poll(); next != null; next = poll()) {
      all.add(next);
    }
    List<ByteBuffer> views = new ArrayList<>(all.size());
    for (ByteBuf buffer : all) {
      views.add(buffer.nioBuffer());
    }
    Bytes bytes = Bytes.copyOf(views);
    all.forEach(ByteBuf::release);
    return bytes;
  }

  /// Gives all buffers back.
  void release() {
    for (ByteBuf next = poll(); next != null; next = poll()) {
      next.release();
    }
  }

  private void append(ByteBuf buffer) {
    memory += buffer.capacity();
    if (single == null && (row == null || row.isEmpty())) {
      single = buffer;
      return;
    }
    row().addLast(buffer);
  }

  private ArrayDeque<ByteBuf> row() {
    ArrayDeque<ByteBuf> all = row;
    if (all == null) {
      all = new ArrayDeque<>(4);
      row = all;
    }
    if (single != null) {
      all.addFirst(single);
      single = null;
    }
    return all;
  }
}
