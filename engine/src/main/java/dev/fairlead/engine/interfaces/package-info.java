/// This machine's interfaces, and how their changes are noticed.
@NullMarked
package dev.fairlead.engine.interfaces;

import org.jspecify.annotations.NullMarked;
