/// Typed messages as JSON.
@NullMarked
package dev.fairlead.json;

import org.jspecify.annotations.NullMarked;
