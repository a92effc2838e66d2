package dev.fairlead.core.resolve;

/// Response codes by name, for messages to people.
public final class Rcode {
  private Rcode() {}

  /// The name in the registry, or the number for a rare one.
  public static String name(int rcode) {
    return switch (rcode) {
      case 0 -> "NOERROR";
      case 1 -> "FORMERR";
      case 2 -> "SERVFAIL";
      case 3 -> "NXDOMAIN";
      case 4 -> "NOTIMP";
      case 5 -> "REFUSED";
      case 9 -> "NOTAUTH";
      case 16 -> "BADVERS";
      case 23 -> "BADCOOKIE";
      default -> "response code " + rcode;
    };
  }
}
