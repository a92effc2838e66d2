/// The name sources: each answers questions with a stream of events.
@NullMarked
package dev.fairlead.dns;

import org.jspecify.annotations.NullMarked;
