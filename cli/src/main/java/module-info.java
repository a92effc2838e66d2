/// The program `fairlead`.
module dev.fairlead.cli {
  requires dev.fairlead;
  requires info.picocli;
  requires static org.jspecify;
}
