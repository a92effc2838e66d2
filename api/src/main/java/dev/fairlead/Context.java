package dev.fairlead;

import java.util.Objects;

/// What connections may share: name cache, race history, TLS sessions. Connections of different
/// contexts never learn from each other, so nobody can link them by what one of them left behind.
///
/// A context is an identity: two of the same name are still two. Its caches live as long as the
/// context and the network do.
public final class Context {
  private final String name;

  private Context(String name) {
    this.name = name;
  }

  /// A new, empty context.
  ///
  /// @param name for logs and reports
  public static Context named(String name) {
    return new Context(Objects.requireNonNull(name, "name"));
  }

  /// The name for logs and reports.
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "context " + name;
  }
}
