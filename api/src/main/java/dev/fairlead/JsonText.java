package dev.fairlead;

/// Writes JSON (RFC 8259), a piece at a time, with the commas in the right places.
final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private boolean comma;

  JsonText open(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  JsonText close(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  JsonText key(String name) {
    separate();
    quote(name);
    out.append(':');
    comma = false;
    return this;
  }

  JsonText field(String name, String value) {
    key(name);
    return text(value);
  }

  JsonText number(String name, String value) {
    key(name);
    out.append(value);
    comma = true;
    return this;
  }

  JsonText text(String value) {
    separate();
    quote(value);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          // RFC 8259 §7: control characters must be escaped; lone surrogates would not be UTF-8.
          if (c < 0x20 || c == 0x7f || loneSurrogate(value, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean loneSurrogate(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
