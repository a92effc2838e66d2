package dev.fairlead.engine;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/// A safety net: a connection that the program has forgotten while it was open is aborted, with a
/// warning, for nobody could close it any more. Its thread belongs to the runtime's garbage
/// collection, not to a network, so it asks no environment.
final class Forgotten {
  private static final System.Logger LOG = System.getLogger("dev.fairlead.connection");
  private static final Cleaner CLEANER = Cleaner.create();

  private Forgotten() {}

  /// Watches `connection`, of which `parts` must know nothing.
  static void watch(Front connection, StreamParts parts) {
    ConnectionLife life = parts.life();
    Wire wire = parts.wire();
    Losses losses = parts.site().losses();
    int front = parts.newFront();
    String name = parts.ledger().id() + " with " + parts.endpoint();
    var _ =
        CLEANER.register(
            connection,
            () -> {
              // One that closes in good order, which is bounded, needs nobody.
              if (!parts.isNewest(front) || (life.closeAsked() && !life.state().isFinal())) {
                return;
              }
              boolean unused = life.state() instanceof dev.fairlead.ConnectionState.Setup;
              if (!life.state().isFinal()) {
                if (!unused) {
                  LOG.log(
                      Level.WARNING,
                      "connection {0} was forgotten without close() or abort(); it is aborted now",
                      name);
                }
                life.abort();
              } else {
                wire.discard(losses.closedHere());
              }
            });
  }
}
