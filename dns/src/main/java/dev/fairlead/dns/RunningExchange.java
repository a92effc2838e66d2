package dev.fairlead.dns;

import dev.fairlead.AnswerSource;
import dev.fairlead.Endpoint;
import dev.fairlead.FailureCause;
import dev.fairlead.core.resolve.Answer;
import dev.fairlead.core.resolve.Question;
import dev.fairlead.core.resolve.servers.Exchange;
import dev.fairlead.core.resolve.servers.Exchange.Effect;
import dev.fairlead.core.resolve.servers.Exchange.Input;
import dev.fairlead.core.resolve.servers.Exchange.Protocol;
import dev.fairlead.core.resolve.servers.Exchange.Sending;
import dev.fairlead.core.resolve.servers.Exchange.Trouble;
import dev.fairlead.core.resolve.servers.ExchangeMachine;
import dev.fairlead.core.resolve.wire.AnswerCheck;
import dev.fairlead.core.resolve.wire.AnswerCheck.Sent;
import dev.fairlead.core.resolve.wire.AnswerCheck.Verdict;
import dev.fairlead.core.resolve.wire.Decoded;
import dev.fairlead.core.resolve.wire.MessageReader;
import dev.fairlead.core.resolve.wire.MessageWriter;
import dev.fairlead.engine.spi.Origin;
import dev.fairlead.engine.spi.Transport.Domain;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Does what [ExchangeMachine] decides for one question: sockets, timers, ids. Lives on one event
/// loop, tells its end once.
final class RunningExchange {
  private final Services services;
  private final Question question;
  private final ServerList servers;
  private final EventLoop loop;
  private final Consumer<Outcome> end;
  private final long startedNanos;

  /// Owned by the loop, like everything below.
  private final Map<Integer, Line> lines = new HashMap<>();

  private Exchange state;
  private @Nullable Future<?> timer;

  /// How an exchange ended.
  sealed interface Outcome {
    record Answered(Answer answer, Origin origin) implements Outcome {}

    record Failed(Origin origin, FailureCause cause, String why) implements Outcome {}
  }

  RunningExchange(Services services, DnsClient.Ask ask, Consumer<Outcome> end) {
    this.services = services;
    this.question = ask.question();
    this.servers = ask.servers();
    this.loop = ask.loop();
    this.end = end;
    this.startedNanos = services.now();
    this.state = ExchangeMachine.of(servers.plan(startedNanos));
  }

  void begin() {
    feed(new Input.Began(services.now()));
  }

  /// Closes all sockets; the end is not told.
  void cancel() {
    state = new Exchange.Ended();
    stop();
  }

  private void feed(Input input) {
    Exchange.Step step = ExchangeMachine.step(state, input);
    state = step.state();
    for (Effect effect : step.effects()) {
      perform(effect);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Send send -> send(send.sending());
      case Effect.Drop drop -> {
        Line line = lines.remove(drop.sending());
        if (line != null) {
          line.close();
        }
      }
      case Effect.WakeAt wake -> wakeAt(wake.nanos());
      case Effect.Learn learn -> servers.learn(learn.server(), learn.fact(), services.now());
      case Effect.Deliver deliver -> {
        stop();
        end.accept(new Outcome.Answered(deliver.answer(), origin(deliver.from())));
      }
      case Effect.Fail fail -> {
        stop();
        end.accept(failure(fail.troubles()));
      }
    }
  }

  private void send(Sending sending) {
    RandomGenerator random = services.environment().random();
    Exchange.Manner manner = sending.manner();
    String name = manner.mixesCase() ? mixed(question.name(), random) : question.name();
    int id = random.nextInt(1 << 16);
    Sent sent = new Sent(id, name, question.type(), manner.edns(), manner.mixesCase());
    byte[] octets = MessageWriter.query(id, name, question.type(), manner.edns());
    InetSocketAddress server = servers.address(sending.server());
    boolean overUdp = manner.protocol() == Protocol.UDP;
    Line.Listener listener = new Ear(sending, sent, overUdp);
    UdpLine.Query query = new UdpLine.Query(server, Unpooled.wrappedBuffer(octets));
    try {
      lines.put(sending.number(), open(query, overUdp, listener));
    } catch (ChannelException noSocket) {
      // Told from a fresh call, for the machine must not be fed while its effects are being
      // performed.
      loop.execute(() -> listener.broke(Line.reason(noSocket)));
    }
  }

  private Line open(UdpLine.Query query, boolean overUdp, Line.Listener listener) {
    if (!overUdp) {
      return TcpLine.open(services.transport().newStream(Domain.INTERNET), loop, query, listener);
    }
    boolean ipv4 = query.server().getAddress() instanceof Inet4Address;
    StandardProtocolFamily family =
        ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    return UdpLine.open(services.transport().newDatagram(family), loop, query, listener);
  }

  /// Hears one line and tells the machine.
  private final class Ear implements Line.Listener {
    private final Sending sending;
    private final Sent sent;
    private final boolean overUdp;

    Ear(Sending sending, Sent sent, boolean overUdp) {
      this.sending = sending;
      this.sent = sent;
      this.overUdp = overUdp;
    }

    @Override
    public void arrived(byte[] message) {
      switch (MessageReader.read(message)) {
        case Decoded.Message decoded -> judged(AnswerCheck.check(sent, decoded.message()));
        // Anybody can send a broken datagram in the server's name; over TCP it is the server's own.
        case Decoded.Malformed malformed when overUdp ->
            judged(new Verdict.NotOurs(malformed.why()));
        case Decoded.Malformed malformed -> broke("its answer is malformed: " + malformed.why());
      }
    }

    @Override
    public void broke(String why) {
      feed(new Input.Broke(sending.number(), why, services.now()));
    }

    private void judged(Verdict verdict) {
      feed(new Input.Judged(sending.number(), verdict, services.now()));
    }
  }

  private void wakeAt(long nanos) {
    cancelTimer();
    long delay = Math.max(0, nanos - services.now());
    timer = loop.schedule(() -> feed(new Input.Woke(services.now())), delay, TimeUnit.NANOSECONDS);
  }

  private void stop() {
    cancelTimer();
    lines.values().forEach(Line::close);
    lines.clear();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private Origin origin(Sending from) {
    String protocol = from.manner().protocol() == Protocol.UDP ? "udp" : "tcp";
    InetSocketAddress server = servers.address(from.server());
    return new Origin(AnswerSource.QUERY, server, protocol, startedNanos, services.now());
  }

  private Outcome failure(List<Trouble> troubles) {
    long now = services.now();
    StringBuilder why = new StringBuilder();
    why.append(
        String.format(
            Locale.ROOT, "no answer for %s after %.1f s: ", question, (now - startedNanos) / 1e9));
    String separator = "";
    for (Trouble trouble : troubles) {
      why.append(separator).append(text(servers.address(trouble.server())));
      why.append(": ").append(trouble.what());
      separator = "; ";
    }
    InetSocketAddress last =
        troubles.isEmpty() ? null : servers.address(troubles.getLast().server());
    Origin origin = new Origin(AnswerSource.QUERY, last, "", startedNanos, now);
    return new Outcome.Failed(origin, FailureCause.RESOLVER_FAILED, why.toString());
  }

  private static String text(InetSocketAddress server) {
    String host = Endpoint.text(server.getAddress());
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return server.getPort() == 53 ? host : shown + ":" + server.getPort();
  }

  /// Each letter in upper or lower case at random: a forger has to guess them all ("0x20").
  private static String mixed(String name, RandomGenerator random) {
    StringBuilder mixed = new StringBuilder(name.length());
    long bits = 0;
    for (int i = 0; i < name.length(); i++) {
      // One draw serves 64 letters: strong random numbers are not cheap.
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      char c = name.charAt(i);
      boolean raised = c >= 'a' && c <= 'z' && (bits & 1) == 1;
      mixed.append(raised ? (char) (c - 'a' + 'A') : c);
    }
    return mixed.toString();
  }
}
