package dev.fairlead.architecture;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One public type as text: its head and, sorted, the members that others can see.
final class ApiReport {
  private static final int MEMBER_FLAGS =
      Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private final ClassModel type;
  private final String packageName;

  ApiReport(ClassModel type, String packageName) {
    this.type = type;
    this.packageName = packageName;
  }

  boolean isPublic() {
    String internal = type.thisClass().asInternalName();
    return !internal.endsWith("package-info")
        && (flags() & Modifier.PUBLIC) != 0
        && inner().stream().allMatch(info -> info.outerClass().isPresent());
  }

  String name() {
    String internal = type.thisClass().asInternalName();
    return internal.substring(internal.lastIndexOf('/') + 1).replace('$', '.');
  }

  String text() {
    StringBuilder out = new StringBuilder(head()).append(" {\n");
    constants().forEach(constant -> out.append("  ").append(constant).append('\n'));
    TreeSet<String> members = new TreeSet<>();
    type.fields().stream().filter(this::isShown).map(this::field).forEach(members::add);
    type.methods().stream().filter(this::isShown).map(this::method).forEach(members::add);
    members.forEach(member -> out.append("  ").append(member).append('\n'));
    return out.append("}\n").toString();
  }

  private String head() {
    int flags = flags();
    boolean isInterface = (flags & Modifier.INTERFACE) != 0;
    List<String> words = new ArrayList<>();
    words.add("public");
    if (!isInterface && !isEnum() && !isRecord()) {
      words.addAll(words(flags & (Modifier.ABSTRACT | Modifier.FINAL)));
    }
    List<String> permitted = permitted();
    if (!permitted.isEmpty() && !isEnum()) {
      words.add("sealed");
    }
    words.add(isInterface ? "interface" : isEnum() ? "enum" : isRecord() ? "record" : "class");
    ClassSignature signature = signature();
    SignatureText text = new SignatureText(packageName, List.of());
    words.add(name() + text.typeParameters(signature.typeParameters()) + components());
    if (!isInterface && !isEnum() && !isRecord()) {
      String parent = text.of(signature.superclassSignature());
      if (!parent.equals("Object")) {
        words.add("extends " + parent);
      }
    }
    if (!signature.superinterfaceSignatures().isEmpty()) {
      words.add(
          (isInterface ? "extends " : "implements ")
              + signature.superinterfaceSignatures().stream()
                  .map(text::of)
                  .collect(Collectors.joining(", ")));
    }
    if (!permitted.isEmpty() && !isEnum()) {
      words.add("permits " + String.join(", ", permitted));
    }
    return String.join(" ", words);
  }

  private String field(FieldModel field) {
    SignatureText text = SignatureText.of(packageName, field, TargetType.FIELD);
    Signature signature =
        field
            .findAttribute(Attributes.signature())
            .map(found -> found.asTypeSignature())
            .orElseGet(() -> Signature.of(field.fieldTypeSymbol()));
    return join(
        words(field.flags().flagsMask() & MEMBER_FLAGS),
        text.of(signature) + " " + field.fieldName().stringValue());
  }

  private String method(MethodModel method) {
    int flags = method.flags().flagsMask();
    List<String> words = words(flags & MEMBER_FLAGS);
    boolean isInterface = (flags() & Modifier.INTERFACE) != 0;
    if (isInterface) {
      words.remove("public");
      words.remove("abstract");
      if ((flags & (Modifier.ABSTRACT | Modifier.STATIC)) == 0) {
        words.add("default");
      }
    }
    MethodSignature signature =
        method
            .findAttribute(Attributes.signature())
            .map(found -> found.asMethodSignature())
            .orElseGet(() -> MethodSignature.of(method.methodTypeSymbol()));
    SignatureText result = SignatureText.of(packageName, method, TargetType.METHOD_RETURN);
    String generics = result.typeParameters(signature.typeParameters());
    if (!generics.isEmpty()) {
      words.add(generics);
    }
    String name = method.methodName().stringValue();
    if (name.equals("<init>")) {
      name = name().substring(name().lastIndexOf('.') + 1);
    } else {
      words.add(result.of(signature.result()));
    }
    return join(words, name + "(" + parameters(method, signature) + ")" + thrown(method));
  }

  private String parameters(MethodModel method, MethodSignature signature) {
    List<String> names =
        method
            .findAttribute(Attributes.methodParameters())
            .map(found -> found.parameters().stream().map(ApiReport::nameOf).toList())
            .orElse(List.of());
    List<String> out = new ArrayList<>();
    List<Signature> arguments = signature.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      SignatureText text = SignatureText.ofParameter(packageName, method, i);
      String name = names.size() == arguments.size() ? " " + names.get(i) : "";
      out.add(text.of(arguments.get(i)) + name);
    }
    return String.join(", ", out);
  }

  private static String nameOf(MethodParameterInfo parameter) {
    return parameter.name().map(Object::toString).orElse("_");
  }

  private String thrown(MethodModel method) {
    return method
        .findAttribute(Attributes.exceptions())
        .map(
            found ->
                found.exceptions().stream()
                    .map(thrown -> plain(thrown.asSymbol()))
                    .collect(Collectors.joining(", ", " throws ", "")))
        .orElse("");
  }

  private List<String> permitted() {
    return type.findAttribute(Attributes.permittedSubclasses())
        .map(
            found ->
                found.permittedSubclasses().stream().map(sub -> plain(sub.asSymbol())).toList())
        .orElse(List.of());
  }

  private String components() {
    return type.findAttribute(Attributes.record())
        .map(
            record ->
                record.components().stream()
                    .map(
                        component ->
                            SignatureText.of(packageName, component, TargetType.FIELD)
                                    .of(
                                        component
                                            .findAttribute(Attributes.signature())
                                            .map(found -> found.asTypeSignature())
                                            .orElseGet(
                                                () -> Signature.of(component.descriptorSymbol())))
                                + " "
                                + component.name().stringValue())
                    .collect(Collectors.joining(", ", "(", ")")))
        .orElse("");
  }

  /// The constants of an enum keep their order: it is part of what they say.
  private List<String> constants() {
    return type.fields().stream()
        .filter(field -> field.flags().has(AccessFlag.ENUM))
        .map(field -> field.fieldName().stringValue())
        .toList();
  }

  private boolean isShown(FieldModel field) {
    int flags = field.flags().flagsMask();
    return isSeen(flags) && !field.flags().has(AccessFlag.ENUM);
  }

  private boolean isShown(MethodModel method) {
    String name = method.methodName().stringValue();
    boolean plainObject = OF_EVERY_OBJECT.contains(name);
    boolean ofEnum = isEnum() && (name.equals("values") || name.equals("valueOf"));
    return isSeen(method.flags().flagsMask()) && !plainObject && !ofEnum && !isAccessor(method);
  }

  /// A record's head tells its accessors and its canonical constructor.
  private boolean isAccessor(MethodModel method) {
    String name = method.methodName().stringValue();
    return type.findAttribute(Attributes.record())
        .map(
            record ->
                name.equals("<init>")
                    ? record.components().stream()
                        .map(component -> component.descriptorSymbol())
                        .toList()
                        .equals(method.methodTypeSymbol().parameterList())
                    : method.methodTypeSymbol().parameterCount() == 0
                        && record.components().stream()
                            .anyMatch(component -> component.name().equalsString(name)))
        .orElse(false);
  }

  private static boolean isSeen(int flags) {
    int synthetic = 0x1000;
    return (flags & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && (flags & synthetic) == 0;
  }

  private boolean isEnum() {
    return type.flags().has(AccessFlag.ENUM);
  }

  private boolean isRecord() {
    return type.findAttribute(Attributes.record()).isPresent();
  }

  /// A nested type's own flags leave out `static` and `protected`; its entry in the table does not.
  private int flags() {
    return inner().map(InnerClassInfo::flagsMask).orElse(type.flags().flagsMask());
  }

  private Optional<InnerClassInfo> inner() {
    return type.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(found -> found.classes().stream())
        .filter(info -> info.innerClass().equals(type.thisClass()))
        .findFirst();
  }

  private ClassSignature signature() {
    return type.findAttribute(Attributes.signature())
        .map(found -> found.asClassSignature())
        .orElseGet(
            () ->
                ClassSignature.of(
                    Signature.ClassTypeSig.of(
                        type.superclass()
                            .map(parent -> parent.asSymbol())
                            .orElse(ClassDesc.of("java.lang.Object"))),
                    type.interfaces().stream()
                        .map(parent -> Signature.ClassTypeSig.of(parent.asSymbol()))
                        .toArray(Signature.ClassTypeSig[]::new)));
  }

  private String plain(ClassDesc desc) {
    return new SignatureText(packageName, List.of()).of(Signature.of(desc));
  }

  private static List<String> words(int flags) {
    List<String> words = new ArrayList<>();
    Collection<String> all = List.of(Modifier.toString(flags).split(" "));
    all.stream().filter(word -> !word.isEmpty()).forEach(words::add);
    return words;
  }

  private static String join(List<String> words, String last) {
    return words.isEmpty() ? last : String.join(" ", words) + " " + last;
  }
}
