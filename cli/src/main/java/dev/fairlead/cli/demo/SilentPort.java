package dev.fairlead.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A black hole on loopback: a listener that never accepts and whose queue is full, so that the
/// system drops whatever else asks for a connection.
final class SilentPort implements Closeable {
  private static final int FILLERS_MAX = 32;
  private static final long SETTLE_MILLIS = 40;

  private final ServerSocket listener;
  private final List<SocketChannel> fillers = new ArrayList<>();

  SilentPort(InetSocketAddress at) throws IOException {
    listener = new ServerSocket();
    listener.bind(at, 1);
    for (int unanswered = 0; unanswered < 2 && fillers.size() < FILLERS_MAX; ) {
      SocketChannel filler = SocketChannel.open();
      fillers.add(filler);
      filler.configureBlocking(false);
      filler.connect(at);
      unanswered += answered(filler) ? 0 : 1;
    }
    if (fillers.size() >= FILLERS_MAX) {
      close();
      throw new IOException("this system accepts connections beyond the queue of a listener");
    }
  }

  private static boolean answered(SocketChannel filler) throws IOException {
    try (Selector selector = Selector.open()) {
      filler.register(selector, SelectionKey.OP_CONNECT);
      return selector.select(SETTLE_MILLIS) > 0 && filler.finishConnect();
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel filler : fillers) {
      filler.close();
    }
    listener.close();
  }
}
