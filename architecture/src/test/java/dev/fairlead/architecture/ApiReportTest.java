package dev.fairlead.architecture;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What users (and, for `engine.spi`, our protocol modules) can see, as a text that is checked in:
/// a change of it
/// is seen in review or it does not build.
class ApiReportTest {
  @Test
  void theApiIsTheOneThatIsCheckedIn() throws IOException {
    CheckedIn.check("api/fairlead.api", report("api", "dev.fairlead", "dev.fairlead.spi"));
  }

  @Test
  void theSeamsOfTheEngineAreTheOnesThatAreCheckedIn() throws IOException {
    CheckedIn.check("engine/spi.api", report("engine", "dev.fairlead.engine.spi"));
  }

  @Test
  void theJsonCoderIsTheOneThatIsCheckedIn() throws IOException {
    CheckedIn.check("json/json.api", report("json", "dev.fairlead.json"));
  }

  @Test
  void theTestkitIsTheOneThatIsCheckedIn() throws IOException {
    CheckedIn.check(
        "testkit/testkit.api",
        report("testkit", "dev.fairlead.testkit", "dev.fairlead.testkit.junit"));
  }

  private static String report(String module, String... packages) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("// Made by the build (ApiReportTest); do not edit.\n");
    for (String name : packages) {
      out.append("\npackage ").append(name).append(";\n");
      List<ApiReport> types = new ArrayList<>();
      for (Path file : Tree.classFiles(module, name)) {
        types.add(new ApiReport(ClassFile.of().parse(file), name));
      }
      types.stream()
          .filter(ApiReport::isPublic)
          .sorted(Comparator.comparing(ApiReport::name))
          .forEach(type -> out.append('\n').append(type.text()));
    }
    return out.toString();
  }
}
