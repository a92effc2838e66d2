/// TLS layers: engines chosen by capability, trust and identity off the loop.
@NullMarked
package dev.fairlead.tls;

import org.jspecify.annotations.NullMarked;
