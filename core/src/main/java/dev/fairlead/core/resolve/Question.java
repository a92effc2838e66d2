package dev.fairlead.core.resolve;

/// One question to the name system. Names are kept in lower case and without the dot at the end, so
/// that two questions that mean the same are equal; the root is `.`.
public record Question(String name, RecordType type) {

  /// Brings the name into its canonical form.
  ///
  /// @throws IllegalArgumentException if the name is empty
  public Question {
    name = canonical(name);
  }

  /// The form in which names are compared: lower case, no dot at the end; the root stays `.`.
  ///
  /// @throws IllegalArgumentException if the name is empty
  public static String canonical(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one character");
    }
    return DomainName.canonical(name);
  }

  /// The question for the HTTPS records of an origin.
  public static Question https(String host, int port) {
    // RFC 9460 §9.1: the default port has no prefix; another one is written before the host.
    return new Question(port == 443 ? host : "_" + port + "._https." + host, RecordType.HTTPS);
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
