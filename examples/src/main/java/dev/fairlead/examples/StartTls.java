package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.Lines;
import dev.fairlead.MessageConnection;
import dev.fairlead.Network;
import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import java.nio.file.Path;
import java.util.Objects;

/// STARTTLS with a mail server (RFC 3207): lines in the clear, then TLS on the same connection.
final class StartTls {
  /// @param args host, port, a PEM file with an authority to believe
  static void main(String... args) {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    var trust = Trust.pem(Path.of(args[2]));
    try (var plain = Network.shared().connect(endpoint, Lines.overTcp().crlf())) {
      IO.println(answer(plain));
      say(plain, "EHLO client.example");
      say(plain, "STARTTLS");
      var secure = plain.upgrade(below -> Lines.over(Tls.over(below).trust(trust)).crlf());
      IO.println(secure.facts(TlsFacts.class).orElseThrow().version());
      say(secure, "EHLO client.example");
      say(secure, "QUIT");
    }
  }

  private static void say(MessageConnection<String> mail, String line) {
    mail.send(line);
    IO.println(answer(mail));
  }

  /// All lines of one answer: `250-…` goes on, `250 …` is the last.
  private static String answer(MessageConnection<String> mail) {
    String line = Objects.requireNonNullElse(mail.receive(), "421 the server hung up");
    return line.startsWith("-", 3) ? line + "\n" + answer(mail) : line;
  }
}
