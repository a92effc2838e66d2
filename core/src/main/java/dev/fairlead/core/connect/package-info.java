/// How an endpoint is reached: the race of Happy Eyeballs version 3 with its candidate order,
/// NAT64 and history. Pure: inputs carry the time, effects come out as values.
@NullMarked
package dev.fairlead.core.connect;

import org.jspecify.annotations.NullMarked;
