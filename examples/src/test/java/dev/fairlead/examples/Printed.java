package dev.fairlead.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes what an example prints, until it is closed. One test at a time.
final class Printed implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("listening on port (\\d+)");

  private final PrintStream before = System.out;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();

  /// Called by the example's thread for each line.
  private final class Lines extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      take(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  Printed() {
    System.setOut(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
  }

  private synchronized void take(String part) {
    text.append(part);
    Matcher said = PORT.matcher(text);
    if (said.find() && text.indexOf("\n", said.end()) >= 0) {
      port.complete(Integer.parseInt(said.group(1)));
    }
  }

  /// The port that a server said it listens on.
  int port() {
    return port.join();
  }

  synchronized String text() {
    return text.toString();
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
