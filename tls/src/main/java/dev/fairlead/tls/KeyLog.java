package dev.fairlead.tls;

import io.netty.internal.tcnative.KeyLogCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/// Appends session secrets to a file, a line each, in the NSS format (RFC 9850 §2). Called by the
/// loop in the middle of a handshake: a line is short, and who asks for this debugs.
final class KeyLog implements KeyLogCallback {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.tls");

  private final Path file;
  private final AtomicBoolean warned = new AtomicBoolean();

  KeyLog(Path file) {
    this.file = file;
  }

  @Override
  public void handle(long ssl, byte[] line) {
    String text = new String(line, StandardCharsets.US_ASCII) + "\n";
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      if (warned.compareAndSet(false, true)) {
        LOG.log(System.Logger.Level.WARNING, () -> "cannot write the key log " + file + ": " + e);
      }
    }
  }
}
