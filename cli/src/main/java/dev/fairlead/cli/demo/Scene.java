package dev.fairlead.cli.demo;

/// Something that can be broken on the way to a name.
///
/// @param title what is broken, as a clause
/// @param tells one or two sentences for the reader
/// @param host the name that is connected to
/// @param tls whether TLS is spoken
/// @param trouble what happens at the first address
record Scene(String title, String tells, String host, boolean tls, Trouble trouble) {
  /// What happens at the first address.
  enum Trouble {
    /// There is only one address, and it is well.
    NONE,
    /// Nothing listens.
    REFUSES,
    /// Nothing comes back.
    SILENT,
    /// One question to the name server is never answered; the address is well.
    NAME_HALF_ANSWERED,
    /// TCP connects, TLS never gets an answer.
    MUTE,
    /// A server with a certificate for another name.
    WRONG_CERTIFICATE
  }
}
