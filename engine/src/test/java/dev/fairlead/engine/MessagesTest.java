package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.Bytes;
import dev.fairlead.Connection;
import dev.fairlead.ConnectionLostException;
import dev.fairlead.ConnectionState;
import dev.fairlead.DeadlineException;
import dev.fairlead.Endpoint;
import dev.fairlead.IncomingMessage;
import dev.fairlead.LengthPrefix;
import dev.fairlead.Lines;
import dev.fairlead.ListenOptions;
import dev.fairlead.MalformedMessageException;
import dev.fairlead.MessageConnection;
import dev.fairlead.MessageContext;
import dev.fairlead.OutgoingMessage;
import dev.fairlead.PeerEndedException;
import dev.fairlead.Preferences;
import dev.fairlead.Stack;
import dev.fairlead.StreamConnection;
import dev.fairlead.Tcp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages over loopback, whole and in parts, to all their ends.
@Timeout(30)
class MessagesTest {
  private StreamLab lab;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    lab = new StreamLab();
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    lab.close();
  }

  private <C extends Connection> C open(int port, Stack<C> stack) {
    Endpoint there = Endpoint.of("127.0.0.1", port);
    C made = Fronts.of(StreamParts.make(lab.parts, there, stack, Preferences.defaults()), stack);
    open.add(made::abort);
    return made;
  }

  private <C extends Connection> RealListener<C> listen(Stack<C> stack) {
    RealListener<C> listener = RealListener.open(lab.parts, 0, stack, ListenOptions.defaults());
    open.add(() -> listener.stop(Duration.ZERO));
    return listener;
  }

  /// A framed client, and a server that speaks bytes.
  private record Mixed<M>(MessageConnection<M> client, StreamConnection server) {}

  private <M> Mixed<M> mixed(Stack<MessageConnection<M>> stack) {
    RealListener<StreamConnection> listener = listen(Tcp.defaults());
    MessageConnection<M> client = open(listener.port(), stack);
    client.ready();
    StreamConnection server = listener.accept();
    open.add(server::abort);
    return new Mixed<>(client, server);
  }

  @Test
  void linesComeBackAsTheyWent() {
    RealListener<MessageConnection<String>> listener = listen(Lines.overTcp());
    listener.onConnection(c -> c.onMessage((it, line) -> it.send(line.content())));
    MessageConnection<String> client = open(listener.port(), Lines.overTcp());
    client.send("queued before it is ready");
    client.ready();
    client.send("one");
    client.send("two");
    assertThat(client.receive()).isEqualTo("queued before it is ready");
    assertThat(client.receive()).isEqualTo("one");
    assertThat(client.receive()).isEqualTo("two");
    client.sendEnd();
    assertThat(client.receive()).isNull();
    client.close();
    assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class);
  }

  @Test
  void aMessageLargerThanTheInboxComesWhole() {
    RealListener<MessageConnection<Bytes>> listener = listen(LengthPrefix.overTcp());
    MessageConnection<Bytes> client = open(listener.port(), LengthPrefix.overTcp());
    client.ready();
    MessageConnection<Bytes> server = listener.accept();
    Bytes big = Bytes.copyOf(new byte[5_000_000]);
    CompletableFuture<Void> sent = client.sendAsync(big);
    assertThat(server.receive()).isEqualTo(big);
    sent.join();
  }

  @Test
  void messagesEndAtThePeersEndAndThrowAtABreak() {
    Mixed<String> pair = mixed(Lines.overTcp());
    pair.server().send("a\nb\nlast without its end");
    pair.server().sendEnd();
    List<String> came = new ArrayList<>();
    pair.client().messages().forEach(came::add);
    assertThat(came).containsExactly("a", "b", "last without its end");

    Mixed<String> broken = mixed(Lines.overTcp());
    broken.server().send("a\n");
    assertThat(broken.client().receive()).isEqualTo("a");
    broken.server().abort();
    assertThatThrownBy(() -> broken.client().messages().forEach(came::add))
        .isInstanceOf(ConnectionLostException.class);
  }

  @Test
  void anEndInsideAMessageIsNotAnOrderlyEnd() {
    Mixed<Bytes> pair = mixed(LengthPrefix.overTcp());
    pair.server().send(new byte[] {0, 0, 0, 3, 1, 2});
    pair.server().sendEnd();
    assertThatThrownBy(() -> pair.client().receive()).isInstanceOf(PeerEndedException.class);
  }

  @Test
  void whatIsNoMessageIsToldWithItsPositionAndEndsTheConnection() {
    Mixed<Bytes> pair = mixed(LengthPrefix.overTcp().limit(100));
    pair.server().send(new byte[] {0, 0, 0, 1, 7, 0x7f, 0, 0, 0, 9, 9});
    assertThat(pair.client().receive()).isEqualTo(Bytes.copyOf(new byte[] {7}));
    assertThatThrownBy(() -> pair.client().receive())
        .isInstanceOfSatisfying(
            MalformedMessageException.class, it -> assertThat(it.position()).isEqualTo(4))
        .hasMessageContaining("message 2")
        .hasMessageContaining("above the limit of 100");
    assertThatThrownBy(() -> pair.client().receive())
        .isInstanceOf(dev.fairlead.NetworkException.class);
  }

  @Test
  void deadlinesOfReceivesTakeNothing() {
    Mixed<String> pair = mixed(Lines.overTcp());
    pair.server().send("half a ");
    assertThatThrownBy(() -> pair.client().receive(Duration.ofMillis(20)))
        .isInstanceOf(DeadlineException.class);
    pair.server().send("line\n");
    assertThat(pair.client().receive()).isEqualTo("half a line");
  }

  @Test
  void futuresTakeMessagesInTheOrderInWhichTheyWereAsked() throws Exception {
    Mixed<String> pair = mixed(Lines.overTcp());
    CompletableFuture<@Nullable String> first = pair.client().receiveAsync();
    CompletableFuture<@Nullable String> second = pair.client().receiveAsync();
    CompletableFuture<@Nullable String> third = pair.client().receiveAsync();
    assertThat(second.cancel(false)).isTrue();
    pair.server().send("1\n2\n");
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("1");
    assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("2");
    CompletableFuture<@Nullable String> atEnd = pair.client().receiveAsync();
    pair.server().sendEnd();
    assertThat(atEnd.get(10, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void partsCarryAMessageLargerThanEveryLimit() throws Exception {
    RealListener<MessageConnection<Bytes>> listener = listen(LengthPrefix.overTcp().limit(1000));
    MessageConnection<Bytes> right = open(listener.port(), LengthPrefix.overTcp().limit(1000));
    right.ready();
    MessageConnection<Bytes> server = listener.accept();
    int part = 64 * 1024;
    int parts = 200;
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  MessageContext context = MessageContext.defaults().length((long) part * parts);
                  try (OutgoingMessage message = right.begin(context)) {
                    for (int i = 0; i < parts; i++) {
                      byte[] content = new byte[part];
                      java.util.Arrays.fill(content, (byte) i);
                      message.append(Bytes.copyOf(content));
                    }
                    message.end();
                  }
                  right.send(Bytes.utf8("next"));
                });
    IncomingMessage message = Objects.requireNonNull(server.receiveParts());
    long count = 0;
    for (Bytes next = message.receive(); next != null; next = message.receive()) {
      for (int i = 0; i < next.length(); i++) {
        assertThat(next.at(i)).isEqualTo((byte) ((count + i) / part));
      }
      count += next.length();
    }
    assertThat(count).isEqualTo((long) part * parts);
    assertThat(server.receive()).isEqualTo(Bytes.utf8("next"));
    sender.join();
  }

  @Test
  void whatAPeerSaidThatHasEndedBecomesMessages() throws Exception {
    StreamLab.Pair pair = lab.pair();
    pair.b().send("one\ntwo\nthree\n");
    pair.b().sendEnd();
    assertThat(pair.a().receiveExactly(4).utf8()).isEqualTo("one\n");
    while (!((RealConnection) pair.a()).parts().wire().hasPeerEnded()) {
      Thread.onSpinWait();
    }
    MessageConnection<String> lines = pair.a().upgrade(Lines::over);
    assertThat(lines.receive()).isEqualTo("two");
    assertThat(lines.receive()).isEqualTo("three");
    assertThat(lines.receive()).isNull();
  }

  @Test
  void sendsWaitWhileThePeerDoesNotTakeThem() throws Exception {
    RealListener<MessageConnection<Bytes>> listener = listen(LengthPrefix.overTcp());
    MessageConnection<Bytes> client = open(listener.port(), LengthPrefix.overTcp());
    client.ready();
    MessageConnection<Bytes> server = listener.accept();
    Bytes message = Bytes.copyOf(new byte[100_000]);
    int sent = 0;
    MessageContext patient = MessageContext.defaults();
    try {
      while (sent < 1000) {
        client.send(message, patient, Duration.ofMillis(200));
        sent++;
      }
    } catch (DeadlineException full) {
      // As it should.
    }
    assertThat(sent).isBetween(2, 999);
    assertThat(client.unsent()).isLessThan(1 << 20);
    // What waits now leaves by priority, though it was asked for last.
    CompletableFuture<Void> low = client.sendAsync(Bytes.utf8("low"), patient.priority(0.1));
    CompletableFuture<Void> high = client.sendAsync(Bytes.utf8("high"), patient.priority(0.9));
    CompletableFuture<Void> brief =
        client.sendAsync(Bytes.utf8("brief"), patient.lifetime(Duration.ofMillis(1)));
    assertThatThrownBy(() -> brief.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeadlineException.class);
    for (int i = 0; i < sent; i++) {
      assertThat(server.receive()).as("message %d of %d", i, sent).isEqualTo(message);
    }
    assertThat(server.receive()).isEqualTo(Bytes.utf8("high"));
    assertThat(server.receive()).isEqualTo(Bytes.utf8("low"));
    CompletableFuture.allOf(low, high).get(10, TimeUnit.SECONDS);
  }

  @Test
  void closeLetsLeaveWhatWasTaken() {
    RealListener<MessageConnection<String>> listener = listen(Lines.overTcp());
    MessageConnection<String> client = open(listener.port(), Lines.overTcp());
    for (int i = 0; i < 200; i++) {
      client.send("line " + i);
    }
    client.ready();
    client.close();
    MessageConnection<String> server = listener.accept();
    List<String> came = new ArrayList<>();
    server.messages().forEach(came::add);
    assertThat(came).hasSize(200).startsWith("line 0", "line 1").endsWith("line 199");
  }

  @Test
  void aStreamBecomesMessages() {
    RealListener<StreamConnection> listener = listen(Tcp.defaults());
    StreamConnection client = open(listener.port(), Tcp.defaults());
    client.ready();
    StreamConnection server = listener.accept();
    open.add(server::abort);
    server.send("hello\nfirst\nsec");
    assertThat(client.receiveExactly(6).utf8()).isEqualTo("hello\n");
    MessageConnection<String> lines = client.upgrade(Lines::over);
    assertThat(lines.receive()).isEqualTo("first");
    server.send("ond\n");
    assertThat(lines.receive()).isEqualTo("second");
    lines.send("answer");
    assertThat(server.receiveExactly(7).utf8()).isEqualTo("answer\n");
    assertThat(lines.establishment().stack()).isEqualTo("lines over tcp");
  }
}
