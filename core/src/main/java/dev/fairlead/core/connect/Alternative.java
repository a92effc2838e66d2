package dev.fairlead.core.connect;

import java.util.List;

/// One way to run the stack to an endpoint, such as "TLS over TCP", beside others that could do the
/// same job, such as "QUIC".
///
/// @param index its place among the alternatives of the stack; lower ones are preferred
/// @param alpn the protocols that it can speak, or empty if the application does not care
/// @param needsRecord whether it is tried only where a service record offers one of its protocols
public record Alternative(int index, List<String> alpn, boolean needsRecord) {

  /// The only alternative of a stack that does not care for ALPN.
  public static final Alternative ONLY = new Alternative(0, List.of(), false);

  /// Copies the list.
  public Alternative {
    alpn = List.copyOf(alpn);
  }
}
