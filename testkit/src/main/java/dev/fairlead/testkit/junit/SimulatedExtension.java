package dev.fairlead.testkit.junit;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Runs a [Simulated] test once for each seed. Registered by the annotation.
@SuppressWarnings("exports") // Who does not use it must not need JUnit.
public final class SimulatedExtension implements TestTemplateInvocationContextProvider {
  private static final String ONE = "fairlead.seed";
  private static final String COUNT = "fairlead.seeds";

  /// For JUnit.
  public SimulatedExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<? extends TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Simulated how = context.getRequiredTestMethod().getAnnotation(Simulated.class);
    return seeds(how).mapToObj(Run::new);
  }

  private static LongStream seeds(Simulated how) {
    Long one = Long.getLong(ONE);
    if (one != null) {
      return LongStream.of(one);
    }
    if (how.seed().length > 0) {
      return LongStream.of(how.seed());
    }
    int count = how.seeds() > 1 ? Integer.getInteger(COUNT, how.seeds()) : how.seeds();
    if (count < 1) {
      throw new IllegalArgumentException("@Simulated needs at least one seed");
    }
    return LongStream.rangeClosed(1, count);
  }

  /// One run.
  private record Run(long seed) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int number) {
      return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new SeededWorld(seed));
    }
  }
}
