/// Name servers of simulated worlds.
@NullMarked
package dev.fairlead.testkit.dns;

import org.jspecify.annotations.NullMarked;
