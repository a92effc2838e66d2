package dev.fairlead.testkit.tcp;

/// Bytes that are appended at one end, dropped at the other, and read anywhere between.
final class ByteRing {
  private static final int FIRST = 16 * 1024;

  private byte[] ring = new byte[0];
  private int start;
  private int length;

  int length() {
    return length;
  }

  void append(byte[] bytes) {
    room(bytes.length);
    int at = (start + length) % ring.length;
    int first = Math.min(bytes.length, ring.length - at);
    System.arraycopy(bytes, 0, ring, at, first);
    System.arraycopy(bytes, first, ring, 0, bytes.length - first);
    length += bytes.length;
  }

  byte[] copy(int offset, int count) {
    byte[] bytes = new byte[count];
    int at = count == 0 ? 0 : (start + offset) % ring.length;
    int first = Math.min(count, ring.length - at);
    System.arraycopy(ring, at, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, count - first);
    return bytes;
  }

  void drop(int count) {
    length -= count;
    start = length == 0 ? 0 : (start + count) % ring.length;
  }

  private void room(int more) {
    if (length + more > ring.length) {
      int wanted = Math.max(FIRST, Math.max(ring.length * 2, length + more));
      byte[] bytes = copy(0, length);
      ring = new byte[wanted];
      System.arraycopy(bytes, 0, ring, 0, length);
      start = 0;
    }
  }
}
