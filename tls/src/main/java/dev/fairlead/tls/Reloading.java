package dev.fairlead.tls;

import dev.fairlead.engine.spi.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Something read from files, read again when they change. Files are looked at by the threads of
/// handshakes, never on a loop, and at most once a second.
final class Reloading<T> {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Path> files;
  private final Reader<T> reader;
  private final Ticker ticker;
  private final AtomicLong checkedNanos;
  private volatile List<String> stamps;
  private volatile T value;

  /// Reads for the first time.
  Reloading(List<Path> files, Reader<T> reader, Ticker ticker)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.reader = reader;
    this.ticker = ticker;
    this.checkedNanos = new AtomicLong(ticker.nanos());
    this.stamps = stampsNow();
    this.value = reader.read();
  }

  /// Reads something.
  interface Reader<T> {
    T read() throws IOException, GeneralSecurityException;
  }

  /// What the files last held that could be read. May block.
  T current() {
    long last = checkedNanos.get();
    long now = ticker.nanos();
    if (!files.isEmpty() && now - last >= CHECK_NANOS && checkedNanos.compareAndSet(last, now)) {
      check();
    }
    return value;
  }

  private void check() {
    try {
      List<String> found = stampsNow();
      if (!found.equals(stamps)) {
        // The stamps are taken before the files are read: a change in between is seen next time.
        // They are kept even when reading fails, so that a bad file is told of once.
        stamps = found;
        value = reader.read();
        LOG.log(System.Logger.Level.INFO, "read {0} again", files);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "cannot use the changed " + files + " and go on with what they held: " + e);
    }
  }

  private List<String> stampsNow() {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      found.add(stamp(file));
    }
    return found;
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey();
    } catch (IOException e) {
      // A file that is missing for a while is a change like any other: reading it says the rest.
      return "unreadable";
    }
  }
}
