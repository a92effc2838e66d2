package dev.fairlead.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// What a program does that has only the JDK. It is the main class of a child process that is
/// started with `-Djdk.net.hosts.file`, so that the JDK finds the demo's names by itself.
///
/// It connects to a healthy name for practice, so that loading classes is not measured, and then to
/// the name that is asked for. One line comes out: `ok NANOS` or `failed NANOS reason`.
public final class PlainJava {
  private final boolean tls;
  private final Duration limit;

  private PlainJava(boolean tls, Duration limit) {
    this.tls = tls;
    this.limit = limit;
  }

  private static final int PRACTICE = 2;

  /// Connects for practice, then in earnest, and prints that outcome.
  ///
  /// @param args `socket` or `http`, `plain` or `tls`, name for practice, name, port, limit in
  /// milliseconds
  public static void main(String[] args) {
    PlainJava plain =
        new PlainJava(args[1].equals("tls"), Duration.ofMillis(Long.parseLong(args[5])));
    boolean http = args[0].equals("http");
    int port = Integer.parseInt(args[4]);
    for (int i = 0; i < PRACTICE; i++) {
      plain.measure(http, args[2], port);
    }
    System.out.println(plain.measure(http, args[3], port));
    System.exit(0);
  }

  private String measure(boolean http, String host, int port) {
    long start = System.nanoTime();
    try {
      if (http) {
        httpClient(host, port);
      } else {
        socket(host, port);
      }
      return "ok " + (System.nanoTime() - start);
    } catch (IOException | InterruptedException e) {
      String what = e.getMessage() == null ? "" : ": " + e.getMessage();
      return "failed " + (System.nanoTime() - start) + " " + e.getClass().getSimpleName() + what;
    }
  }

  private void socket(String host, int port) throws IOException {
    int millis = (int) limit.toMillis();
    try (Socket socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis);
      if (socket instanceof SSLSocket secure) {
        SSLParameters verified = secure.getSSLParameters();
        verified.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(verified);
        secure.setSoTimeout(millis);
        secure.startHandshake();
      }
    }
  }

  private void httpClient(String host, int port) throws IOException, InterruptedException {
    URI uri = URI.create((tls ? "https://" : "http://") + host + ":" + port + "/");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limit)
            .build()) {
      client.send(request, HttpResponse.BodyHandlers.discarding());
      client.shutdownNow();
    }
  }
}
