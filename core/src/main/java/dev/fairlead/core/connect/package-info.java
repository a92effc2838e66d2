/// The race for a connection, decided: which address, when, and who has won.
@NullMarked
package dev.fairlead.core.connect;

import org.jspecify.annotations.NullMarked;
