/// Feeds framers with bytes that are cut anywhere, and gathers what they write.
@NullMarked
package dev.fairlead.core.framing;

import org.jspecify.annotations.NullMarked;
