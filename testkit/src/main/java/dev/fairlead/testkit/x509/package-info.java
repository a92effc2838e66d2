/// Certificates for simulated worlds.
@NullMarked
package dev.fairlead.testkit.x509;

import org.jspecify.annotations.NullMarked;
