package dev.fairlead.testkit.junit;

import dev.fairlead.testkit.SimWorld;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// The world of one run: made when first asked for, by the thread of the test; closed after it. A
/// failure is told with the seed and the end of the transcript.
final class SeededWorld
    implements ParameterResolver, TestExecutionExceptionHandler, AfterEachCallback {
  private static final int LINES_SHOWN = 25;

  private final long seed;
  private @Nullable SimWorld world;
  private @Nullable Throwable told;

  SeededWorld(long seed) {
    this.seed = seed;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SimWorld.class;
  }

  @Override
  public SimWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SimWorld known = world;
    if (known == null) {
      known = SimWorld.seeded(seed);
      world = known;
    }
    return known;
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof Exception || failure instanceof AssertionError) {
      told = failure;
      throw new AssertionError(message(failure), failure);
    }
    throw failure;
  }

  private String message(Throwable failure) {
    StringBuilder text = new StringBuilder();
    text.append("with seed ").append(seed).append(": ").append(failure.getMessage());
    text.append("\nrun it alone with @Simulated(seed = ").append(seed);
    text.append(") or -Dfairlead.seed=").append(seed);
    SimWorld known = world;
    List<String> lines = known == null ? List.of() : known.transcript().lines();
    if (!lines.isEmpty()) {
      text.append("\nthe transcript ends with");
      lines
          .subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())
          .forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SimWorld known = world;
    if (known == null) {
      return;
    }
    try {
      known.close();
    } catch (AssertionError failure) {
      if (told == null) {
        throw new AssertionError(message(failure), failure);
      }
      told.addSuppressed(failure);
    }
  }
}
