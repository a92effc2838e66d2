package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import dev.fairlead.Network;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tcp;
import dev.fairlead.TcpFacts;
import dev.fairlead.Tls;
import dev.fairlead.TlsFacts;
import dev.fairlead.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fairlead connect`: netcat that races.
@Command(
    name = "connect",
    header = "Connect to an endpoint: standard input to the peer, the peer to standard output.",
    description = {
      "",
      "Ends when the peer ends. The end of standard input ends our direction on TCP; over TLS the"
          + " connection stays open until the peer closes, unless --half-close is given.",
      ""
    },
    abbreviateSynopsis = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | fairlead connect --report example.com 80",
      "  fairlead connect --tls --alpn http/1.1 example.com:443",
      "  fairlead connect --ca ca.pem --cert me.pem --key me.key tls://db.example:6514",
      "  fairlead connect -4 --timeout 5s example.com 22",
      "  fairlead connect --wait --retry 1s..30s --timeout none 192.0.2.7 9999",
      "  fairlead connect unix:/run/app.sock",
      "  fairlead connect --conditioner lte,loss=2%% --report https://example.com",
      "  fairlead connect --length-prefix 4 game.example 4000",
      "",
      "Exit codes: 0 done, 1 could not connect, 2 wrong usage, 3 lost on the way, 130 Ctrl-C."
    })
final class ConnectCommand implements Callable<Integer> {
  private static final Duration GOODBYE_MAX = Duration.ofMillis(500);

  private final Io io;

  @Parameters(
      arity = "1..2",
      paramLabel = "TARGET",
      description = {
        "HOST PORT, HOST:PORT, [IPV6]:PORT, unix:PATH, tls://HOST:PORT, tcp://HOST:PORT or"
            + " https://HOST."
      })
  List<String> words = new ArrayList<>();

  @Option(names = "--tls", description = "Speak TLS; any option of TLS asks for it too.")
  boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Believe the authorities in this PEM file, not the system's; repeatable.")
  List<Path> authorities = new ArrayList<>();

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description = "Ask for and verify this name, not the host's.")
  @Nullable String serverName;

  @Option(
      names = "--insecure",
      description =
          "Verify neither certificate nor name, whatever --ca says: anybody may be the peer.")
  boolean insecure;

  @Mixin IdentityOptions identity = new IdentityOptions();
  @Mixin TlsTuning tlsTuning = new TlsTuning();

  @Option(
      names = "--half-close",
      description = "Over TLS too, end our direction at the end of the input (TLS 1.3 only).")
  boolean halfClose;

  @Mixin FramingOptions framing = new FramingOptions();

  @Option(names = "--echo", description = "Send each message back as it came.")
  boolean echo;

  @Mixin WayOptions way = new WayOptions();
  @Mixin TcpTuning tcpTuning = new TcpTuning();
  @Mixin NetworkTuning networkTuning = new NetworkTuning();
  @Mixin LinkTuning linkTuning = new LinkTuning();

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      description = "End when no byte moved in either direction for this long.")
  @Nullable Duration idle;

  @Mixin Telling telling = new Telling();

  ConnectCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    framing.check();
    if (echo && !framing.given()) {
      throw new Usage("--echo sends messages back: say --lines or --length-prefix");
    }
    Target target = Target.parse(words);
    boolean secure = tls || target.tls() || asksForTls();
    if (secure && target.endpoint() instanceof Endpoint.Unix && serverName == null && !insecure) {
      throw new Usage("TLS on a Unix socket needs --server-name, the name to verify");
    }
    StreamStack<StreamConnection> stack = linkTuning.over(stack(secure));
    var preferences = way.preferences();
    try (Network network = networkTuning.network()) {
      StreamConnection connection = network.open(target.endpoint(), stack, preferences);
      telling.follow(connection, io);
      try (AtInterrupt interrupt = new AtInterrupt(() -> leave(connection))) {
        return converse(connection, !secure || halfClose, interrupt);
      }
    }
  }

  private int converse(StreamConnection connection, boolean endsAtInputEnd, AtInterrupt interrupt)
      throws IOException {
    try {
      connection.ready();
    } catch (NetworkException e) {
      if (interrupt.fired()) {
        return ExitCode.INTERRUPTED;
      }
      new Failures(io).tell(e);
      e.establishment().ifPresent(report -> telling.failed(report, e, io));
      return Failures.code(e);
    }
    telling.established(connection.establishment(), io);
    if (telling.verbose) {
      io.say(connection.id() + " " + facts(connection));
    }
    try {
      talk(connection, endsAtInputEnd);
      return ExitCode.DONE;
    } catch (NetworkException e) {
      if (interrupt.fired()) {
        return ExitCode.INTERRUPTED;
      }
      throw e;
    } catch (Conversation.OutputClosed e) {
      if (e.readerLeft()) {
        return ExitCode.DONE;
      }
      throw e;
    }
  }

  private void talk(StreamConnection connection, boolean endsAtInputEnd) throws IOException {
    if (!framing.given()) {
      var manner = new Conversation.Manner(endsAtInputEnd, Optional.ofNullable(idle));
      new Conversation(connection, io, manner).hold(() -> telling.transferred(connection, io));
      return;
    }
    try (var messages = framing.on(connection)) {
      var talk = new MessageTalk(messages, io, Optional.ofNullable(idle));
      if (echo) {
        talk.echo();
      } else {
        talk.converse(endsAtInputEnd);
      }
      telling.transferred(connection, io);
    }
  }

  StreamStack<StreamConnection> stack(boolean secure) {
    Tcp tcp = tcpTuning.tcp(way.ip());
    if (!secure) {
      return tcp;
    }
    Tls layer = tlsTuning.apply(Tls.over(tcp));
    var who = identity.identity();
    if (who.isPresent()) {
      layer = layer.identity(who.get());
    }
    if (insecure) {
      layer = layer.trust(Trust.anyoneInsecurely());
    } else if (!authorities.isEmpty()) {
      authorities.forEach(file -> InputFile.readable("--ca", file));
      layer = layer.trust(Trust.pem(authorities.toArray(Path[]::new)));
    }
    if (serverName != null) {
      layer = layer.serverName(serverName);
    }
    return halfClose ? endingFirst(layer) : layer;
  }

  private Tls endingFirst(Tls layer) {
    if (tlsTuning.most == Tls.Version.TLS_1_2) {
      throw new Usage("--half-close over TLS needs TLS 1.3, and --tls-max is 1.2");
    }
    // Any engine can end first; the JDK's, which is then chosen, also sends after the peer's end.
    boolean anyEngine = networkTuning.tlsEngine == null && tlsTuning.keyLog == null;
    return anyEngine
        ? layer.halfClose(Tls.HalfClose.REQUIRED)
        : layer.versions(Tls.Version.TLS_1_3, Tls.Version.TLS_1_3);
  }

  private boolean asksForTls() {
    return !authorities.isEmpty()
        || serverName != null
        || insecure
        || halfClose
        || identity.given()
        || !tlsTuning.alpn.isEmpty();
  }

  private static String facts(StreamConnection connection) {
    String to =
        connection
            .facts(TcpFacts.class)
            .flatMap(TcpFacts::remote)
            .map(remote -> Endpoint.of(remote).toString())
            .orElse(connection.endpoint().toString());
    return connection
        .facts(TlsFacts.class)
        .map(
            f ->
                to
                    + ", "
                    + f.version()
                    + " "
                    + f.cipherSuite()
                    + f.alpn().map(a -> " " + a).orElse(""))
        .orElse(to);
  }

  /// Says goodbye to the peer while the process ends.
  private static void leave(StreamConnection connection) {
    try {
      connection.closeAsync().get(GOODBYE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      connection.abort();
    }
  }
}
