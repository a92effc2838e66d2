package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Endpoint;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.NetworkSite;
import dev.fairlead.engine.spi.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sockets of the runtime that behave as a stack says.
class RuntimeContextsTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server = Tls.overTcp().identity(root.identity("dual.example")).alpn("h2");
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate())).alpn("h2");

  @AfterEach
  void close() {
    pair.close();
  }

  private SSLContext context() throws Exception {
    NetworkSite site =
        pair.world.client(Endpoint.of("x.example", 1), pair.clientCaches, "").network();
    return ServiceLoader.load(TlsContexts.class).findFirst().orElseThrow().jdkContext(client, site);
  }

  private SSLSocket layered(String name, int port) throws Exception {
    Socket below = new Socket(InetAddress.getLoopbackAddress(), port);
    return (SSLSocket) context().getSocketFactory().createSocket(below, name, port, true);
  }

  @Test
  void aLayeredSocketVerifiesTheNameAndOffersTheProtocols() throws Exception {
    int port = pair.listen(server, "");
    try (SSLSocket socket = layered("dual.example", port)) {
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
    try (SSLSocket socket = layered("other.example", port)) {
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("certificate is for dual.example, not other.example");
    }
  }

  @Test
  void anEngineOfTheContextHasTheOptions() throws Exception {
    assertThat(context().createSSLEngine("x.example", 443).getSSLParameters())
        .satisfies(
            parameters -> assertThat(parameters.getApplicationProtocols()).containsExactly("h2"));
    assertThatThrownBy(() -> context().getSocketFactory().createSocket("192.0.2.256", 1).close())
        .isInstanceOf(IOException.class);
  }
}
