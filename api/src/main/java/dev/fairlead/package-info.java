/// What a user of Fairlead types: one door, [dev.fairlead.Network], and the values that go through
/// it.
///
/// Everything here is an interface, a record or a small immutable value; nothing opens a socket by
/// itself. The machinery is found with [java.util.ServiceLoader], so a program depends on the
/// artifact `dev.fairlead:fairlead` and compiles against this package.
@NullMarked
package dev.fairlead;

import org.jspecify.annotations.NullMarked;
