package dev.fairlead.examples;

import dev.fairlead.Bytes;
import dev.fairlead.Coder;
import dev.fairlead.Endpoint;
import dev.fairlead.LengthPrefix;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.Network;
import dev.fairlead.Tcp;
import java.nio.ByteBuffer;

/// A coder by hand: two methods. A message that does not parse is told, and the connection goes on.
final class OwnCoder {
  record Point(double x, double y) {}

  static final class Points implements Coder<Point> {
    @Override
    public Bytes encode(Point point) {
      return Bytes.copyOf(ByteBuffer.allocate(16).putDouble(point.x).putDouble(point.y).flip());
    }

    @Override
    public Point decode(Bytes content) {
      ByteBuffer in = content.asByteBuffer();
      return new Point(in.getDouble(), in.getDouble());
    }
  }

  /// @param args host and port of an echo server
  static void main(String... args) {
    var endpoint = Endpoint.of(args[0], Integer.parseInt(args[1]));
    var stack = new Points().over(LengthPrefix.over(Tcp.defaults()).width(2)).tolerant();
    try (var points = Network.shared().connect(endpoint, stack)) {
      points.send(new Point(1, 2));
      IO.println(points.receive());
    } catch (MalformedMessageException e) {
      IO.println(e.getMessage());
    }
  }
}
