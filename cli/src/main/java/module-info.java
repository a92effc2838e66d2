/// The program `fairlead`.
module dev.fairlead.cli {
  requires dev.fairlead;
  requires dev.fairlead.testkit;
  requires info.picocli;
  // Only a child process of the demo uses it, on the class path.
  requires static java.net.http;
  requires static org.jspecify;

  opens dev.fairlead.cli to
      info.picocli;
}
