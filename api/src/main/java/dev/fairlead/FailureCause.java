package dev.fairlead;

/// Why something failed, in one word, and whether a change of the network may cure it.
///
/// A connection with [Preferences#waitForConnectivity()] waits only when at least one of its
/// attempts failed for a curable cause.
public enum FailureCause {
  /// The name does not exist.
  NAME_NOT_FOUND(true, "check the spelling of the name and the search domains"),
  /// The name exists but has no address of a usable family.
  NO_ADDRESS(true, "the name has no address for the families that this machine can reach"),
  /// No name server answered, or all of them failed.
  RESOLVER_FAILED(true, "check the name servers of this machine"),
  /// The preferences leave no usable interface, or there is none.
  NO_PATH(true, "connect a network, or relax the preferences"),
  /// The peer, or something before it, refused the connection.
  REFUSED(true, "nothing listens on that port, or a firewall refuses it"),
  /// There is no route, or a router said that the address cannot be reached.
  UNREACHABLE(true, "check routes and addresses of this machine"),
  /// Nothing came back at all: a black hole.
  NO_ANSWER(true, "the address does not answer; a firewall may drop the packets"),
  /// The connection was reset.
  RESET(true, "the peer or a box on the way cut the connection"),
  /// The peer closed during the handshake.
  CLOSED_EARLY(true, "the peer closed before the handshake was done"),
  /// The local address or port is taken or not ours.
  LOCAL_ADDRESS(false, "choose another local address or port"),
  /// The system denied it.
  NOT_PERMITTED(false, "the system does not permit this to this process"),
  /// The process or the system has no descriptors or memory left.
  OUT_OF_RESOURCES(true, "raise the limit of open files, or close connections"),
  /// The handshake did not finish in time.
  HANDSHAKE_TIMEOUT(true, "the peer accepted the connection but does not speak the protocol"),
  /// The peer does not speak TLS at all, for example plain HTTP.
  NOT_TLS(false, "this port does not speak TLS: use a plain stack, or another port"),
  /// No common version of TLS.
  TLS_VERSION(false, "the peer speaks only versions of TLS that are refused here"),
  /// No common cipher suite, group or application protocol, or another failed negotiation.
  TLS_NEGOTIATION(false, "the peer and this side have no settings of TLS in common"),
  /// The certificate is for another name.
  CERTIFICATE_NAME(false, "connect by a name that the certificate holds, or set serverName"),
  /// The certificate has expired.
  CERTIFICATE_EXPIRED(
      false, "the peer must renew its certificate; is the clock of this machine right?"),
  /// The certificate is not valid yet.
  CERTIFICATE_NOT_YET_VALID(false, "is the clock of this machine right?"),
  /// No trusted authority vouches for the certificate.
  CERTIFICATE_UNTRUSTED(
      false, "trust the authority that signed it, or have the peer send the whole chain"),
  /// The certificate was refused for another reason, or by the program's own decision.
  CERTIFICATE_REFUSED(false, "see the message for the reason"),
  /// The peer asked for a certificate, or refused ours.
  CLIENT_CERTIFICATE(false, "set an identity that the peer accepts"),
  /// The peer broke the protocol.
  PROTOCOL(false, "the peer does not follow the protocol"),
  /// An option cannot be had with this stack, engine or platform.
  OPTION(false, "change the option that the message names"),
  /// The stream ended without the end that its protocol demands.
  TRUNCATED(true, "data may be missing; allowTruncation() is for old peers"),
  /// The peer stopped answering on an established connection.
  LOST(true, "connect again"),
  /// The deadline of the caller passed.
  DEADLINE(true, "allow more time, or see the report for what was slow"),
  /// The program itself gave up: abort, close or cancellation.
  CANCELLED(false, "nothing: the program asked for it");

  private final boolean curable;
  private final String advice;

  FailureCause(boolean curable, String advice) {
    this.curable = curable;
    this.advice = advice;
  }

  /// Whether a change of the network, or time, may cure it.
  public boolean curable() {
    return curable;
  }

  /// What to do next, as a clause.
  public String advice() {
    return advice;
  }
}
