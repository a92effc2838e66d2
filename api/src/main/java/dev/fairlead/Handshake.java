package dev.fairlead;

import java.time.Duration;
import java.util.Optional;

/// What one layer needed to get ready.
///
/// @param layer `tcp`, `tls`
/// @param took how long it was
/// @param roundTrip the round trip that was measured in it, when it shows one
/// @param detail what was agreed on: `TLSv1.3 TLS_AES_128_GCM_SHA256 alpn h2, may end first`; may
/// be
/// empty. `may end first` and `ends alone` tell of half close, as [TlsFacts#halfClose()] and
/// [TlsFacts#sendsAfterPeerEnd()] do
public record Handshake(String layer, Duration took, Optional<Duration> roundTrip, String detail) {}
