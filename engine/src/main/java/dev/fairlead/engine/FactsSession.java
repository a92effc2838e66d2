package dev.fairlead.engine;

import dev.fairlead.TlsFacts;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/// What a handshake agreed on, as an `SSLSession`. Without facts it is the session of a socket that
/// is not connected.
final class FactsSession implements SSLSession {
  private final @Nullable TlsFacts facts;
  private final String host;
  private final int port;
  private final Map<String, Object> values = new ConcurrentHashMap<>();

  FactsSession(@Nullable TlsFacts facts, String host, int port) {
    this.facts = facts;
    this.host = host;
    this.port = port;
  }

  /// Empty: sessions are kept by the network, not by their ids.
  @Override
  public byte[] getId() {
    return new byte[0];
  }

  @Override
  public @Nullable SSLSessionContext getSessionContext() {
    return null;
  }

  @Override
  public long getCreationTime() {
    return 0;
  }

  @Override
  public long getLastAccessedTime() {
    return 0;
  }

  @Override
  public void invalidate() {}

  @Override
  public boolean isValid() {
    return facts != null;
  }

  @Override
  public void putValue(String name, Object value) {
    values.put(name, value);
  }

  @Override
  public @Nullable Object getValue(String name) {
    return values.get(name);
  }

  @Override
  public void removeValue(String name) {
    values.remove(name);
  }

  @Override
  public String[] getValueNames() {
    return values.keySet().toArray(new String[0]);
  }

  @Override
  public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
    if (facts == null || facts.peerChain().isEmpty()) {
      throw new SSLPeerUnverifiedException("the peer showed no certificate");
    }
    return facts.peerChain().toArray(new Certificate[0]);
  }

  @Override
  public Certificate @Nullable [] getLocalCertificates() {
    return null;
  }

  @Override
  public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
    if (facts == null || facts.peerChain().isEmpty()) {
      throw new SSLPeerUnverifiedException("the peer showed no certificate");
    }
    return facts.peerChain().getFirst().getSubjectX500Principal();
  }

  @Override
  public @Nullable Principal getLocalPrincipal() {
    return null;
  }

  @Override
  public String getCipherSuite() {
    return facts == null ? "SSL_NULL_WITH_NULL_NULL" : facts.cipherSuite();
  }

  @Override
  public String getProtocol() {
    return facts == null ? "NONE" : facts.version();
  }

  @Override
  public String getPeerHost() {
    return host;
  }

  @Override
  public int getPeerPort() {
    return port;
  }

  @Override
  public int getPacketBufferSize() {
    return 16 * 1024 + 256;
  }

  @Override
  public int getApplicationBufferSize() {
    return 16 * 1024;
  }
}
