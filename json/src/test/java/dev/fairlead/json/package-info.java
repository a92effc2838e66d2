/// Tests of typed messages.
@NullMarked
package dev.fairlead.json;

import org.jspecify.annotations.NullMarked;
