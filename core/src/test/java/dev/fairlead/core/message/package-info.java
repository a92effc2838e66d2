/// Transcripts of the order of sending.
@NullMarked
package dev.fairlead.core.message;

import org.jspecify.annotations.NullMarked;
