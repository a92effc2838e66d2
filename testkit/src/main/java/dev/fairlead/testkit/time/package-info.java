/// The virtual clock and whose turn it is.
@NullMarked
package dev.fairlead.testkit.time;

import org.jspecify.annotations.NullMarked;
