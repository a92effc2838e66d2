package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// `java.net.Socket` on virtual threads: what most programs use.
final class SocketContender implements Contender {
  @Override
  public int serve(Job job) throws IOException {
    ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> acceptAll(server, job));
    return server.getLocalPort();
  }

  private static void acceptAll(ServerSocket server, Job job) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, job));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answer(Socket socket, Job job) {
    byte[] buffer = new byte[64 * 1024];
    try (socket) {
      socket.setTcpNoDelay(true);
      int count;
      while ((count = socket.getInputStream().read(buffer)) >= 0) {
        if (job.echo()) {
          socket.getOutputStream().write(buffer, 0, count);
        }
      }
    } catch (IOException e) {
      // The client ends its connections without ceremony.
      buffer[0] = 0;
    }
  }

  @Override
  public Client connect(Job job, int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoLinger(true, 0);
    return new SocketClient(socket);
  }

  private record SocketClient(Socket socket) implements Client {
    @Override
    public long bulk(byte[] chunk, long nanos) throws Exception {
      return Threads.onVirtual(
          () -> {
            long end = System.nanoTime() + nanos;
            long sent = 0;
            while (System.nanoTime() < end) {
              socket.getOutputStream().write(chunk);
              sent += chunk.length;
            }
            return sent;
          });
    }

    @Override
    public void pingPong(byte[] message, long nanos, Samples roundTrips) throws Exception {
      Threads.onVirtual(
          () -> {
            byte[] reply = new byte[message.length];
            long now = System.nanoTime();
            long end = now + nanos;
            while (now < end) {
              socket.getOutputStream().write(message);
              socket.getInputStream().readNBytes(reply, 0, reply.length);
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
