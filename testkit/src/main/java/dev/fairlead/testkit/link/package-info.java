/// What happens to single packets on a link.
@NullMarked
package dev.fairlead.testkit.link;

import org.jspecify.annotations.NullMarked;
