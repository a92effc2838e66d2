package dev.fairlead.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A blocking `SocketChannel` with direct buffers on platform threads: as near to the system as
/// plain Java comes.
final class ChannelContender implements Contender {
  @Override
  public int serve(Job job) throws IOException {
    ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    Thread.ofPlatform().daemon().start(() -> acceptAll(server, job));
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private static void acceptAll(ServerSocketChannel server, Job job) {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(channel, job));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static void answer(SocketChannel channel, Job job) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    try (channel) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        while (job.echo() && buffer.hasRemaining()) {
          channel.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // The client ends its connections without ceremony.
      buffer.clear();
    }
  }

  @Override
  public Client connect(Job job, int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    return new ChannelClient(channel);
  }

  private record ChannelClient(SocketChannel channel) implements Client {
    @Override
    public long bulk(byte[] chunk, long nanos) throws IOException {
      long end = System.nanoTime() + nanos;
      long sent = 0;
      ByteBuffer direct = ByteBuffer.allocateDirect(chunk.length);
      while (System.nanoTime() < end) {
        direct.clear().put(chunk).flip();
        while (direct.hasRemaining()) {
          channel.write(direct);
        }
        sent += chunk.length;
      }
      return sent;
    }

    @Override
    public void pingPong(byte[] message, long nanos, Samples roundTrips) throws IOException {
      ByteBuffer direct = ByteBuffer.allocateDirect(message.length);
      long now = System.nanoTime();
      long end = now + nanos;
      while (now < end) {
        direct.clear().put(message).flip();
        channel.write(direct);
        direct.clear();
        while (direct.hasRemaining()) {
          channel.read(direct);
        }
        long then = now;
        now = System.nanoTime();
        roundTrips.add(now - then);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
