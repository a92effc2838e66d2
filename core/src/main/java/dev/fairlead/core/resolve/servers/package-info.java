/// One question on its way through the name servers: whom to ask, when to ask the next one as well,
/// what to believe.
@NullMarked
package dev.fairlead.core.resolve.servers;

import org.jspecify.annotations.NullMarked;
