/// What the engine asks of protocol modules, in Netty's words; never for third parties.
@NullMarked
package dev.fairlead.engine.spi;

import org.jspecify.annotations.NullMarked;
