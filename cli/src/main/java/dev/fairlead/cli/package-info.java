/// The program `fairlead`: connect, listen, resolve, demo.
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
