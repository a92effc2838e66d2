package dev.fairlead.dns.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A name server on loopback, UDP and TCP on one port, that does what a script says: answer, stay
/// silent, lie, or keep an answer until the test lets it go.
public final class FakeDnsServer implements AutoCloseable {
  private static final int TRIES_FOR_A_PORT = 20;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Query> unseen = new LinkedBlockingQueue<>();
  private volatile Script script = (query, out) -> {};

  /// What came in.
  ///
  /// @param name the name in the case in which it came
  /// @param port the port it came from
  public record Query(int id, String name, int type, boolean edns, String protocol, int port) {
    public boolean is(String other, int otherType) {
      return name.equalsIgnoreCase(other) && type == otherType;
    }
  }

  /// Decides what is sent back; may keep `out` and use it later, or more than once.
  @FunctionalInterface
  public interface Script {
    void play(Query query, Out out) throws IOException;
  }

  /// The way back to one client.
  @FunctionalInterface
  public interface Out {
    void send(byte[] message) throws IOException;

    /// As above, for tests that let an answer go later.
    default void release(byte[] message) {
      try {
        send(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private FakeDnsServer(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  public static FakeDnsServer start() throws IOException {
    return start("127.0.0.1");
  }

  /// Starts on a loopback address of either family.
  public static FakeDnsServer start(String address) throws IOException {
    InetAddress here = InetAddress.ofLiteral(address);
    IOException last = new IOException("no port free for both protocols");
    for (int i = 0; i < TRIES_FOR_A_PORT; i++) {
      DatagramSocket udp = new DatagramSocket(new InetSocketAddress(here, 0));
      try {
        FakeDnsServer server =
            new FakeDnsServer(udp, new ServerSocket(udp.getLocalPort(), 50, here));
        Thread.ofVirtual().name("fake-dns-udp").start(server::serveUdp);
        Thread.ofVirtual().name("fake-dns-tcp").start(server::serveTcp);
        return server;
      } catch (IOException taken) {
        udp.close();
        last = taken;
      }
    }
    throw last;
  }

  public FakeDnsServer play(Script next) {
    script = next;
    return this;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /// All queries so far.
  public List<Query> queries() {
    return List.copyOf(queries);
  }

  /// The next query that was not taken yet; waits for it.
  public Query take() throws InterruptedException {
    Query query = unseen.poll(20, TimeUnit.SECONDS);
    if (query == null) {
      throw new AssertionError("no query came within 20 s; so far " + queries);
    }
    return query;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    byte[] buffer = new byte[2048];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
        handle(
            Arrays.copyOf(buffer, packet.getLength()),
            "udp",
            from.getPort(),
            message -> udp.send(new DatagramPacket(message, message.length, from)));
      } catch (IOException closed) {
        // The client's socket is gone, or ours is: the loop's condition tells which.
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket client = tcp.accept();
        Thread.ofVirtual().start(() -> serveTcp(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serveTcp(Socket client) {
    try (client;
        DataInputStream in = new DataInputStream(client.getInputStream())) {
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] query = in.readNBytes(in.readUnsignedShort());
        handle(
            query,
            "tcp",
            client.getPort(),
            message -> {
              ByteBuffer framed = ByteBuffer.allocate(2 + message.length);
              out.write(framed.putShort((short) message.length).put(message).array());
            });
      }
    } catch (IOException end) {
      // The client hung up, which is how every TCP query ends.
      return;
    }
  }

  private void handle(byte[] octets, String protocol, int port, Out out) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(octets);
    int id = in.getShort() & 0xffff;
    in.position(10);
    boolean edns = in.getShort() > 0;
    StringBuilder name = new StringBuilder();
    for (int length = in.get(); length > 0; length = in.get()) {
      byte[] label = new byte[length];
      in.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    Query query = new Query(id, name.toString(), in.getShort() & 0xffff, edns, protocol, port);
    queries.add(query);
    script.play(query, out);
    unseen.add(query);
  }
}
