/// A small, honest TCP.
@NullMarked
package dev.fairlead.testkit.tcp;

import org.jspecify.annotations.NullMarked;
