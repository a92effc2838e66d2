/// One runnable file for each block of the guide.
@NullMarked
package dev.fairlead.examples;

import org.jspecify.annotations.NullMarked;
