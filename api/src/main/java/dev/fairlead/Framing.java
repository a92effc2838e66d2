package dev.fairlead;

import dev.fairlead.spi.FramingProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tries framers out without a connection: the same loop that runs in one, fed by hand.
public final class Framing {
  private static final FramerSite NOWHERE =
      new FramerSite(Endpoint.of("peer.example", 1), false, List.of());

  private Framing() {}

  /// What the peer's bytes mean to `framer`, however they are cut into pieces. It ends as a
  /// connection does: after the last piece the peer has ended.
  ///
  /// @throws MalformedMessageException when the bytes are no messages
  /// @throws PeerEndedException when the last message is not all there
  public static <M> List<M> decode(Framer<M> framer, Bytes... pieces) {
    return decodeMessages(framer, Arrays.asList(pieces)).stream().map(Message::content).toList();
  }

  /// As above, with contexts.
  public static <M> List<Message<M>> decodeMessages(Framer<M> framer, List<Bytes> pieces) {
    return FramingProvider.find().decode(framer, NOWHERE, pieces);
  }

  /// The bytes of these messages, one behind the other.
  @SafeVarargs
  public static <M> Bytes encode(Framer<M> framer, M... messages) {
    List<Message<M>> all = new ArrayList<>(messages.length);
    for (M message : messages) {
      all.add(new Message<>(message, MessageContext.defaults()));
    }
    return FramingProvider.find().encode(framer, NOWHERE, all);
  }

  /// What `framer` says in its start step when the peer says `pieces`.
  ///
  /// @throws PeerEndedException when the step is not finished after the last piece
  public static Bytes start(Framer<?> framer, Bytes... pieces) {
    return FramingProvider.find().start(framer, NOWHERE, Arrays.asList(pieces));
  }
}
