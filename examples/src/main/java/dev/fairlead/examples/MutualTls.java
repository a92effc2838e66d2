package dev.fairlead.examples;

import dev.fairlead.Endpoint;
import dev.fairlead.Identity;
import dev.fairlead.ListenOptions;
import dev.fairlead.Network;
import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import java.nio.file.Path;
import java.time.Duration;

/// Both sides show certificates, agree on a protocol, and the server has limits.
final class MutualTls {
  /// @param args a certificate chain and its key in PEM, for both sides
  static void main(String... args) {
    var me = Identity.pem(Path.of(args[0]), Path.of(args[1])); // read again when the files change
    var trust = Trust.pem(Path.of(args[0]));
    var stack = Tls.overTcp().identity(me).trust(trust).alpn("hello/1");
    var limits =
        ListenOptions.defaults().connectionsMax(100).handshakeDeadline(Duration.ofSeconds(5));
    var asking = stack.clientAuthentication(Tls.PeerAuthentication.REQUIRED);
    try (var listener = Network.shared().listen(0, asking, limits)) {
      listener.onConnection(
          peer -> {
            var facts = peer.facts(TlsFacts.class).orElseThrow();
            peer.send("hello " + facts.peerChain().getFirst().getSubjectX500Principal());
            var _ = peer.closeAsync();
          });
      var endpoint = Endpoint.of("localhost", listener.port());
      try (var connection = Network.shared().connect(endpoint, stack)) {
        IO.println(connection.receiveAll(1024).utf8());
        IO.println(connection.facts(TlsFacts.class).orElseThrow().alpn()); // Optional[hello/1]
      }
    }
  }
}
