package example;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;

/// Tells which native parts Netty has found.
class Main {
  public static void main(String[] args) {
    IO.println("epoll " + Epoll.isAvailable());
    IO.println("boringssl " + OpenSsl.isAvailable());
  }
}
