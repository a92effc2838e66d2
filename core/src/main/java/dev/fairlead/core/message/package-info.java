/// The order in which messages leave.
@NullMarked
package dev.fairlead.core.message;

import org.jspecify.annotations.NullMarked;
