package dev.fairlead.core.resolve;

import dev.fairlead.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;

/// One record of the name system, as a value. Names are canonical, see
/// [Question#canonical(String)].
public sealed interface DnsRecord {

  /// The name that owns the record.
  String name();

  /// How long the record may be believed, in seconds from when it came.
  long ttlSeconds();

  /// The type of the record.
  RecordType type();

  /// The record's data, as zone files write it.
  default String text() {
    return switch (this) {
      case Address a -> Endpoint.text(a.address);
      case Alias a -> a.target;
      case Service s -> (s.priority + " " + s.target + " " + s.parameters.text()).strip();
      case Other o -> o.text;
    };
  }

  /// The same record with another time to live.
  default DnsRecord withTtl(long seconds) {
    return switch (this) {
      case Address a -> new Address(a.name, a.address, seconds);
      case Alias a -> new Alias(a.name, a.target, seconds);
      case Service s -> new Service(s.name, s.type, s.priority, s.target, s.parameters, seconds);
      case Other o -> new Other(o.name, o.type, o.text, seconds);
    };
  }

  /// An A or AAAA record. A link-local address carries its scope in the [InetAddress].
  record Address(String name, InetAddress address, long ttlSeconds) implements DnsRecord {
    /// Brings the name into its canonical form.
    public Address {
      name = Question.canonical(name);
    }

    @Override
    public RecordType type() {
      return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    }
  }

  /// A CNAME record: `name` is another name for `target`.
  record Alias(String name, String target, long ttlSeconds) implements DnsRecord {
    /// Brings both names into their canonical form.
    public Alias {
      name = Question.canonical(name);
      target = Question.canonical(target);
    }

    @Override
    public RecordType type() {
      return RecordType.CNAME;
    }
  }

  /// An SVCB or HTTPS record (RFC 9460). Priority 0 is AliasMode, all others are ServiceMode.
  record Service(
      String name,
      RecordType type,
      int priority,
      String target,
      ServiceParameters parameters,
      long ttlSeconds)
      implements DnsRecord {
    /// Brings both names into their canonical form.
    ///
    /// @throws IllegalArgumentException if the type is neither SVCB nor HTTPS
    public Service {
      if (!type.isService()) {
        throw new IllegalArgumentException(type + " records describe no service");
      }
      name = Question.canonical(name);
      target = Question.canonical(target);
    }

    /// The name whose addresses serve: the target, or the owner where the target is `.`.
    public String effectiveTarget() {
      // RFC 9460 §2.5.2: in ServiceMode "." stands for the owner of the record.
      return target.equals(".") ? name : target;
    }

    /// The same record under another owner.
    public Service ownedBy(String owner) {
      return owner.equals(name)
          ? this
          : new Service(owner, type, priority, target, parameters, ttlSeconds);
    }

    /// Whether the record only points to another name that knows more.
    public boolean isAlias() {
      // RFC 9460 §2.4.1: priority 0 is what makes a record AliasMode.
      return priority == 0;
    }
  }

  /// Any other record, with its data as zone files write it.
  record Other(String name, RecordType type, String text, long ttlSeconds) implements DnsRecord {
    /// Brings the name into its canonical form.
    public Other {
      name = Question.canonical(name);
    }
  }
}
