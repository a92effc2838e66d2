/// Framers cut, glued and fuzzed.
@NullMarked
package dev.fairlead.core.framing;

import org.jspecify.annotations.NullMarked;
