/// What a user of Fairlead types, and what a maker of a protocol types.
module dev.fairlead.api {
  requires static transitive org.jspecify;

  exports dev.fairlead;
  exports dev.fairlead.spi;

  uses dev.fairlead.spi.FramingProvider;
  uses dev.fairlead.spi.NetworkProvider;
}
