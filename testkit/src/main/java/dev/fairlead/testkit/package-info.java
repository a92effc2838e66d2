/// Networks for tests: a simulated world of hosts and links under a virtual clock, and links as
/// bad as one likes for real connections.
@NullMarked
package dev.fairlead.testkit;

import org.jspecify.annotations.NullMarked;
