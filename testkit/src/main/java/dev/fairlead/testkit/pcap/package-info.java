/// Simulated packets as a capture file that Wireshark opens.
@NullMarked
package dev.fairlead.testkit.pcap;

import org.jspecify.annotations.NullMarked;
