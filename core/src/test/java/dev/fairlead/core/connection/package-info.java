/// Transcripts of the life of a connection.
@NullMarked
package dev.fairlead.core.connection;

import org.jspecify.annotations.NullMarked;
