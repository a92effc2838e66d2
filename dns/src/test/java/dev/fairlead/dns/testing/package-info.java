/// Test twins around name resolution: a name server on loopback.
@NullMarked
package dev.fairlead.dns.testing;

import org.jspecify.annotations.NullMarked;
