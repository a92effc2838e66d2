package dev.fairlead.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A user's module on the module path, in a JVM of its own. There Netty's native jars are not found
/// unless the user names them.
class ModulePathTest {
  private static final String NATIVES =
      "io.netty.transport.epoll.linux.x86_64,io.netty.internal.tcnative.openssl.linux.x86_64";

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void nativeJarsThatAreNamedGiveEpollAndBoringSsl() throws Exception {
    assertThat(runModule("--add-modules=" + NATIVES)).contains("epoll true", "boringssl true");
  }

  @Test
  void nativeJarsThatAreNotNamedAreMissedWithoutAWord() throws Exception {
    assertThat(runModule()).containsExactly("epoll false", "boringssl false");
  }

  private List<String> runModule(String... options) throws IOException, InterruptedException {
    Path sources = Path.of("src/test/modules/example");
    Path classes = folder.resolve("classes");
    String javac = "-d " + classes + " -p " + modulePath();
    List<String> arguments = new ArrayList<>(List.of(javac.split(" ")));
    arguments.add(sources.resolve("module-info.java").toString());
    arguments.add(sources.resolve("example/Main.java").toString());
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(compiler.run(out, out, arguments.toArray(String[]::new)))
        .as(() -> "javac said: " + said)
        .isZero();
    return run(classes, options);
  }

  private static List<String> run(Path classes, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=io.netty.common,io.netty.transport.classes.epoll");
    command.add("--illegal-native-access=allow");
    command.addAll(List.of(options));
    command.addAll(List.of("-p", modulePath() + File.pathSeparator + classes, "-m"));
    command.add("example/example.Main");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (Stream<String> lines = process.inputReader().lines()) {
      List<String> told = lines.toList();
      assertThat(process.waitFor()).as("exit code of %s", command).isZero();
      return told;
    }
  }

  /// What a user who depends on the bundle has, without what only our tests need.
  private static String modulePath() {
    String all =
        System.getProperty("jdk.module.path", "")
            + File.pathSeparator
            + System.getProperty("java.class.path");
    return Stream.of(all.split(File.pathSeparator))
        .filter(
            entry ->
                entry.contains("netty-")
                    || entry.contains("jspecify-")
                    || entry.endsWith("/target/classes")
                    || entry.matches(".*/fairlead[^/]*\\.jar"))
        .distinct()
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }
}
