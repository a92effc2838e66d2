/// Examples that are compiled and run.
module dev.fairlead.examples {
  requires dev.fairlead;
  requires dev.fairlead.json;
  requires static org.jspecify;

  opens dev.fairlead.examples to
      tools.jackson.databind;
}
