package dev.fairlead.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.Resolver;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/// Which libraries gain what from the socket factory. Only Fairlead knows the name `db.example`,
/// and its first address is dead: a library that reaches it has passed the name on.
@Timeout(30)
class ExistingLibrariesTest {
  private static final Network NETWORK =
      Network.builder()
          .resolver(
              Resolver.hosts(
                  Map.of(
                      "db.example",
                      List.of(
                          InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")))))
          .build();

  @AfterAll
  static void end() {
    NETWORK.close();
  }

  @Test
  @SuppressWarnings("JdkObsolete") // JNDI takes nothing but a Hashtable.
  void ldapOfTheJdkPassesTheNameOn() throws NamingException {
    // A BindResponse with success (RFC 4511 §4.2.2) to the message with the id 1.
    byte[] bound = {0x30, 12, 2, 1, 1, 0x61, 7, 10, 1, 0, 4, 0, 4, 0};
    try (var server = serve(request -> Bytes.copyOf(bound))) {
      Hashtable<String, String> settings = new Hashtable<>();
      settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
      settings.put(Context.PROVIDER_URL, "ldap://db.example:" + server.port());
      settings.put("java.naming.ldap.factory.socket", LdapSockets.class.getName());
      InitialLdapContext context = new InitialLdapContext(settings, null);
      assertThat(context.getEnvironment().get(Context.PROVIDER_URL)).isNotNull();
      context.close();
    }
  }

  /// The JDK makes it by its name and asks it for the factory.
  public abstract static class LdapSockets extends SocketFactory {
    public static SocketFactory getDefault() {
      return NETWORK.socketFactory();
    }
  }

  @Test
  void jedisTakesASocketThatIsConnectedByName() {
    try (var server = serve(ExistingLibrariesTest::pong);
        var jedis = new Jedis(() -> connected("db.example", server.port()))) {
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  private static Socket connected(String host, int port) {
    try {
      return NETWORK.socketFactory().createSocket(host, port);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Bytes pong(Bytes commands) {
    long count = commands.utf8().chars().filter(c -> c == '*').count();
    return Bytes.utf8("+PONG\r\n".repeat((int) count));
  }

  @Test
  void postgresqlTakesASocketThatIsConnectedByName() {
    byte[] refusal = Bytes.utf8("SFATAL\0C28000\0Mhello from the server\0\0").toByteArray();
    byte[] message = new byte[refusal.length + 5];
    message[0] = 'E';
    message[4] = (byte) (refusal.length + 4);
    System.arraycopy(refusal, 0, message, 5, refusal.length);
    try (var server = serve(_ -> Bytes.copyOf(message))) {
      String url =
          "jdbc:postgresql://db.example/x?sslmode=disable&gssEncMode=disable&socketFactory="
              + PostgresqlSockets.class.getName()
              + "&socketFactoryArg=db.example:"
              + server.port();
      assertThatThrownBy(() -> DriverManager.getConnection(url, "me", ""))
          .hasMessageContaining("hello from the server");
    }
  }

  /// The driver makes it by its name, with `socketFactoryArg`; it takes a socket that is connected
  /// already as it is.
  public static final class PostgresqlSockets extends OneSocketFactory {
    private final String where;

    public PostgresqlSockets(String where) {
      this.where = where;
    }

    @Override
    public Socket createSocket() throws IOException {
      int colon = where.lastIndexOf(':');
      return NETWORK
          .socketFactory()
          .createSocket(where.substring(0, colon), Integer.parseInt(where.substring(colon + 1)));
    }
  }

  @Test
  void okHttpResolvesItselfAndUsesTheFactoryForOneAddressAfterTheOther() throws IOException {
    try (var server = serve(_ -> Bytes.utf8("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))) {
      Request request =
          new Request.Builder().url("http://db.example:" + server.port() + "/").build();
      OkHttpClient alone =
          new OkHttpClient.Builder().socketFactory(NETWORK.socketFactory()).build();
      assertThatThrownBy(() -> alone.newCall(request).execute())
          .isInstanceOf(UnknownHostException.class);

      OkHttpClient withNames =
          alone.newBuilder().dns(name -> NETWORK.resolve(name).addresses()).build();
      try (var response = withNames.newCall(request).execute()) {
        assertThat(response.code()).isEqualTo(200);
      }
      withNames.dispatcher().executorService().shutdown();
      withNames.connectionPool().evictAll();
    }
  }

  private static Listener<StreamConnection> serve(UnaryOperator<Bytes> answer) {
    var loopback = dev.fairlead.Endpoint.of(InetAddress.ofLiteral("127.0.0.1"), 0);
    var options = dev.fairlead.ListenOptions.defaults().addresses(loopback);
    var listener = NETWORK.listen(0, Tcp.defaults(), options);
    Thread.ofVirtual().start(() -> listener.serve(connection -> converse(connection, answer)));
    return listener;
  }

  private static void converse(StreamConnection connection, UnaryOperator<Bytes> answer) {
    for (Bytes part = connection.receive(); part != null; part = connection.receive()) {
      connection.send(answer.apply(part));
    }
  }
}
