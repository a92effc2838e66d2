package dev.fairlead.tls;

import dev.fairlead.Setting;
import dev.fairlead.Tls;
import dev.fairlead.TlsOptions;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.Applied;
import dev.fairlead.engine.spi.Layer;
import dev.fairlead.engine.spi.LayerFactory;
import dev.fairlead.engine.spi.LayerSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the TLS layers of one connection's attempts, or of one listener's connections.
final class TlsLayerFactory implements LayerFactory {
  private final TlsShared shared;
  private final LayerSite site;
  private final Optional<PeerName> name;

  TlsLayerFactory(TlsShared shared, LayerSite site, Optional<PeerName> name) {
    this.shared = shared;
    this.site = site;
    this.name = name;
  }

  @Override
  public List<Setting> settings() {
    TlsOptions options = shared.options();
    List<Setting> settings = new ArrayList<>();
    if (options.trust() instanceof Trust.Anyone) {
      settings.add(setting("trust", "anyone", Applied.FULLY));
    }
    if (!options.cipherSuites().isEmpty()) {
      settings.add(setting("cipherSuites", options.cipherSuites().toString(), suites(options)));
    }
    if (!options.groups().isEmpty()) {
      settings.add(setting("groups", options.groups().toString(), Applied.FULLY));
    }
    if (options.halfClose() == Tls.HalfClose.REQUIRED) {
      settings.add(setting("halfClose", "required", Applied.FULLY));
    }
    if (options.stapling()) {
      settings.add(
          setting(
              "stapling",
              "true",
              site.server()
                  ? Applied.not("listeners staple no status")
                  : Applied.nearly("a status that the peer staples is checked; none is fetched")));
    }
    options.keyLog().ifPresent(f -> settings.add(setting("keyLog", f.toString(), Applied.FULLY)));
    return settings;
  }

  private Applied suites(TlsOptions options) {
    boolean both = options.versionMost() == Tls.Version.TLS_1_3;
    return both && shared.engine() instanceof BoringSsl
        ? Applied.nearly("in TLS 1.3 BoringSSL always offers the three suites that it has")
        : Applied.FULLY;
  }

  private static Setting setting(String name, String value, Applied applied) {
    return new Setting("tls." + name, value, applied.result(), applied.reason());
  }

  @Override
  public String engine() {
    return shared.engine().name();
  }

  @Override
  public String engineReason() {
    return shared.choice().reason();
  }

  @Override
  public long readyLimitNanos() {
    return shared.options().handshakeTimeout().toNanos();
  }

  @Override
  public Layer create() {
    return new TlsLayer(shared, site, name);
  }
}
