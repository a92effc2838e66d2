/// The pure machines: everything that decides, nothing that does.
module dev.fairlead.core {
  requires transitive dev.fairlead.api;
  requires static transitive org.jspecify;

  exports dev.fairlead.core.connect to
      dev.fairlead.engine;
  exports dev.fairlead.core.connection to
      dev.fairlead.engine;
  exports dev.fairlead.core.framing to
      dev.fairlead.engine;
  exports dev.fairlead.core.message to
      dev.fairlead.engine;
  exports dev.fairlead.core.path to
      dev.fairlead.engine;
  exports dev.fairlead.core.report to
      dev.fairlead.engine;
  exports dev.fairlead.core.resolve to
      dev.fairlead.dns,
      dev.fairlead.engine,
      dev.fairlead.testkit;
  exports dev.fairlead.core.resolve.servers to
      dev.fairlead.dns;
  exports dev.fairlead.core.resolve.wire to
      dev.fairlead.dns,
      dev.fairlead.testkit;

  provides dev.fairlead.spi.FramingProvider with
      dev.fairlead.core.framing.FramingByHand;
}
