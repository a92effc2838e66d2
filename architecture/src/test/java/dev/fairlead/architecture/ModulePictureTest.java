package dev.fairlead.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/// The picture of the modules is drawn from their compiled descriptors.
class ModulePictureTest {
  private static final String PREFIX = "dev.fairlead";

  @Test
  void thePictureShowsTheModulesAsTheyAre() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# The modules, drawn from their descriptors\n\n");
    page.append("Made by the build (`ModulePictureTest`); do not edit. A solid arrow is seen\n");
    page.append("through by those above (`requires transitive`), a dotted one is not.\n\n");
    page.append("```mermaid\nflowchart BT\n");
    for (String module : Tree.MODULES) {
      Path file = Tree.classes(module).resolve("module-info.class");
      if (Files.exists(file)) {
        draw(read(file), page);
      }
    }
    page.append("```\n");
    CheckedIn.check("docs/architecture-picture.md", page.toString());
  }

  private static ModuleDescriptor read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ModuleDescriptor.read(in);
    }
  }

  private static void draw(ModuleDescriptor module, StringBuilder page) {
    String from = shortName(module.name());
    page.append("  ").append(from).append("[").append(module.name()).append("]\n");
    module.requires().stream()
        .filter(arrow -> arrow.name().startsWith(PREFIX))
        .sorted(Comparator.comparing(ModuleDescriptor.Requires::name))
        .forEach(
            arrow ->
                page.append("  ")
                    .append(from)
                    .append(isTransitive(arrow) ? " --> " : " -.-> ")
                    .append(shortName(arrow.name()))
                    .append('\n'));
  }

  private static boolean isTransitive(ModuleDescriptor.Requires arrow) {
    return arrow.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE);
  }

  private static String shortName(String module) {
    return module.equals(PREFIX) ? "bundle" : module.substring(PREFIX.length() + 1);
  }
}
