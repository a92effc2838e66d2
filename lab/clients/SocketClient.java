import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// What a Java program does with nothing but the JDK: `new Socket(host, port)`, or the same of
/// `SSLSocketFactory`. Asks the peer who it is and prints the answer.
final class SocketClient {

  private SocketClient() {}

  public static void main(String[] arguments) {
    String host = arguments[1];
    int port = Integer.parseInt(arguments[2]);
    boolean tls = arguments[0].equals("https");
    try (Socket socket = tls ? overTls(host, port) : new Socket(host, port)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(System.out);
    } catch (IOException e) {
      System.err.println(e);
      System.exit(1);
    }
  }

  private static Socket overTls(String host, int port) throws IOException {
    var socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket(host, port);
    socket.startHandshake();
    return socket;
  }
}
