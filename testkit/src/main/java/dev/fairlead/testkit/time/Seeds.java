package dev.fairlead.testkit.time;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// One seed, split into streams by name: who asks for a stream of another name changes nothing for
/// those who have theirs.
///
/// @param seed the world's
public record Seeds(long seed) {
  /// The stream of this name, always the same from its beginning.
  public RandomGenerator stream(String name) {
    return new SplittableRandom(seedOf(name));
  }

  /// The seed of the stream of this name.
  public long seedOf(String name) {
    long mixed = mix(seed + 0x9e3779b97f4a7c15L);
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed ^ name.charAt(i)) + 0x9e3779b97f4a7c15L;
    }
    return mix(mixed);
  }

  /// The finalizer of MurmurHash3 with the constants of Stafford's thirteenth variant.
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
