/// The life of a connection, from setup to its end. Pure.
@NullMarked
package dev.fairlead.core.connection;

import org.jspecify.annotations.NullMarked;
