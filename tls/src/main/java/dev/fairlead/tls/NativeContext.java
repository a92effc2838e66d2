package dev.fairlead.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.internal.tcnative.KeyLogCallback;
import io.netty.internal.tcnative.SSLContext;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one thing that netty-tcnative can do and Netty does not offer: telling secrets. The native
/// function wants the address that a field of Netty's context holds.
final class NativeContext {
  private static final @Nullable Field ADDRESS = address();

  private NativeContext() {}

  private static @Nullable Field address() {
    try {
      Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | InaccessibleObjectException e) {
      return null;
    }
  }

  /// Why secrets cannot be told, empty when they can.
  static Optional<String> missing() {
    return ADDRESS == null
        ? Optional.of(
            "on the module path it needs --add-opens io.netty.handler/"
                + "io.netty.handler.ssl=dev.fairlead.tls")
        : Optional.empty();
  }

  /// Tells the secrets of all connections of the context.
  static void tellSecrets(ReferenceCountedOpenSslContext context, KeyLogCallback log) {
    if (ADDRESS == null) {
      throw new IllegalArgumentException(missing().orElseThrow());
    }
    try {
      SSLContext.setKeyLogCallback(ADDRESS.getLong(context), log);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
