package dev.fairlead.engine.spi;

/// What a machine's files say about names, as text; an empty text is a file that is not there.
///
/// @param resolvConf `/etc/resolv.conf`: servers, search list, options
/// @param hosts `/etc/hosts`
/// @param nsswitch `/etc/nsswitch.conf`
public record NameFiles(String resolvConf, String hosts, String nsswitch) {}
