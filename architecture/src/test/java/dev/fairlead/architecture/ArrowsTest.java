package dev.fairlead.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who may know whom. Maven and `module-info` say the same; here a wrong arrow gets a sentence.
class ArrowsTest {
  private static final String SPI = "dev.fairlead.engine.spi";

  /// For each module the modules it may mention; `engine.spi` stands for that one package.
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "api", List.of(),
          "core", List.of("api"),
          "engine", List.of("api", "core"),
          "tls", List.of("api", "core", "engine.spi"),
          "dns", List.of("api", "core", "engine.spi"),
          "json", List.of("api"),
          "testkit", List.of("api", "core", "engine.spi"),
          "cli", List.of("api", "testkit"),
          "examples", List.of("api", "json", "testkit"),
          "bench", List.of("api", "json", "testkit"));

  /// Beside `java.*` and `javax.*`, what a module may mention of other people's.
  private static final Map<String, List<String>> FOREIGN =
      Map.of(
          "api", List.of("org.jspecify."),
          "core", List.of("org.jspecify."),
          "engine", List.of("org.jspecify.", "io.netty.", "jdk.net."),
          "tls", List.of("org.jspecify.", "io.netty."),
          "dns", List.of("org.jspecify.", "io.netty."),
          "json", List.of("org.jspecify.", "tools.jackson.", "com.fasterxml.jackson."),
          "testkit", List.of("org.jspecify.", "io.netty.", "org.junit.jupiter.api."));

  @Test
  void modulesMentionOnlyWhatTheyMay() {
    TreeSet<String> wrong = new TreeSet<>();
    for (String module : ARROWS.keySet()) {
      for (JavaClass type : Classes.of(module)) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(arrow -> !isAllowed(module, arrow))
            .forEach(arrow -> wrong.add(module + ": " + arrow.getDescription()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(Classes.all());
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass type : Classes.all()) {
      if (Classes.isOurs(type)
          && !type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
        wrong.add(type.getPackageName() + " has no package-info with @NullMarked");
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isAllowed(String module, Dependency arrow) {
    JavaClass target = arrow.getTargetClass().getBaseComponentType();
    if (!Classes.isOurs(target)) {
      return isAllowedForeign(module, target);
    }
    String other = Classes.moduleOf(target.getPackageName());
    return other.equals(module)
        || ARROWS.get(module).contains(other)
        || (target.getPackageName().equals(SPI) && ARROWS.get(module).contains("engine.spi"));
  }

  private static boolean isAllowedForeign(String module, JavaClass target) {
    String name = target.getName();
    List<String> foreign = FOREIGN.get(module);
    return foreign == null
        || target.isPrimitive()
        || name.startsWith("java.")
        || name.startsWith("javax.")
        || foreign.stream().anyMatch(name::startsWith);
  }

  /// The two packages of `api` count as one: the door finds the provider that makes it. The open
  /// package of the testkit counts as none: it is both the door above its rooms and the words, as
  /// `Link`, that they share.
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      if (!Classes.isOurs(type) || name.equals("dev.fairlead.testkit")) {
        return SliceIdentifier.ignore();
      }
      return SliceIdentifier.of(Classes.moduleOf(name).equals("api") ? "api" : name);
    }

    @Override
    public String getDescription() {
      return "packages of Fairlead";
    }
  }
}
