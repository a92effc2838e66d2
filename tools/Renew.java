import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Raises classes of Java 5 in a jar to Java 8. The JVM's cache (JEP 483) takes no class that is
/// older than the type-checking verifier, and picocli's, which every start needs, all are.
final class Renew {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;
  private static final ClassTransform RAISE_VERSION =
      (builder, element) -> {
        if (element instanceof ClassFileVersion) {
          builder.withVersion(JAVA_8, 0);
        } else {
          builder.with(element);
        }
      };

  public static void main(String[] args) throws IOException {
    for (String name : args) {
      Path old = Path.of(name);
      Path renewed = old.resolveSibling(old.getFileName() + ".renewed");
      try (JarFile in = new JarFile(old.toFile());
          OutputStream file = Files.newOutputStream(renewed);
          JarOutputStream out = new JarOutputStream(file)) {
        copy(in, out);
      }
      Files.move(renewed, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void copy(JarFile in, JarOutputStream out) throws IOException {
    ClassFile classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> open(in, type))
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    for (JarEntry entry : Collections.list(in.entries())) {
      byte[] content = in.getInputStream(entry).readAllBytes();
      JarEntry copy = new JarEntry(entry.getName());
      copy.setTime(entry.getTime());
      out.putNextEntry(copy);
      out.write(entry.getName().endsWith(".class") ? renew(classFile, content) : content);
      out.closeEntry();
    }
  }

  private static byte[] renew(ClassFile classFile, byte[] content) {
    ClassModel type = classFile.parse(content);
    if (type.majorVersion() >= JAVA_6) {
      return content;
    }
    return classFile.transformClass(
        type,
        RAISE_VERSION.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }

  private static InputStream open(JarFile jar, ClassDesc type) {
    String descriptor = type.descriptorString();
    JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
