package dev.fairlead.testkit.time;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;

/// A source that is anything but secure: what comes out of it follows from a seed. Keys and nonces
/// of a simulated world come from here, so that its bytes repeat.
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  /// The bytes of this stream.
  public SeededRandom(RandomGenerator stream) {
    super(new Stream(stream), null);
  }

  @Override
  public String getAlgorithm() {
    return "seeded";
  }

  private static final class Stream extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator stream;

    Stream(RandomGenerator stream) {
      this.stream = stream;
    }

    @Override
    protected synchronized void engineNextBytes(byte[] bytes) {
      stream.nextBytes(bytes);
    }

    @Override
    protected synchronized byte[] engineGenerateSeed(int count) {
      byte[] bytes = new byte[count];
      stream.nextBytes(bytes);
      return bytes;
    }

    /// More seed changes nothing: the stream is given.
    @Override
    protected void engineSetSeed(byte[] seed) {}
  }
}
