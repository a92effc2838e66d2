package dev.fairlead.core.resolve;

import java.util.Locale;

/// The textual form of names that all of Fairlead uses: no trailing dot (the root alone is `.`),
/// case as it came. A dot or backslash inside a label stands as `\.` or `\\`, any other octet that
/// is no visible ASCII as `\DDD` (RFC 1035 §5.1), so two different names on the wire never become
/// the same text.
public final class DomainName {
  /// RFC 1035 §2.3.4: 255 octets on the wire, which is 253 characters of text without escapes.
  static final int TEXT_CHARACTERS_MAX = 253;

  static final int LABEL_OCTETS_MAX = 63;

  private DomainName() {}

  /// The name without its trailing dot, in lower case: what caches and comparisons use.
  public static String canonical(String name) {
    // RFC 4343 §3: only ASCII letters are compared without regard to case; ROOT keeps other
    // languages' rules (the Turkish dotless i) out of it.
    return withoutTrailingDot(name).toLowerCase(Locale.ROOT);
  }

  /// The name as it is written everywhere but in user input.
  public static String withoutTrailingDot(String name) {
    return isAbsolute(name) && name.length() > 1 ? name.substring(0, name.length() - 1) : name;
  }

  /// Whether the user ended the name with a dot, which means: as it is, without search list.
  public static boolean isAbsolute(String name) {
    return name.endsWith(".") && !name.endsWith("\\.");
  }

  /// RFC 4343: names are compared without regard to the case of ASCII letters.
  public static boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  /// Whether `name` is `parent` or stands below it.
  public static boolean isWithin(String name, String parent) {
    String n = canonical(name);
    String p = canonical(parent);
    return n.equals(p) || n.endsWith("." + p);
  }

  /// How many dots the name has inside, not counting a trailing one; compared with `ndots`.
  public static int dots(String name) {
    return (int) withoutTrailingDot(name).chars().filter(c -> c == '.').count();
  }

  /// Whether the name can be put into a question: labels of 1 to 63 characters, 253 in all, no
  /// space or control.
  public static boolean isAskable(String name) {
    String plain = withoutTrailingDot(name);
    if (plain.isEmpty() || plain.length() > TEXT_CHARACTERS_MAX) {
      return false;
    }
    if (plain.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '\\')) {
      return false;
    }
    for (String label : plain.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > LABEL_OCTETS_MAX) {
        return false;
      }
    }
    return true;
  }
}
