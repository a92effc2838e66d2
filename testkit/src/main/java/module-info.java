/// Simulated networks under a virtual clock, and bad links for real ones.
module dev.fairlead.testkit {
  requires transitive dev.fairlead.api;
  requires dev.fairlead.core;
  requires dev.fairlead.engine;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;

  exports dev.fairlead.testkit;
  exports dev.fairlead.testkit.junit;

  provides dev.fairlead.engine.spi.LayerProvider with
      dev.fairlead.testkit.conditioner.ConditionerLayerProvider;

  uses dev.fairlead.engine.spi.NetworkAssembly;
}
