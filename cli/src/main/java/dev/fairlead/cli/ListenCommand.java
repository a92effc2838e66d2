package dev.fairlead.cli;

import dev.fairlead.Endpoint;
import dev.fairlead.Ip;
import dev.fairlead.ListenOptions;
import dev.fairlead.Listener;
import dev.fairlead.Network;
import dev.fairlead.NetworkException;
import dev.fairlead.StreamConnection;
import dev.fairlead.StreamStack;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `fairlead listen`: the other end of `connect`.
@Command(
    name = "listen",
    header = "Listen: one connection with standard input and output, or many with --keep.",
    description = {
      "",
      "Without --keep the first connection is the only one, as with netcat. With --keep what any"
          + " peer sends goes to standard output; --echo sends it back to the peer instead.",
      ""
    },
    abbreviateSynopsis = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  fairlead listen 7777                        one peer, both directions",
      "  fairlead listen --keep 127.0.0.1 7777 >log  many peers, this machine only",
      "  fairlead listen --echo --keep 0             any free port; it is printed",
      "  fairlead listen --tls --cert me.pem --key me.key --client-ca ca.pem 8443",
      "  fairlead listen --unix /tmp/app.sock",
      "  fairlead listen --echo --keep --conditioner delay=100ms,rate=1Mbit 7777",
      "  fairlead listen --lines --echo --keep 7777  each line goes back as it came",
      "",
      "Exit codes: 0 done, 1 the port cannot be had, 2 wrong usage, 3 lost on the way, 130 Ctrl-C."
    })
final class ListenCommand implements Callable<Integer> {
  private static final Duration STOP_MAX = Duration.ofSeconds(1);

  private final Io io;

  @Parameters(
      arity = "0..2",
      paramLabel = "[ADDR] PORT",
      description = "Where to listen; without ADDR on every address. Port 0 takes any free one.")
  List<String> words = new ArrayList<>();

  @Option(names = "--unix", paramLabel = "PATH", description = "Listen on this Unix socket.")
  @Nullable Path unix;

  @Option(names = "--keep", description = "Take one connection after the other, until Ctrl-C.")
  boolean keep;

  @Option(names = "--echo", description = "Send back what comes.")
  boolean echo;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "With --keep: at most this many connections at a time; 10000 by default.")
  int most = ListenOptions.defaults().connectionsMax();

  @Option(names = "--tls", description = "Speak TLS; --cert or --p12 ask for it too.")
  boolean tls;

  @Mixin IdentityOptions identity = new IdentityOptions();

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = "Clients must show a certificate of an authority in this PEM file.")
  @Nullable Path clientAuthority;

  @Mixin TlsTuning tlsTuning = new TlsTuning();

  @Option(
      names = "--half-close",
      description = "Over TLS too, go on sending after the peer's end (TLS 1.3 only).")
  boolean halfClose;

  @Mixin FramingOptions framing = new FramingOptions();
  @Mixin TcpTuning tcpTuning = new TcpTuning();
  @Mixin LinkTuning linkTuning = new LinkTuning();

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      description = "End a connection when no byte moved in either direction for this long.")
  @Nullable Duration idle;

  @Option(names = "--transport", paramLabel = "NAME", description = "epoll, kqueue or nio.")
  @Nullable String transport;

  @Mixin Telling telling = new Telling();

  ListenCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    framing.check();
    ListenPlace place = ListenPlace.parse(words, unix);
    if (most < 1) {
      throw new Usage("--max is at least 1");
    }
    ListenOptions options =
        ListenOptions.defaults().addresses(place.addresses().toArray(Endpoint[]::new));
    options = keep ? options.connectionsMax(most) : options.connectionsMax(1).backlog(1);
    StreamStack<StreamConnection> stack = linkTuning.over(stack());
    try (Network network = network();
        Listener<StreamConnection> listener = network.listen(place.port(), stack, options);
        AtInterrupt interrupt = new AtInterrupt(() -> listener.stop(STOP_MAX))) {
      for (var endpoint : listener.endpoints()) {
        telling.remark("listening on " + endpoint, io);
      }
      try {
        return keep ? serve(listener) : one(listener);
      } catch (NetworkException | IllegalStateException e) {
        if (interrupt.fired()) {
          return ExitCode.INTERRUPTED;
        }
        throw e;
      }
    }
  }

  private int serve(Listener<StreamConnection> listener) {
    listener.serve(this::serveOne);
    if (telling.format != null) {
      io.say(listener.report().toString());
    }
    return ExitCode.DONE;
  }

  private void serveOne(StreamConnection connection) throws IOException {
    begun(connection);
    try {
      serve(connection);
      // Here, so that what could not be sent is told.
      connection.close();
    } catch (NetworkException e) {
      telling.remark(connection.id() + " " + e.getMessage(), io);
      throw e;
    } finally {
      ended(connection);
    }
  }

  private void serve(StreamConnection connection) throws IOException {
    if (!framing.given()) {
      new Serving(connection, io, Optional.ofNullable(idle)).run(echo);
      return;
    }
    try (var messages = framing.on(connection)) {
      var talk = new MessageTalk(messages, io, Optional.ofNullable(idle));
      if (echo) {
        talk.echo();
      } else if (keep) {
        talk.show();
      } else {
        talk.converse(ends());
      }
    }
  }

  /// Whether the end of the input ends our direction.
  private boolean ends() {
    return !secure() || halfClose || tlsTuning.least == Tls.Version.TLS_1_3;
  }

  private int one(Listener<StreamConnection> listener) throws IOException {
    try (StreamConnection connection = listener.accept()) {
      begun(connection);
      try {
        if (echo || framing.given()) {
          serve(connection);
          telling.transferred(connection, io);
        } else {
          var manner = new Conversation.Manner(ends(), Optional.ofNullable(idle));
          new Conversation(connection, io, manner).hold(() -> telling.transferred(connection, io));
        }
        return ExitCode.DONE;
      } finally {
        telling.remark(connection.id() + " ended", io);
      }
    }
  }

  private void begun(StreamConnection connection) {
    telling.remark(connection.id() + " connected from " + connection.endpoint(), io);
    telling.established(connection.establishment(), io);
    telling.follow(connection, io);
  }

  private void ended(StreamConnection connection) {
    telling.transferred(connection, io);
    telling.remark(connection.id() + " ended", io);
  }

  private Network network() {
    return transport == null ? Network.shared() : Network.builder().transport(transport).build();
  }

  private boolean secure() {
    return tls || identity.given() || clientAuthority != null;
  }

  StreamStack<StreamConnection> stack() {
    var tcp = tcpTuning.tcp(Ip.defaults());
    if (!secure()) {
      return tcp;
    }
    var who =
        identity
            .identity()
            .orElseThrow(() -> new Usage("a TLS listener needs --cert and --key, or --p12"));
    Tls layer = tlsTuning.apply(Tls.over(tcp)).identity(who);
    if (halfClose) {
      layer = layer.halfClose(Tls.HalfClose.REQUIRED);
    }
    if (clientAuthority == null) {
      return layer;
    }
    return layer
        .trust(Trust.pem(InputFile.readable("--client-ca", clientAuthority)))
        .clientAuthentication(Tls.PeerAuthentication.REQUIRED);
  }
}
