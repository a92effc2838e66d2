/// The UDP of simulated hosts.
@NullMarked
package dev.fairlead.testkit.udp;

import org.jspecify.annotations.NullMarked;
