package dev.fairlead.json;

import dev.fairlead.Bytes;
import dev.fairlead.Coder;
import dev.fairlead.MalformedMessageException;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Objects as JSON (RFC 8259), by Jackson: records, enums, collections, `java.time`, and whatever
/// else Jackson knows.
///
/// ```java
/// record Move(int row, int column) {}
/// var stack = Json.of(Move.class).over(LengthPrefix.over(Tls.overTcp()));
/// ```
///
/// **Sealed types** that have no annotation of Jackson's are told apart by a property `type` that
/// holds the simple name of the class; no other class than the permitted ones can come of it.
/// Properties that the type does not know are passed over; what is missing of a primitive is an
/// error. Anything behind the value makes the message malformed.
///
/// A module opens the packages of its types to `tools.jackson.databind`.
///
/// @param <M> the objects
public final class Json<M> implements Coder<M> {
  private final Class<M> type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private Json(Class<M> type) {
    this.type = Objects.requireNonNull(type, "type");
    JsonMapper mapper = Mapper.ALL;
    this.reader = mapper.readerFor(type);
    this.writer = mapper.writerFor(type);
  }

  /// Made at first use, once; it keeps what Jackson learned of each type.
  private static final class Mapper {
    static final JsonMapper ALL =
        JsonMapper.builder()
            .annotationIntrospector(new SealedTypes())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /// JSON for objects of `type`, which may be a sealed type.
  public static <M> Json<M> of(Class<M> type) {
    return new Json<>(type);
  }

  /// @throws IllegalArgumentException when Jackson cannot write the object
  @Override
  public Bytes encode(M message) {
    try {
      return Bytes.copyOf(writer.writeValueAsBytes(message));
    } catch (JacksonException failure) {
      throw new IllegalArgumentException(
          "no JSON for a " + type.getSimpleName() + ": " + failure.getOriginalMessage(), failure);
    }
  }

  /// @throws MalformedMessageException when the content is not JSON, or none for this type; it
  /// holds the position
  @Override
  public M decode(Bytes content) {
    M value;
    try {
      value = reader.readValue(content.toByteArray());
    } catch (JacksonException failure) {
      throw MalformedMessageException.at(
          position(failure),
          "no JSON for a " + type.getSimpleName() + ": " + failure.getOriginalMessage(),
          failure);
    }
    if (value == null) {
      throw MalformedMessageException.at(0, "null stands for no " + type.getSimpleName(), null);
    }
    return value;
  }

  private static long position(JacksonException failure) {
    TokenStreamLocation where = failure.getLocation();
    return where == null ? -1 : where.getByteOffset();
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String toString() {
    return "json of " + type.getSimpleName();
  }
}
