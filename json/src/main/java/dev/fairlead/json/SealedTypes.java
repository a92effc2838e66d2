package dev.fairlead.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/// Jackson's annotations, and for sealed types without one the name of the class as a property.
final class SealedTypes extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, null, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value said = super.findPolymorphicTypeInfo(config, annotated);
    return said == null && isSealed(annotated.getRawType()) ? BY_NAME : said;
  }

  /// Whether `type`, or one that it implements, is sealed.
  private static boolean isSealed(@Nullable Class<?> type) {
    if (type == null || type.getName().startsWith("java.")) {
      return false;
    }
    if (type.isSealed()) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isSealed(each)) {
        return true;
      }
    }
    return isSealed(type.getSuperclass());
  }
}
