package dev.fairlead.examples;

import dev.fairlead.Bytes;
import dev.fairlead.Endpoint;
import dev.fairlead.FrameReader;
import dev.fairlead.FrameWriter;
import dev.fairlead.Framer;
import dev.fairlead.Framing;
import dev.fairlead.Network;
import dev.fairlead.Tcp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A custom framer: two methods, no sockets, testable on its own.
final class CustomFramer {
  record Lines() implements Framer<String> {
    @Override
    public void encode(String line, FrameWriter out) {
      out.utf8(line).bytes('\n');
    }

    @Override
    public @Nullable String decode(FrameReader in) {
      return in.utf8Until('\n', 8192); // null = not enough yet
    }
  }

  /// @param args host and port of an echo server
  static void main(String... args) {
    IO.println(Framing.decode(new Lines(), Bytes.utf8("cut any"), Bytes.utf8("where\nor glued\n")));
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    try (var chat = Network.shared().connect(endpoint, new Lines().over(Tcp.defaults()))) {
      chat.batch(() -> List.of("one", "two").forEach(chat::send)); // leaves together
      chat.sendEnd();
      for (String line : chat.messages()) {
        IO.println(line); // ends at the peer's end, throws at a break
      }
    }
  }
}
