package dev.fairlead.spi;

import dev.fairlead.Bytes;
import dev.fairlead.Framer;
import dev.fairlead.FramerSite;
import dev.fairlead.Message;
import java.util.List;
import java.util.ServiceLoader;

/// What stands behind [dev.fairlead.Framing]: found once with [ServiceLoader].
public interface FramingProvider {
  /// Reads all messages; the peer has ended after the last piece.
  <M> List<Message<M>> decode(Framer<M> framer, FramerSite site, List<Bytes> pieces);

  /// Writes all messages.
  <M> Bytes encode(Framer<M> framer, FramerSite site, List<Message<M>> messages);

  /// Does the start step and gives what it wrote.
  Bytes start(Framer<?> framer, FramerSite site, List<Bytes> pieces);

  /// The provider of this process.
  ///
  /// @throws IllegalStateException when the program has the API but no core
  static FramingProvider find() {
    return Found.PROVIDER;
  }

  /// Found at first use, once.
  final class Found {
    private static final FramingProvider PROVIDER =
        ServiceLoader.load(FramingProvider.class, FramingProvider.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no core is on the class path or module path:"
                            + " add the artifact dev.fairlead:fairlead"));

    private Found() {}
  }
}
