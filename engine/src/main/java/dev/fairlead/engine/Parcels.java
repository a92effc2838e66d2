package dev.fairlead.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What waits in the [Outbox], in order: buffers and parts of files. Small contents gather behind
/// one another in one buffer, so that a mostly empty one does not wait with all its memory. Guarded
/// by the outbox.
final class Parcels {
  /// What a buffer for small contents holds.
  private static final int GATHERED = 8 * 1024;

  private final ByteBufAllocator buffers;
  private final ArrayDeque<Object> queue = new ArrayDeque<>(2);

  /// The last buffer of the queue while small contents may be added to it.
  private @Nullable ByteBuf gathering;

  Parcels(ByteBufAllocator buffers) {
    this.buffers = buffers;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Copies a small content of `length` bytes in.
  void gather(ByteBuffer content, int length) {
    gatherer(length).writeBytes(content);
  }

  /// Takes over a buffer or a part of a file.
  void add(Object item) {
    if (item instanceof ByteBuf buffer
        && !queue.isEmpty()
        && buffer.readableBytes() <= Math.min(Outbox.SMALL, buffer.capacity() >> 1)) {
      gatherer(buffer.readableBytes()).writeBytes(buffer);
      buffer.release();
    } else {
      gathering = null;
      queue.addLast(item);
    }
  }

  private ByteBuf gatherer(int length) {
    ByteBuf target = gathering;
    if (target == null || target.writableBytes() < length) {
      target = buffers.directBuffer(queue.isEmpty() ? Math.max(length, 256) : GATHERED);
      queue.addLast(target);
      gathering = target;
    }
    return target;
  }

  /// Moves what waits, at most about `most` bytes, to `batch`.
  ///
  /// @return how many bytes
  long take(ArrayDeque<Object> batch, long most) {
    gathering = null;
    long bytes = 0;
    while (bytes < most) {
      Object item = queue.pollFirst();
      if (item == null) {
        break;
      }
      bytes += sizeOf(item);
      batch.addLast(item);
    }
    return bytes;
  }

  /// Drops everything.
  void release() {
    gathering = null;
    for (Object item = queue.pollFirst(); item != null; item = queue.pollFirst()) {
      ReferenceCountUtil.release(item);
    }
  }

  static long sizeOf(Object item) {
    return item instanceof ByteBuf buffer ? buffer.readableBytes() : ((FileRegion) item).count();
  }
}
