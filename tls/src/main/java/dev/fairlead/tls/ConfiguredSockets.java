package dev.fairlead.tls;

import dev.fairlead.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sockets of the runtime with the options of a stack.
final class ConfiguredSockets extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private final TlsOptions options;

  ConfiguredSockets(SSLSocketFactory factory, TlsOptions options) {
    this.factory = factory;
    this.options = options;
  }

  private Socket configured(Socket socket) {
    SSLSocket secure = (SSLSocket) socket;
    SSLParameters parameters = secure.getSSLParameters();
    JdkTls.configure(parameters, options, false);
    secure.setSSLParameters(parameters);
    return secure;
  }

  @Override
  public Socket createSocket() throws IOException {
    return configured(factory.createSocket());
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean closeBelow)
      throws IOException {
    return configured(factory.createSocket(below, host, port, closeBelow));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return configured(factory.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return configured(factory.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return configured(factory.createSocket(address, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    return configured(factory.createSocket(address, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return options.cipherSuites().isEmpty()
        ? factory.getDefaultCipherSuites()
        : options.cipherSuites().toArray(new String[0]);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }
}
