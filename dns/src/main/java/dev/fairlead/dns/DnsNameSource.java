package dev.fairlead.dns;

import dev.fairlead.AnswerSource;
import dev.fairlead.Resolver;
import dev.fairlead.core.resolve.AddressLiteral;
import dev.fairlead.core.resolve.DnsRecord;
import dev.fairlead.core.resolve.DomainName;
import dev.fairlead.core.resolve.HostsFile;
import dev.fairlead.core.resolve.NsSwitch.Step;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.ResolverConfig.Options;
import dev.fairlead.core.resolve.SearchList;
import dev.fairlead.core.resolve.SpecialName;
import dev.fairlead.engine.spi.AskContext;
import dev.fairlead.engine.spi.NameEvent;
import dev.fairlead.engine.spi.NameSource;
import dev.fairlead.engine.spi.Transport;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All names of one network.
///
/// ```
///  literal ─> special name ─> hosts file ─> name servers ─> the system's resolver
/// ```
///
/// The last three in the order that the network's resolver and `nsswitch.conf` say. Everything
/// about one question happens on the asker's event loop.
final class DnsNameSource implements NameSource {
  private final Services services;
  private final Resolver resolver;
  private final DnsClient client;
  private final SystemLookup system;
  private final SystemFiles files;
  private final Platform platform;

  /// The servers of [Resolver.Servers]; without any for the other resolvers.
  private final ServerList fixed;

  private final HostsFile table;

  /// What is particular to the machine, or to a test.
  ///
  /// @param ownResolver whether `resolv.conf` and `nsswitch.conf` tell the whole truth here, as
  ///     they do on Linux and the BSDs; on macOS and Windows names of the system are left to the
  ///     system
  record Platform(boolean ownResolver, SystemFiles.Places places, SystemLookup.Names names) {
    /// The platform of the machine that the sockets belong to.
    static Platform of(Transport transport, String osName) {
      return transport.nameFiles().isPresent() ? elsewhere(transport) : here(osName);
    }

    private static Platform here(String osName) {
      boolean unlike = osName.startsWith("Mac") || osName.startsWith("Windows");
      return new Platform(!unlike, SystemFiles.Places.usual(), InetAddress::getAllByName);
    }

    /// A machine whose system cannot be asked: its files tell the whole truth.
    private static Platform elsewhere(Transport transport) {
      return new Platform(
          true,
          new SystemFiles.Places(new NameTexts.Given(transport), () -> 53),
          name -> {
            throw new UnknownHostException(name);
          });
    }
  }

  DnsNameSource(Services services, Resolver resolver, Platform platform) {
    this.services = services;
    this.resolver = resolver;
    this.platform = platform;
    this.client = new DnsClient(services, DnsClient.Limits.USUAL);
    this.system = new SystemLookup(services, platform.names());
    this.files = new SystemFiles(services, platform.places());
    this.fixed =
        new ServerList(
            resolver instanceof Resolver.Servers given ? given.servers() : List.of(),
            SearchList.none(),
            Options.defaults());
    this.table =
        resolver instanceof Resolver.StaticHosts given ? table(given) : new HostsFile(Map.of());
  }

  private static HostsFile table(Resolver.StaticHosts given) {
    Map<String, List<AddressLiteral>> names = new HashMap<>();
    given
        .hosts()
        .forEach(
            (name, addresses) ->
                names.put(
                    DomainName.canonical(name),
                    addresses.stream().map(a -> new AddressLiteral(a, null)).toList()));
    return new HostsFile(names);
  }

  @Override
  public Asking ask(Question question, AskContext how, Consumer<NameEvent> to) {
    Inquiry inquiry = new Inquiry(this, ascii(question), how, to);
    how.loop().execute(() -> begin(inquiry, how));
    return inquiry;
  }

  @Override
  public void networkChanged() {
    fixed.forgetHealth();
    files.lookAgain();
  }

  @Override
  public boolean usable() {
    return switch (resolver) {
      case Resolver.SystemDefault _ -> !platform.ownResolver() || files.hasServers();
      case Resolver.Servers _, Resolver.StaticHosts _ -> true;
    };
  }

  Services services() {
    return services;
  }

  DnsClient client() {
    return client;
  }

  SystemLookup system() {
    return system;
  }

  private void begin(Inquiry inquiry, AskContext how) {
    if (inquiry.isCancelled()) {
      return;
    }
    Question question = inquiry.question();
    List<DnsRecord> literal = LocalAnswers.literal(question, services.transport());
    if (literal != null) {
      inquiry.answerHere(AnswerSource.LITERAL, literal);
      return;
    }
    if (!DomainName.isAskable(question.name())) {
      inquiry.failHere("\"" + question.name() + "\" cannot be a name: see RFC 1035 §2.3.4");
      return;
    }
    SpecialName special = SpecialName.of(question.name()).orElse(null);
    if (special == SpecialName.LOCALHOST) {
      inquiry.answerHere(AnswerSource.SPECIAL, LocalAnswers.loopback(question));
    } else if (special == SpecialName.INVALID) {
      inquiry.denyHere(AnswerSource.SPECIAL);
    } else if (special == SpecialName.ONION) {
      inquiry.failHere(special.why());
    } else {
      plan(inquiry, how, special == SpecialName.LOCAL);
    }
  }

  private void plan(Inquiry inquiry, AskContext how, boolean multicastName) {
    switch (resolver) {
      case Resolver.StaticHosts _ ->
          inquiry.follow(new Inquiry.Plan(List.of(Step.FILES), table, fixed, "table"));
      case Resolver.Servers _ -> {
        if (multicastName) {
          inquiry.failHere(SpecialName.LOCAL.why());
        } else {
          inquiry.follow(new Inquiry.Plan(List.of(Step.DNS), table, fixed, "servers"));
        }
      }
      case Resolver.SystemDefault _ ->
          files.current(how.loop(), now -> bySystem(inquiry, now, multicastName));
    }
  }

  private void bySystem(Inquiry inquiry, SystemFiles.Snapshot now, boolean multicastName) {
    Question question = inquiry.question();
    List<Step> steps =
        platform.ownResolver() ? ownSteps(question, now) : foreignSteps(question, now);
    if (multicastName) {
      // RFC 6762 §3: never of a name server; but the system may speak multicast where we do not
      // yet.
      steps = steps.stream().filter(step -> step != Step.DNS).toList();
    }
    boolean tableHasIt = LocalAnswers.table(question, now.hosts(), services.transport()) != null;
    if (multicastName && !steps.contains(Step.SYSTEM) && !tableHasIt) {
      inquiry.failHere(SpecialName.LOCAL.why());
      return;
    }
    boolean nobodyToAsk = steps.contains(Step.DNS) && now.servers().isEmpty();
    if (nobodyToAsk) {
      // The system may still know a way.
      steps = steps.contains(Step.FILES) ? List.of(Step.FILES, Step.SYSTEM) : List.of(Step.SYSTEM);
    }
    String generation = "system " + now.generation();
    inquiry.follow(new Inquiry.Plan(steps, now.hosts(), now.servers(), generation));
  }

  private static List<Step> ownSteps(Question question, SystemFiles.Snapshot now) {
    return now.order().steps(question.name(), now.stubOnLoopback());
  }

  /// On macOS and Windows the system knows servers per interface and per domain; it is asked for
  /// addresses. It cannot be asked for services, so those go to the servers that `resolv.conf`
  /// names, where there is one.
  private static List<Step> foreignSteps(Question question, SystemFiles.Snapshot now) {
    boolean address = question.type().isAddress();
    return address || now.servers().isEmpty() ? List.of(Step.SYSTEM) : List.of(Step.DNS);
  }

  /// A name in another script in its ASCII form; one that has none stays as it is and is refused
  /// later.
  private static Question ascii(Question question) {
    boolean plain = question.name().chars().allMatch(c -> c < 0x80);
    String ascii = plain ? question.name() : toAscii(question.name());
    return ascii == null ? question : new Question(ascii, question.type());
  }

  private static @Nullable String toAscii(String name) {
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException noAsciiForm) {
      return null;
    }
  }
}
