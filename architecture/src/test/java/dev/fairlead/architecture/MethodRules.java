package dev.fairlead.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Reads sources with javac's parser and looks at each method.
final class MethodRules extends TreePathScanner<Void, Boolean> {
  private static final int LINES_MAX = 60;
  private static final int PARAMETERS_MAX = 5;

  /// What a constructor may be given: it puts a thing together from its parts.
  private static final int PARTS_MAX = 7;

  private static final Pattern BEAN = Pattern.compile("(get|set)[A-Z].*");

  private final SortedSet<String> found;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final LineMap lines;
  private final boolean isTest;

  private MethodRules(
      SortedSet<String> found, CompilationUnitTree unit, SourcePositions positions) {
    this.found = found;
    this.unit = unit;
    this.positions = positions;
    this.lines = unit.getLineMap();
    this.isTest = Tree.isTest(Path.of(unit.getSourceFile().toUri()));
  }

  static SortedSet<String> violations(List<Path> files) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodRules(found, unit, positions).scan(unit, true);
      }
    }
    return found;
  }

  @Override
  public Void visitMethod(MethodTree method, Boolean unused) {
    long length =
        lines.getLineNumber(positions.getEndPosition(unit, method))
            - lines.getLineNumber(positions.getStartPosition(unit, method))
            + 1;
    if (length > LINES_MAX) {
      report(method, "has " + length + " lines; at most " + LINES_MAX);
    }
    int most = method.getReturnType() == null ? PARTS_MAX : PARAMETERS_MAX;
    if (method.getParameters().size() > most && !isTest && !isMadeByRecord(method)) {
      report(method, "has more than " + most + " parameters; make them a record");
    }
    if (BEAN.matcher(method.getName()).matches() && !isTest && !isOverride(method)) {
      report(method, "is called get or set; say what it is or does");
    }
    return super.visitMethod(method, unused);
  }

  private void report(MethodTree method, String what) {
    Path file = Path.of(unit.getSourceFile().toUri());
    long line = lines.getLineNumber(positions.getStartPosition(unit, method));
    found.add(Tree.relative(file) + ":" + line + ": " + method.getName() + " " + what);
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  /// The components of a record are not a parameter list; neither is its constructor's.
  private boolean isMadeByRecord(MethodTree method) {
    return method.getReturnType() == null
        && getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
        && (type.getKind() == Kind.RECORD
            || method.getModifiers().getFlags().contains(Modifier.PRIVATE));
  }
}
