/// The bundle: one dependency for most users.
module dev.fairlead {
  requires transitive dev.fairlead.api;
  requires dev.fairlead.dns;
  requires dev.fairlead.engine;
  requires dev.fairlead.tls;
}
