package dev.fairlead.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that the jar was built with.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getModule().isNamed() ? moduleVersion() : packageVersion();
    return new String[] {
      "fairlead " + version,
      "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"
    };
  }

  private static String moduleVersion() {
    return Version.class.getModule().getDescriptor().rawVersion().orElse("(unpacked)");
  }

  private static String packageVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(unpacked)" : version;
  }
}
