/// The seams on which protocols, resolvers and transports hang. The one package that speaks Netty
/// to other modules; it is exported to our protocol modules and the testkit only.
@NullMarked
package dev.fairlead.engine.spi;

import org.jspecify.annotations.NullMarked;
