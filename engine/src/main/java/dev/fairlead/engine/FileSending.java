package dev.fairlead.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends a file in parts, each admitted on its own and nothing of others between them: as regions
/// that the system copies from file to socket, or by way of pooled buffers where a layer must see
/// the bytes. Runs on the caller's thread.
final class FileSending {
  private static final int REGION = 512 * 1024;
  private static final int CHUNK = 64 * 1024;

  private final Sending sending;
  private final Outbox outbox;
  private final StreamSite site;

  FileSending(Sending sending, Outbox outbox, StreamSite site) {
    this.sending = sending;
    this.outbox = outbox;
    this.site = site;
  }

  /// Sends `count` bytes from `position` on, or as far as the file goes.
  ///
  /// @param regions whether the carrier passes file regions
  long send(Path path, long position, long count, boolean regions) {
    site.blocking().refuseLoops();
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("position and count are not negative");
    }
    try {
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      SharedFile shared = new SharedFile(file);
      try {
        long length = Math.min(count, Math.max(0, file.size() - position));
        if (length > 0) {
          parts(shared, position, length, regions);
        }
        return length;
      } finally {
        shared.release();
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + path, unreadable);
    }
  }

  private void parts(SharedFile file, long position, long length, boolean regions)
      throws IOException {
    Outbox.Sender place = sending.enter(Blocking.FOREVER);
    try {
      long sent = 0;
      while (sent < length) {
        if (sent > 0) {
          place = sending.enterAgain();
        }
        int part = (int) Math.min(regions ? REGION : CHUNK, length - sent);
        if (regions) {
          outbox.piece(new Part(file, position + sent, part), part);
        } else {
          outbox.piece(read(file.file, position + sent, part), part);
        }
        sent += part;
      }
    } finally {
      outbox.leaveIfInside(place);
    }
  }

  private ByteBuf read(FileChannel file, long position, int length) throws IOException {
    ByteBuf chunk = site.buffers().directBuffer(length);
    boolean whole = false;
    try {
      while (chunk.readableBytes() < length) {
        int more =
            chunk.writeBytes(
                file, position + chunk.readableBytes(), length - chunk.readableBytes());
        if (more < 0) {
          throw new IOException("the file became shorter while it was sent");
        }
      }
      whole = true;
      return chunk;
    } finally {
      if (!whole) {
        chunk.release();
      }
    }
  }

  /// A file that is closed when nobody needs it any more.
  private static final class SharedFile {
    private final FileChannel file;
    private final AtomicInteger users = new AtomicInteger(1);

    SharedFile(FileChannel file) {
      this.file = file;
    }

    void retain() {
      users.incrementAndGet();
    }

    void release() throws IOException {
      if (users.decrementAndGet() == 0) {
        file.close();
      }
    }
  }

  /// A part of a file on its way.
  private static final class Part extends DefaultFileRegion {
    private final SharedFile shared;

    Part(SharedFile shared, long position, long count) {
      super(shared.file, position, count);
      this.shared = shared;
      shared.retain();
    }

    @Override
    protected void deallocate() {
      try {
        shared.release();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
