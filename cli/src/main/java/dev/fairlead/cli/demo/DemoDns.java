package dev.fairlead.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A name server on loopback that knows the few names of the demo, and that never answers some
/// questions (RFC 1035 over UDP).
final class DemoDns implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int MESSAGE_MAX = 1232;
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int CLASS_IN = 1;
  private static final int TTL_SECONDS = 60;
  private static final int NAME_ERROR = 3;

  private final DatagramSocket socket;
  private final Map<String, Zone> names = new ConcurrentHashMap<>();

  /// What is known of one name.
  ///
  /// @param addresses in the order in which they are told
  /// @param silentTypes record types about which nothing is ever said
  record Zone(List<InetAddress> addresses, Set<Integer> silentTypes) {
    static Zone of(List<InetAddress> addresses) {
      return new Zone(addresses, Set.of());
    }

    static Zone withoutIpv6Answer(List<InetAddress> addresses) {
      return new Zone(addresses, Set.of(TYPE_AAAA));
    }
  }

  DemoDns() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    Thread.ofVirtual().name("demo-dns").start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  void add(String name, Zone zone) {
    names.put(name.toLowerCase(Locale.ROOT), zone);
  }

  private void serve() {
    byte[] buffer = new byte[MESSAGE_MAX];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        answer(packet);
      } catch (SocketException closed) {
        // Closing the socket is how the server is stopped.
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(DatagramPacket query) throws IOException {
    byte[] reply;
    try {
      reply = reply(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
    } catch (BufferUnderflowException | IndexOutOfBoundsException notAQuestion) {
      reply = new byte[0];
    }
    if (reply.length > 0) {
      socket.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
    }
  }

  /// The answer to a message, empty for none.
  private byte[] reply(ByteBuffer query) {
    short id = query.getShort(0);
    query.position(HEADER);
    String name = name(query);
    int type = query.getShort() & 0xffff;
    int questionEnd = query.position() + Short.BYTES;
    Zone zone = names.get(name);
    if (zone != null && zone.silentTypes().contains(type)) {
      return new byte[0];
    }
    List<InetAddress> answers =
        zone == null ? List.of() : zone.addresses().stream().filter(a -> isOf(a, type)).toList();
    ByteBuffer reply = ByteBuffer.allocate(MESSAGE_MAX);
    // RFC 1035 §4.1.1: a response, authoritative, recursion desired and available.
    int flags = 0x8580 | (zone == null ? NAME_ERROR : 0);
    reply.putShort(id).putShort((short) flags).putShort((short) 1);
    reply.putShort((short) answers.size()).putInt(0);
    // The question goes back byte by byte: its mixture of cases is the asker's secret.
    reply.put(query.duplicate().position(HEADER).limit(questionEnd));
    answers.forEach(address -> record(reply, type, address.getAddress()));
    byte[] bytes = new byte[reply.position()];
    reply.flip().get(bytes);
    return bytes;
  }

  private static boolean isOf(InetAddress address, int type) {
    return type == TYPE_A
        ? address instanceof Inet4Address
        : type == TYPE_AAAA && !(address instanceof Inet4Address);
  }

  private static void record(ByteBuffer reply, int type, byte[] address) {
    // RFC 1035 §4.1.4: the name is a pointer to the question's.
    reply.putShort((short) (0xc000 | HEADER)).putShort((short) type).putShort((short) CLASS_IN);
    reply.putInt(TTL_SECONDS).putShort((short) address.length).put(address);
  }

  private static String name(ByteBuffer query) {
    StringBuilder name = new StringBuilder();
    int length = query.get() & 0xff;
    while (length > 0) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
      length = query.get() & 0xff;
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    socket.close();
  }
}
