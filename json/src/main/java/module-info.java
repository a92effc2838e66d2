/// Typed messages as JSON, by Jackson.
module dev.fairlead.json {
  requires transitive dev.fairlead.api;
  requires com.fasterxml.jackson.annotation;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports dev.fairlead.json;
}
