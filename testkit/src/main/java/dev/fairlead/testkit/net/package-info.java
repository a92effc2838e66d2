/// Packets, and who passes them on: interfaces, wires, local networks, hosts, routers.
@NullMarked
package dev.fairlead.testkit.net;

import org.jspecify.annotations.NullMarked;
