package dev.fairlead.core.connect;

import dev.fairlead.core.connect.Answers.Found;
import dev.fairlead.core.connect.Answers.Progress;
import dev.fairlead.core.connect.Candidate.Evidence;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.DnsRecord.Service;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The scratch pad on which one answer is worked into what was known before. It lives no longer
/// than
/// that.
final class Lesson {
  /// RFC 9460 §3.1 lets a client bound what it follows; nobody has that many in earnest.
  private static final int SERVICES_MAX = 16;

  private final Map<Question, Progress> questions;
  private final Map<String, List<Found>> addresses;
  private final List<Service> services;
  private final Map<String, String> aliases;
  private final Map<InetAddress, Destination> known;
  private final Set<RaceEffect.Skip> surplus;
  private final int addressesMax;

  Lesson(Answers from, int addressesMax) {
    this.questions = new LinkedHashMap<>(from.questions());
    this.addresses = new LinkedHashMap<>(from.addresses());
    this.services = new ArrayList<>(from.services());
    this.aliases = new LinkedHashMap<>(from.aliases());
    this.known = new LinkedHashMap<>(from.known());
    this.surplus = new LinkedHashSet<>(from.surplus());
    this.addressesMax = addressesMax;
  }

  Answers result() {
    return new Answers(questions, addresses, services, aliases, known, surplus);
  }

  void take(RaceInput.Answered input) {
    input.known().forEach(each -> known.put(each.address(), each));
    take(input.question(), input.records(), input.expired());
  }

  private void take(Question question, List<DnsRecord> records, boolean expired) {
    boolean usable = false;
    for (DnsRecord record : records) {
      usable |=
          switch (record) {
            case DnsRecord.Address it -> takeAddress(question, it, expired);
            case Service it -> takeService(question.name(), it);
            case DnsRecord.Alias _, DnsRecord.Other _ -> false;
          };
    }
    Progress before = questions.getOrDefault(question, Progress.ASKED);
    if (usable && before == Progress.ASKED) {
      questions.put(question, Progress.ANSWERED);
    }
  }

  private boolean takeAddress(Question question, DnsRecord.Address record, boolean expired) {
    if (question.type().isService()) {
      // RFC 9460 §4.1: servers add addresses of targets; they are as good as hints.
      add(record.name(), record.address(), Evidence.HINT);
      return false;
    }
    if (record.type() != question.type()) {
      return false;
    }
    if (!expired) {
      dropHints(question);
    }
    // The owner may be the end of a chain of aliases; what was asked for is the question's name.
    add(question.name(), record.address(), expired ? Evidence.EXPIRED : Evidence.ANSWER);
    return true;
  }

  private boolean takeService(String name, Service received) {
    // An owner that differs is where aliases led from the name asked for; both mean one place.
    Service record = received.ownedBy(name);
    if (record.isAlias()) {
      if (!record.target().equals(".")) {
        aliases.put(record.name(), record.target());
      }
      return false;
    }
    if (services.stream().anyMatch(it -> Answers.isSameService(it, record))) {
      return true;
    }
    if (services.size() == SERVICES_MAX) {
      surplus.add(
          new RaceEffect.Skip("more services of " + name, SERVICES_MAX + " are considered"));
    } else {
      services.add(record);
      String target = record.effectiveTarget();
      for (InetAddress hint : record.parameters().hints()) {
        if (!isAddressAnswered(target, hint)) {
          add(target, hint, Evidence.HINT);
        }
      }
    }
    return true;
  }

  private boolean isAddressAnswered(String name, InetAddress hint) {
    Progress progress = questions.get(new Question(name, typeOf(hint)));
    return progress == Progress.ANSWERED || progress == Progress.ENDED;
  }

  private void dropHints(Question question) {
    addresses.computeIfPresent(
        question.name(),
        (_, found) ->
            found.stream()
                .filter(it -> it.type() != question.type() || it.evidence() != Evidence.HINT)
                .toList());
  }

  private void add(String name, InetAddress address, Evidence evidence) {
    List<Found> found = new ArrayList<>(addresses.getOrDefault(name, List.of()));
    for (int i = 0; i < found.size(); i++) {
      if (Answers.isSameAddress(found.get(i).address(), address)) {
        if (evidence.compareTo(found.get(i).evidence()) < 0) {
          found.set(i, new Found(address, typeOf(address), evidence));
          addresses.put(name, found);
        }
        return;
      }
    }
    RecordType type = typeOf(address);
    if (found.stream().filter(it -> it.type() == type).count() < addressesMax) {
      found.add(new Found(address, type, evidence));
      addresses.put(name, found);
    } else {
      surplus.add(
          new RaceEffect.Skip(
              "more " + type + " records of " + name, addressesMax + " are considered"));
    }
  }

  private static RecordType typeOf(InetAddress address) {
    return address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
  }
}
