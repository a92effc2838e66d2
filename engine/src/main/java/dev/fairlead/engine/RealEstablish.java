package dev.fairlead.engine;

import dev.fairlead.Bytes;
import dev.fairlead.EstablishmentException;
import dev.fairlead.EstablishmentReport;
import dev.fairlead.NetworkException.Details;
import dev.fairlead.core.report.FailureText;
import dev.fairlead.engine.spi.Carrier;
import dev.fairlead.engine.spi.Establish;
import dev.fairlead.engine.spi.NetworkSite;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Opens carriers for protocol modules, each with a round of its own.
final class RealEstablish implements Establish {
  /// Both are set once, by the network, before anybody can ask: the network's site holds this
  /// object, and the connector holds the site.
  private volatile @Nullable Connector connector;

  private volatile @Nullable NetworkSite site;

  void use(Connector connector, NetworkSite site) {
    this.connector = connector;
    this.site = site;
  }

  @Override
  public CompletableFuture<Carrier> establish(Order order) {
    Connector by = connector;
    NetworkSite here = site;
    if (by == null || here == null) {
      throw new IllegalStateException("the network is not open yet");
    }
    CompletableFuture<Carrier> result = new CompletableFuture<>();
    Ledger ledger = new Ledger("helper", order.endpoint(), order.stack(), here);
    ConnectOrder connect =
        new ConnectOrder(
            order.endpoint(),
            order.stack(),
            order.preferences(),
            order.loop(),
            ledger,
            Bytes.empty(),
            order.forResolver());
    order.loop().execute(() -> begin(by, connect, result));
    return result;
  }

  private static void begin(
      Connector connector, ConnectOrder order, CompletableFuture<Carrier> result) {
    if (result.isDone()) {
      return;
    }
    Round round = connector.begin(order, new Telling(order, result));
    result.whenComplete(
        (_, _) -> {
          if (result.isCancelled()) {
            order.loop().execute(() -> round.cancel("the caller cancelled it"));
          }
        });
  }

  /// Completes the future.
  private record Telling(ConnectOrder order, CompletableFuture<Carrier> result)
      implements RoundListener {
    @Override
    public void won(Carrier carrier) {
      order.ledger().decided("ready");
      if (!result.complete(carrier)) {
        carrier.abort();
      }
    }

    @Override
    public void lost(RoundLoss loss) {
      order.ledger().decided("failed: " + loss.summary());
      EstablishmentReport report = order.ledger().snapshot();
      result.completeExceptionally(
          new EstablishmentException(
              FailureText.of(report, loss.cause(), loss.summary()),
              loss.cause(),
              new Details(report, loss.underlying())));
    }
  }
}
