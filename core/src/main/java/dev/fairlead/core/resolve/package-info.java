/// Names, decided: records, search lists, cached answers.
@NullMarked
package dev.fairlead.core.resolve;

import org.jspecify.annotations.NullMarked;
