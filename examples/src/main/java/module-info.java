/// Examples that are compiled and run.
module dev.fairlead.examples {
  requires dev.fairlead;
  requires static org.jspecify;
}
