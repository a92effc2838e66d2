package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// A name server that knows one thing: every name has the address 127.0.0.1, for an hour.
final class TinyDns {
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final int TYPE_SOA = 6;
  private static final int HOUR = 3600;

  private TinyDns() {}

  static InetSocketAddress start() {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().daemon().name("tiny-dns").start(() -> answerAll(socket));
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answerAll(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    while (!socket.isClosed()) {
      try {
        packet.setLength(1500);
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The question as it came, and an A record, or the SOA record of an empty answer.
  private static byte[] answer(ByteBuffer query) {
    int end = HEADER;
    while (query.get(end) != 0) {
      end += query.get(end) + 1;
    }
    boolean address = query.getShort(end + 1) == TYPE_A;
    ByteBuffer reply = ByteBuffer.allocate(512);
    reply.putShort(query.getShort(0)).putShort((short) 0x8580).putShort((short) 1);
    reply
        .putShort((short) (address ? 1 : 0))
        .putShort((short) (address ? 0 : 1))
        .putShort((short) 0);
    reply.put(query.slice(HEADER, end + 5 - HEADER));
    reply.putShort((short) 0xc00c).putShort((short) (address ? TYPE_A : TYPE_SOA));
    reply.putShort((short) 1).putInt(HOUR);
    if (address) {
      reply.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
    } else {
      reply.putShort((short) 22).put((byte) 0).put((byte) 0);
      reply.putInt(1).putInt(HOUR).putInt(HOUR).putInt(HOUR).putInt(HOUR);
    }
    byte[] bytes = new byte[reply.position()];
    reply.flip().get(bytes);
    return bytes;
  }
}
