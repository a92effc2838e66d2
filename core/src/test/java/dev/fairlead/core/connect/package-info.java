/// Transcripts of races in virtual time.
@NullMarked
package dev.fairlead.core.connect;

import org.jspecify.annotations.NullMarked;
