/// A bad link under real connections.
@NullMarked
package dev.fairlead.testkit.conditioner;

import org.jspecify.annotations.NullMarked;
