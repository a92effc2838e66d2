/// What a maker of a protocol types.
@NullMarked
package dev.fairlead.spi;

import org.jspecify.annotations.NullMarked;
