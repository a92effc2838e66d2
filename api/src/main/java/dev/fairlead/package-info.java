/// What a user of Fairlead types; start at `Network`.
@NullMarked
package dev.fairlead;

import org.jspecify.annotations.NullMarked;
