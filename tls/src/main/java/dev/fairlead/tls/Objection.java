package dev.fairlead.tls;

import dev.fairlead.FailureCause;

/// Why a peer's certificate is not accepted.
///
/// @param cause in one word
/// @param text as a clause: `certificate is for a.example, not b.example`
record Objection(FailureCause cause, String text) {}
