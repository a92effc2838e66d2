package dev.fairlead.testkit.dns;

import dev.fairlead.Bytes;
import dev.fairlead.testkit.tcp.StreamUser;
import dev.fairlead.testkit.tcp.TcpSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// Questions over TCP, each after its length (RFC 7766).
final class DnsStream implements StreamUser {
  private final TcpSocket socket;
  private final DnsServer server;
  private byte[] pending = {};

  DnsStream(TcpSocket socket, DnsServer server) {
    this.socket = socket;
    this.server = server;
  }

  void begin() {
    socket.use(this);
    readable();
  }

  @Override
  public void readable() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(pending);
    for (byte[] bytes = socket.poll(); bytes != null; bytes = socket.poll()) {
      all.writeBytes(bytes);
    }
    pending = all.toByteArray();
    while (pending.length >= 2) {
      int length = (pending[0] & 0xff) << 8 | pending[1] & 0xff;
      if (pending.length < 2 + length) {
        break;
      }
      Bytes query = Bytes.copyOf(pending, 2, length);
      pending = Arrays.copyOfRange(pending, 2 + length, pending.length);
      server.answer(query, false, this::send);
    }
    if (socket.isAtEnd()) {
      socket.close();
    }
  }

  private void send(Bytes reply) {
    byte[] framed = new byte[2 + reply.length()];
    framed[0] = (byte) (reply.length() >> 8);
    framed[1] = (byte) reply.length();
    reply.copyTo(framed, 2);
    if (socket.room() >= framed.length) {
      socket.write(framed);
      socket.flush();
    }
  }

  @Override
  public void opened() {
    // It was open before.
  }

  @Override
  public void failed(IOException why) {
    // It was open before.
  }

  @Override
  public void writable() {
    // Answers are far smaller than the room for them.
  }

  @Override
  public void broke(IOException why) {
    // Nothing is kept for it.
  }
}
