/// What a person is told when it did not work, decided.
@NullMarked
package dev.fairlead.core.report;

import org.jspecify.annotations.NullMarked;
