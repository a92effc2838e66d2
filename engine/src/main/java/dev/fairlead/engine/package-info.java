/// The shell: it does what the machines of `core` decide.
@NullMarked
package dev.fairlead.engine;

import org.jspecify.annotations.NullMarked;
