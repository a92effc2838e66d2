/// What a user of Fairlead types, and what a maker of a protocol types.
module dev.fairlead.api {
  requires static org.jspecify;
}
