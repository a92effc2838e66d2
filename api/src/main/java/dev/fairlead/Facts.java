package dev.fairlead;

/// What one protocol of the stack found out during and after its handshake. Looked up by kind with
/// [Connection#facts].
public sealed interface Facts permits TcpFacts, TlsFacts {}
