package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing that a user can see speaks of anybody else's types.
class PublicSignaturesTest {
  @Test
  void publicSignaturesMentionOnlyFairleadAndJava() {
    TreeSet<String> wrong = new TreeSet<>();
    for (String module : List.of("api", "core")) {
      for (JavaClass type : Classes.of(module)) {
        if (isSeen(type.getModifiers())) {
          check(type, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(JavaClass type, Set<String> wrong) {
    Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
        .filter(PublicSignaturesTest::isForeign)
        .forEach(parent -> wrong.add(type.getName() + " extends " + parent.getName()));
    for (JavaMember member : type.getMembers()) {
      if (isSeen(member.getModifiers())) {
        types(member)
            .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream())
            .filter(PublicSignaturesTest::isForeign)
            .forEach(foreign -> wrong.add(member.getFullName() + ": " + foreign.getName()));
      }
    }
  }

  private static Stream<JavaType> types(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getType());
      case JavaCodeUnit code ->
          Stream.of(
                  Stream.of(code.getReturnType()),
                  code.getParameterTypes().stream(),
                  code.getExceptionTypes().stream().map(JavaType.class::cast))
              .flatMap(types -> types);
      default -> Stream.of();
    };
  }

  private static boolean isSeen(Set<JavaModifier> modifiers) {
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static boolean isForeign(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return !base.isPrimitive()
        && !Classes.isOurs(base)
        && !base.getName().startsWith("java.")
        && !base.getName().startsWith("javax.");
  }
}
