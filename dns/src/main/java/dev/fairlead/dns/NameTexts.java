package dev.fairlead.dns;

import dev.fairlead.engine.spi.NameFiles;
import dev.fairlead.engine.spi.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where the texts come from that say how this machine finds names.
interface NameTexts {
  /// Something that is equal to what it was before exactly when the texts may be taken as
  /// unchanged. May block.
  Object stamp();

  /// The texts. May block.
  NameFiles read();

  /// The files of this machine.
  record Disk(Path resolvConf, Path hosts, Path nsswitch) implements NameTexts {
    /// A larger file counts as not there.
    private static final long FILE_OCTETS_MAX = 32L << 20;

    static Disk usual() {
      return new Disk(
          Path.of("/etc/resolv.conf"), Path.of("/etc/hosts"), Path.of("/etc/nsswitch.conf"));
    }

    @Override
    public Object stamp() {
      return List.of(stamp(resolvConf), stamp(hosts), stamp(nsswitch));
    }

    @Override
    public NameFiles read() {
      return new NameFiles(text(resolvConf), text(hosts), text(nsswitch));
    }

    /// The time of the last change alone misses a file that was replaced by one of the same age, as
    /// configuration tools do; so size and inode count too.
    private static Stamp stamp(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new Stamp(modified, attributes.size(), attributes.fileKey());
      } catch (IOException notThere) {
        return Stamp.ABSENT;
      }
    }

    private static String text(Path file) {
      try {
        return Files.size(file) > FILE_OCTETS_MAX
            ? ""
            : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        // A file that we may not read is to us as if it were not there; the system's resolver
        // remains.
        return "";
      }
    }

    /// A file as it was read: enough to see whether it is still the same.
    private record Stamp(long modifiedNanos, long octets, @Nullable Object file) {
      static final Stamp ABSENT = new Stamp(0, -1, null);
    }
  }

  /// Those of a machine that is not this one.
  record Given(Transport transport) implements NameTexts {
    @Override
    public Object stamp() {
      return read();
    }

    @Override
    public NameFiles read() {
      return transport.nameFiles().orElseGet(() -> new NameFiles("", "", ""));
    }
  }
}
