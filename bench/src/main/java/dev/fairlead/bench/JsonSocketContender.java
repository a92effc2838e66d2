package dev.fairlead.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// What one would write by hand: Jackson, a length and a `java.net.Socket`, one write per message.
final class JsonSocketContender implements Contender {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectReader READER = MAPPER.readerFor(MessageContender.Sample.class);
  private static final ObjectWriter WRITER = MAPPER.writerFor(MessageContender.Sample.class);

  @Override
  public int serve(Job job) throws IOException {
    ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(server, job));
    return server.getLocalPort();
  }

  private static void accept(ServerSocket server, Job job) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, job));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void answer(Socket socket, Job job) {
    try (Talk talk = new Talk(socket)) {
      while (true) {
        MessageContender.Sample each = talk.receive();
        if (job.echo()) {
          talk.send(each);
        }
      }
    } catch (EOFException ended) {
      // As it should.
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public Client connect(Job job, int port) throws IOException {
    return new Talk(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private static final class Talk implements Client {
    private final Socket socket;
    private final DataInputStream in;

    Talk(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
    }

    void send(MessageContender.Sample each) throws IOException {
      byte[] content = WRITER.writeValueAsBytes(each);
      byte[] framed = new byte[content.length + 4];
      ByteBuffer.wrap(framed).putInt(content.length).put(content);
      socket.getOutputStream().write(framed);
    }

    MessageContender.Sample receive() throws IOException {
      return READER.readValue(in.readNBytes(in.readInt()));
    }

    @Override
    public long bulk(byte[] chunk, long nanos) throws Exception {
      return Threads.onVirtual(
          () -> {
            MessageContender.Sample each = MessageContender.Sample.of(chunk);
            long end = System.nanoTime() + nanos;
            long sent = 0;
            while (System.nanoTime() < end) {
              send(each);
              sent += chunk.length;
            }
            return sent;
          });
    }

    @Override
    public void pingPong(byte[] content, long nanos, Samples roundTrips) throws Exception {
      Threads.onVirtual(
          () -> {
            MessageContender.Sample each = MessageContender.Sample.of(content);
            long now = System.nanoTime();
            long end = now + nanos;
            while (now < end) {
              send(each);
              MessageContender.Sample back = receive();
              assert back != null;
              long then = now;
              now = System.nanoTime();
              roundTrips.add(now - then);
            }
            return 0L;
          });
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
