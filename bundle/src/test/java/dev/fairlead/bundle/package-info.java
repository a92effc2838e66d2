/// The library as users have it, on the class path and on the module path.
@org.jspecify.annotations.NullMarked
package dev.fairlead.bundle;
