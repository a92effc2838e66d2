package dev.fairlead.architecture;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.Signature;
import java.lang.classfile.Signature.ArrayTypeSig;
import java.lang.classfile.Signature.BaseTypeSig;
import java.lang.classfile.Signature.ClassTypeSig;
import java.lang.classfile.Signature.RefTypeSig;
import java.lang.classfile.Signature.TypeArg;
import java.lang.classfile.Signature.TypeParam;
import java.lang.classfile.Signature.TypeVarSig;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.FormalParameterTarget;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.lang.classfile.TypeAnnotation.TypePathComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Prints a generic type with its `@Nullable`s; own package and `java.lang` are left out of names.
final class SignatureText {
  private static final String NULLABLE = "Lorg/jspecify/annotations/Nullable;";

  private final String packageName;

  /// Where `@Nullable` stands, each as a path into the type, in the words of JVMS §4.7.20.2.
  private final List<String> nullable;

  SignatureText(String packageName, List<String> nullable) {
    this.packageName = packageName;
    this.nullable = nullable;
  }

  static SignatureText of(String packageName, AttributedElement element, TargetType target) {
    return of(packageName, element, at -> at.targetType() == target);
  }

  static SignatureText ofParameter(String packageName, AttributedElement method, int index) {
    return of(
        packageName,
        method,
        at -> at instanceof FormalParameterTarget it && it.formalParameterIndex() == index);
  }

  private static SignatureText of(
      String packageName, AttributedElement element, Predicate<TypeAnnotation.TargetInfo> where) {
    List<String> nullable =
        element.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
            .flatMap(found -> found.annotations().stream())
            .filter(found -> found.annotation().className().equalsString(NULLABLE))
            .filter(found -> where.test(found.targetInfo()))
            .map(found -> path(found.targetPath()))
            .toList();
    return new SignatureText(packageName, nullable);
  }

  String of(Signature signature) {
    return text(signature, "");
  }

  String typeParameters(List<TypeParam> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream().map(this::typeParameter).collect(Collectors.joining(", ", "<", ">"));
  }

  private String typeParameter(TypeParam parameter) {
    List<RefTypeSig> bounds = new ArrayList<>();
    parameter.classBound().ifPresent(bounds::add);
    bounds.addAll(parameter.interfaceBounds());
    String text = bounds.stream().map(this::of).collect(Collectors.joining(" & "));
    return text.isEmpty() || text.equals("Object")
        ? parameter.identifier()
        : parameter.identifier() + " extends " + text;
  }

  private String text(Signature signature, String path) {
    String mark = nullable.contains(path) ? "@Nullable " : "";
    return switch (signature) {
      case BaseTypeSig base -> primitive(base.baseType());
      case TypeVarSig variable -> mark + variable.identifier();
      case ArrayTypeSig array -> {
        String element = text(array.componentSignature(), path + "[");
        yield mark.isEmpty() ? element + "[]" : element + " @Nullable []";
      }
      case ClassTypeSig named -> mark + name(named) + arguments(named, path);
    };
  }

  private String arguments(ClassTypeSig named, String path) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < named.typeArgs().size(); i++) {
      out.add(argument(named.typeArgs().get(i), path + i + ";"));
    }
    return out.isEmpty() ? "" : "<" + String.join(", ", out) + ">";
  }

  private String argument(TypeArg argument, String path) {
    return switch (argument) {
      case TypeArg.Unbounded _ -> "?";
      case TypeArg.Bounded bounded ->
          switch (bounded.wildcardIndicator()) {
            case NONE -> text(bounded.boundType(), path);
            case EXTENDS -> "? extends " + text(bounded.boundType(), path + "*");
            case SUPER -> "? super " + text(bounded.boundType(), path + "*");
          };
    };
  }

  private String name(ClassTypeSig named) {
    String full =
        named
            .outerType()
            .map(outer -> name(outer) + "." + named.className())
            .orElse(named.className())
            .replace('/', '.')
            .replace('$', '.');
    return withoutPackage(withoutPackage(full, "java.lang."), packageName + ".");
  }

  /// Leaves the package out if what follows is a type and not a deeper package.
  private static String withoutPackage(String full, String prefix) {
    return full.startsWith(prefix) && Character.isUpperCase(full.charAt(prefix.length()))
        ? full.substring(prefix.length())
        : full;
  }

  private static String primitive(char descriptor) {
    return switch (descriptor) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      case 'D' -> "double";
      default -> "void";
    };
  }

  private static String path(List<TypePathComponent> components) {
    return components.stream()
        .map(
            step ->
                switch (step.typePathKind()) {
                  case ARRAY -> "[";
                  case INNER_TYPE -> "";
                  case WILDCARD -> "*";
                  case TYPE_ARGUMENT -> step.typeArgumentIndex() + ";";
                })
        .collect(Collectors.joining());
  }
}
