/// `fairlead demo`: broken networks on loopback, with plain Java beside Fairlead.
@NullMarked
package dev.fairlead.cli.demo;

import org.jspecify.annotations.NullMarked;
