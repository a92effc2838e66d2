package dev.fairlead.core.framing;

import dev.fairlead.Bytes;
import dev.fairlead.Framer;
import dev.fairlead.FramerSite;
import dev.fairlead.Message;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.PeerEndedException;
import dev.fairlead.spi.FramingProvider;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The loop of framers without a connection, for [dev.fairlead.Framing].
public final class FramingByHand implements FramingProvider {
  /// Made by `ServiceLoader`.
  public FramingByHand() {}

  @Override
  public <M> List<Message<M>> decode(Framer<M> framer, FramerSite site, List<Bytes> pieces) {
    List<Framer<?>> own = List.of(framer.begin(site));
    Opening opening = Opening.of(own);
    Deframer<M> deframer = new Deframer<>(own, false);
    List<Message<M>> all = new ArrayList<>();
    var _ = opening.advance(ByteBuffer.allocate(0));
    for (Bytes piece : pieces) {
      ByteBuffer input = piece.asByteBuffer();
      if (!opening.isDone()) {
        var _ = opening.advance(input);
        input = opening.isDone() ? opening.leftOver() : input;
      }
      while (input.hasRemaining()) {
        add(all, deframer.next(input), deframer);
      }
    }
    add(all, deframer.last(), deframer);
    if (deframer.isInside() || !opening.isDone()) {
      throw tooEarly();
    }
    return all;
  }

  private static <M> void add(List<Message<M>> all, @Nullable M message, Deframer<M> from) {
    if (message != null) {
      all.add(new Message<>(message, from.context()));
    }
  }

  private static PeerEndedException tooEarly() {
    return new PeerEndedException("the peer ended inside a message", Details.NONE);
  }

  @Override
  public <M> Bytes encode(Framer<M> framer, FramerSite site, List<Message<M>> messages) {
    Enframer<M> enframer = new Enframer<>(List.of(framer.begin(site)));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Message<M> message : messages) {
      add(all, enframer.write(message.content(), message.context()));
    }
    return Bytes.copyOf(all.toByteArray());
  }

  @Override
  public Bytes start(Framer<?> framer, FramerSite site, List<Bytes> pieces) {
    Opening opening = Opening.of(List.of(framer.begin(site)));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    add(said, opening.advance(ByteBuffer.allocate(0)));
    for (Bytes piece : pieces) {
      if (!opening.isDone()) {
        add(said, opening.advance(piece.asByteBuffer()));
      }
    }
    if (!opening.isDone()) {
      throw tooEarly();
    }
    return Bytes.copyOf(said.toByteArray());
  }

  private static void add(ByteArrayOutputStream all, ByteBuffer more) {
    all.write(more.array(), more.arrayOffset() + more.position(), more.remaining());
  }
}
