/// Simulated worlds as parameters of JUnit's tests. Needs `junit-jupiter-api`; the rest of the
/// testkit does not.
@NullMarked
package dev.fairlead.testkit.junit;

import org.jspecify.annotations.NullMarked;
