package dev.fairlead.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The compiled classes of the project, read once for all tests of this module.
final class Classes {
  private static final JavaClasses ALL = read();

  private Classes() {}

  static JavaClasses all() {
    return ALL;
  }

  static List<JavaClass> of(String module) {
    return ALL.stream().filter(type -> moduleOf(type.getPackageName()).equals(module)).toList();
  }

  /// The module that a package of ours lives in. Packages of `api` carry no module name.
  static String moduleOf(String packageName) {
    String[] parts = packageName.split("\\.");
    if (parts.length < 3 || parts[2].equals("spi")) {
      return "api";
    }
    return parts[2];
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("dev.fairlead")
        || type.getPackageName().startsWith("dev.fairlead.");
  }

  private static JavaClasses read() {
    List<Path> folders =
        Tree.MODULES.stream().map(Tree::classes).filter(Files::isDirectory).toList();
    return new ClassFileImporter().importPaths(folders);
  }
}
