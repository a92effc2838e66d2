/// Which of this machine's interfaces a connection may use, decided.
@NullMarked
package dev.fairlead.core.path;

import org.jspecify.annotations.NullMarked;
