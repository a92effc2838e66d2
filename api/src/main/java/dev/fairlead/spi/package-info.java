/// What a maker of protocols or engines types.
@NullMarked
package dev.fairlead.spi;

import org.jspecify.annotations.NullMarked;
