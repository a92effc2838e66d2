package dev.fairlead;

/// A coder as the framer that takes each message below whole.
///
/// @param <M> the objects
record CoderFramer<M>(Coder<M> coder) implements Framer<M> {
  @SuppressWarnings("CatchingUnchecked") // A coder may throw anything.
  @Override
  public void encode(M message, FrameWriter out) {
    try {
      out.bytes(coder.encode(message));
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalArgumentException("the message cannot be encoded: " + failure, failure);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // A coder may throw anything.
  @Override
  public M decode(FrameReader in) {
    Bytes content = in.rest(Integer.MAX_VALUE);
    try {
      return coder.decode(content);
    } catch (NetworkException known) {
      throw known;
    } catch (Exception failure) {
      throw MalformedMessageException.at(-1, String.valueOf(failure.getMessage()), failure);
    }
  }

  @Override
  public int limit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String name() {
    return coder.name();
  }
}
