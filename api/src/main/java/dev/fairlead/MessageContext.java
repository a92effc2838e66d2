package dev.fairlead;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What is to become of one message, and what is known about it. Immutable; each method gives a
/// changed copy. The same context may serve many messages.
///
/// **Order.** Messages that wait leave by antecedent, then priority, then age. Only messages that
/// wait are ordered: one that was taken at once has begun. A message that has begun is finished
/// before the next begins.
public final class MessageContext {
  private static final MessageContext DEFAULTS =
      new MessageContext("", 0.5, null, null, false, -1, Map.of());

  private final String identifier;
  private final double priority;
  private final @Nullable Duration lifetime;
  private final @Nullable MessageContext antecedent;
  private final boolean last;
  private final long length;
  private final Map<Class<?>, Metadata> metadata;

  private MessageContext(
      String identifier,
      double priority,
      @Nullable Duration lifetime,
      @Nullable MessageContext antecedent,
      boolean last,
      long length,
      Map<Class<?>, Metadata> metadata) {
    this.identifier = identifier;
    this.priority = priority;
    this.lifetime = lifetime;
    this.antecedent = antecedent;
    this.last = last;
    this.length = length;
    this.metadata = metadata;
  }

  /// Priority 0.5, for ever, after nothing, not the last, no metadata.
  public static MessageContext defaults() {
    return DEFAULTS;
  }

  /// With a name for messages and logs.
  public MessageContext identifier(String name) {
    Objects.requireNonNull(name, "name");
    return new MessageContext(name, priority, lifetime, antecedent, last, length, metadata);
  }

  /// More urgent messages leave first: 0 is the least, 1 the most, 0.5 the default.
  public MessageContext priority(double urgency) {
    if (!(urgency >= 0 && urgency <= 1)) {
      throw new IllegalArgumentException("a priority is between 0 and 1, not " + urgency);
    }
    return new MessageContext(identifier, urgency, lifetime, antecedent, last, length, metadata);
  }

  /// The message is dropped when it has not begun to leave so long after `send` was called; its
  /// send fails with [DeadlineException]. By default it never is.
  public MessageContext lifetime(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a lifetime must be longer than nothing");
    }
    return new MessageContext(identifier, priority, limit, antecedent, last, length, metadata);
  }

  /// The message does not begin before the one that was sent with this very context object has
  /// left; when that one is dropped, so is this one. A context that no message waits or leaves with
  /// on the same connection holds nothing back.
  ///
  /// @throws IllegalArgumentException for [#defaults()], which stands for no message
  public MessageContext after(MessageContext antecedent) {
    if (antecedent == DEFAULTS) {
      throw new IllegalArgumentException(
          "the default context stands for no message: give the one before a context of its own");
    }
    return new MessageContext(identifier, priority, lifetime, antecedent, last, length, metadata);
  }

  /// Our direction ends after this message ([MessageConnection#sendEnd()]).
  public MessageContext last() {
    return new MessageContext(identifier, priority, lifetime, antecedent, true, length, metadata);
  }

  /// The content of a message that is sent in parts has so many bytes; framers that write the
  /// length first need it.
  public MessageContext length(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a length is not negative: " + bytes);
    }
    return new MessageContext(identifier, priority, lifetime, antecedent, last, bytes, metadata);
  }

  /// Says something to one protocol of the stack; of each kind the last one counts.
  public MessageContext with(Metadata each) {
    Map<Class<?>, Metadata> all = new LinkedHashMap<>(metadata);
    all.put(each.getClass(), each);
    return new MessageContext(identifier, priority, lifetime, antecedent, last, length, all);
  }

  /// The name, empty by default.
  public String identifier() {
    return identifier;
  }

  /// How urgent it is, between 0 and 1.
  public double priority() {
    return priority;
  }

  /// How long it may wait.
  public Optional<Duration> lifetime() {
    return Optional.ofNullable(lifetime);
  }

  /// What it comes after.
  public Optional<MessageContext> antecedent() {
    return Optional.ofNullable(antecedent);
  }

  /// Whether nothing follows.
  public boolean isLast() {
    return last;
  }

  /// The length of the content, when it was said.
  public OptionalLong length() {
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /// What was said to, or told by, one protocol.
  public <D extends Metadata> Optional<D> metadata(Class<D> kind) {
    Metadata exact = metadata.get(kind);
    if (exact != null) {
      return Optional.of(kind.cast(exact));
    }
    return metadata.values().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /// Whether anything was said or told.
  public boolean hasMetadata() {
    return !metadata.isEmpty();
  }

  /// The name, or what differs from the defaults.
  @Override
  public String toString() {
    return "MessageContext["
        + (identifier.isEmpty() ? "" : identifier + " ")
        + "priority "
        + priority
        + (lifetime == null ? "" : ", lifetime " + lifetime)
        + (antecedent == null ? "" : ", after " + antecedent.identifier())
        + (last ? ", last" : "")
        + (metadata.isEmpty() ? "" : ", " + metadata.values())
        + "]";
  }
}
