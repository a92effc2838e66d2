/// The whole system as a user gets it: the API in front, the real engine, resolver and TLS behind.
@NullMarked
package dev.fairlead.whole;

import org.jspecify.annotations.NullMarked;
