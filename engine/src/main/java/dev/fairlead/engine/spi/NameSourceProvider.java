package dev.fairlead.engine.spi;

/// Makes the name source of a network. Found with [java.util.ServiceLoader].
public interface NameSourceProvider {
  /// The source for the network's [dev.fairlead.Resolver].
  NameSource create(NetworkSite site);
}
