package dev.fairlead.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// A box on the way that completes the handshake of TCP and then says nothing: connections wait in
/// the queue of a listener that never looks at them.
final class MutePort implements Closeable {
  private static final int QUEUE = 64;

  private final ServerSocket listener = new ServerSocket();

  MutePort(InetSocketAddress at) throws IOException {
    listener.bind(at, QUEUE);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
