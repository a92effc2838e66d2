package dev.fairlead.dns;

import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.NameSourceProvider;
import dev.fairlead.engine.spi.NetworkSite;

/// Found by the engine: makes the names of a network.
public final class DnsNameSourceProvider implements NameSourceProvider {
  /// For the service loader.
  public DnsNameSourceProvider() {}

  @Override
  public NameSource create(NetworkSite site) {
    Services services = new Services(site.environment(), site.transport());
    DnsNameSource.Platform platform =
        DnsNameSource.Platform.of(site.transport(), System.getProperty("os.name", ""));
    return new DnsNameSource(services, site.resolver(), platform);
  }
}
