package dev.fairlead.core.connect;

import dev.fairlead.core.connect.Candidate.Evidence;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.DnsRecord.Service;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.RecordType;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the name system said so far in one race. A value: learning gives a new one.
///
/// @param questions how far each question has come, in the order in which they were asked
/// @param addresses what was found for each name, in the order in which it came
/// @param services the ServiceMode records, in the order in which they came
/// @param aliases where AliasMode records point, from name to name
/// @param known what is known of addresses
/// @param surplus what came beyond a limit and is not considered
public record Answers(
    Map<Question, Progress> questions,
    Map<String, List<Found>> addresses,
    List<Service> services,
    Map<String, String> aliases,
    Map<InetAddress, Destination> known,
    Set<RaceEffect.Skip> surplus) {

  /// Nothing was asked yet.
  static final Answers NONE =
      new Answers(Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Set.of());

  /// How far a question has come.
  public enum Progress {
    /// It is out.
    ASKED,
    /// Something usable came, and more may follow.
    ANSWERED,
    /// All has come.
    ENDED,
    /// Nobody could answer it.
    FAILED
  }

  /// An address that was found for a name.
  ///
  /// @param type which question it answers
  public record Found(InetAddress address, RecordType type, Evidence evidence) {}

  /// Whether nothing but the progress of questions is different.
  boolean hasSameRecords(Answers other) {
    return addresses.equals(other.addresses)
        && services.equals(other.services)
        && aliases.equals(other.aliases)
        && surplus.equals(other.surplus);
  }

  /// Whether an answer, positive or negative, is here.
  boolean isAnswered(Question question) {
    return progress(question) != Progress.ASKED;
  }

  /// How far a question has come; one that was never asked counts as asked.
  Progress progress(Question question) {
    return questions.getOrDefault(question, Progress.ASKED);
  }

  /// Whether everything that will come has come.
  boolean isComplete() {
    return open().isEmpty();
  }

  /// The questions to which more may come.
  List<Question> open() {
    List<Question> open = new ArrayList<>(questions.size());
    questions.forEach(
        (question, progress) -> {
          if (progress == Progress.ASKED || progress == Progress.ANSWERED) {
            open.add(question);
          }
        });
    return open;
  }

  /// Whether the question about services has an answer. An AliasMode record is none: the question
  /// goes on at its target.
  boolean isServiceAnswered() {
    return !services.isEmpty() || questions.keySet().stream().noneMatch(this::isOpenForServices);
  }

  /// Whether the question about services stays without an answer for lack of one.
  boolean isServiceFailed() {
    return services.isEmpty()
        && questions.entrySet().stream()
            .anyMatch(
                each -> each.getKey().type().isService() && each.getValue() == Progress.FAILED);
  }

  private boolean isOpenForServices(Question question) {
    Progress progress = progress(question);
    return question.type().isService()
        && (progress == Progress.ASKED || progress == Progress.ANSWERED);
  }

  /// What was found for a name.
  List<Found> found(String name) {
    return addresses.getOrDefault(name, List.of());
  }

  /// What is known of an address.
  Destination known(InetAddress address) {
    Destination destination = known.get(address);
    return destination == null ? Destination.unknown(address) : destination;
  }

  /// The name at which AliasMode records end, or null if there are none.
  @Nullable String aliasOf(String name) {
    String end = name;
    // A chain that comes back to itself ends after as many steps as there are records.
    for (int i = 0; i < aliases.size(); i++) {
      end = aliases.getOrDefault(end, end);
    }
    return end.equals(name) ? null : end;
  }

  /// The same with a question that is out now.
  Answers asking(Question question) {
    return withProgress(question, Progress.ASKED);
  }

  /// The same with what came for a question.
  Answers with(RaceInput.Answered input, int addressesMax) {
    Lesson lesson = new Lesson(this, addressesMax);
    lesson.take(input);
    return lesson.result();
  }

  /// The same without records that do not hold any more.
  Answers without(List<DnsRecord> records) {
    Map<String, List<Found>> left = new LinkedHashMap<>(addresses);
    List<Service> leftServices = new ArrayList<>(services);
    Map<String, String> leftAliases = new LinkedHashMap<>(aliases);
    for (DnsRecord record : records) {
      switch (record) {
        case DnsRecord.Address gone ->
            left.computeIfPresent(
                gone.name(),
                (_, found) ->
                    found.stream().filter(it -> !it.address().equals(gone.address())).toList());
        case Service gone when gone.isAlias() -> leftAliases.remove(gone.name(), gone.target());
        case Service gone -> leftServices.removeIf(it -> isSameService(it, gone));
        case DnsRecord.Alias _, DnsRecord.Other _ -> {}
      }
    }
    return new Answers(questions, left, leftServices, leftAliases, known, surplus);
  }

  /// The same after the end of a question: what it did not confirm is gone.
  Answers ended(Question question) {
    Answers ended = withProgress(question, Progress.ENDED);
    return question.type().isAddress() ? ended.confirmed(question) : ended;
  }

  /// The same after a question failed. What it did not confirm stays: nobody said it is wrong.
  Answers failed(Question question) {
    return withProgress(question, Progress.FAILED);
  }

  private Answers confirmed(Question question) {
    List<Found> found = found(question.name());
    List<Found> confirmed =
        found.stream()
            .filter(it -> it.type() != question.type() || it.evidence() == Evidence.ANSWER)
            .toList();
    if (confirmed.size() == found.size()) {
      return this;
    }
    Map<String, List<Found>> left = new LinkedHashMap<>(addresses);
    left.put(question.name(), confirmed);
    return new Answers(questions, left, services, aliases, known, surplus);
  }

  private Answers withProgress(Question question, Progress progress) {
    Map<Question, Progress> next = new LinkedHashMap<>(questions);
    next.put(question, progress);
    return new Answers(next, addresses, services, aliases, known, surplus);
  }

  static boolean isSameService(Service one, Service other) {
    return one.name().equals(other.name())
        && one.target().equals(other.target())
        && one.priority() == other.priority()
        && one.parameters().equals(other.parameters());
  }

  /// Whether two addresses are the same, scope included (which `equals` leaves out).
  static boolean isSameAddress(InetAddress one, InetAddress other) {
    return one.equals(other) && scope(one) == scope(other);
  }

  /// The scope id of an address, 0 if it has none.
  static int scope(InetAddress address) {
    return address instanceof Inet6Address six ? six.getScopeId() : 0;
  }
}
