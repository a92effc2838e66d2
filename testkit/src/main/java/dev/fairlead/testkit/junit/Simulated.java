package dev.fairlead.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that runs in simulated worlds, once for each seed, with the world as its parameter:
///
/// ```java
/// @Simulated(seeds = 100)
/// void theSlowAddressLoses(SimWorld world) { … }
/// ```
///
/// The world is closed after the test. A failure says the seed, and how to run that one alone:
/// `@Simulated(seed = 17)`, or the system property `fairlead.seed=17`, which holds for all tests.
/// The property `fairlead.seeds=1000` is another number of seeds for those that have several.
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulatedExtension.class)
@SuppressWarnings("exports") // Who does not use it must not need JUnit.
public @interface Simulated {
  /// How many seeds: 1, 2, 3 and so on.
  int seeds() default 1;

  /// These seeds instead.
  long[] seed() default {};
}
