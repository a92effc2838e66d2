package dev.fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.FailureCause;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import dev.fairlead.engine.spi.LayerFailure;
import dev.fairlead.engine.spi.PeerEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a stream ends, for each engine and version.
class EndTest {
  private final TestPair pair = new TestPair();
  private final TestAuthority root = TestAuthority.root("Test Root");
  private final Tls server = Tls.overTcp().identity(root.identity("dual.example"));
  private final Tls client = Tls.overTcp().trust(Trust.authorities(root.certificate()));

  @AfterEach
  void close() {
    pair.close();
  }

  private record Ends(TestEnd us, TestEnd peer) {}

  private Ends connected(String engine, String peerEngine, Tls.Version version) throws Exception {
    int port = pair.listen(server.versions(version, version), peerEngine);
    TestEnd us = pair.connect(client, engine, "dual.example", port);
    us.awaitReady();
    TestEnd peer = pair.accepted();
    peer.awaitReady();
    return new Ends(us, peer);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void anEndComesAfterAllContent(String engine, Tls.Version version) throws Exception {
    Ends ends = connected(engine, engine, version);
    String much = "0123456789".repeat(300_000);
    ends.peer().send(much);
    ends.peer().endOutput();
    assertThat(ends.us().text(much.length())).isEqualTo(much);
    assertThat(ends.us().next()).isEqualTo(PeerEnd.ORDERLY);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_3", "JDK,TLS_1_2"})
  void anEndWithoutCloseNotifyIsTruncated(String engine, Tls.Version version) throws Exception {
    Ends ends = connected(engine, engine, version);
    ends.peer().send("half");
    ends.peer().close();
    assertThat(ends.us().text(4)).isEqualTo("half");
    assertThat(ends.us().next()).isEqualTo(PeerEnd.TRUNCATED);
  }

  @Test
  void truncationIsOrderlyWhenItIsAllowed() throws Exception {
    int port = pair.listen(server, "BoringSSL");
    TestEnd us = pair.connect(client.allowTruncation(), "BoringSSL", "dual.example", port);
    us.awaitReady();
    TestEnd peer = pair.accepted();
    peer.awaitReady();
    peer.close();
    assertThat(us.next()).isEqualTo(PeerEnd.ORDERLY);
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,TLS_1_3,true",
    "BoringSSL,TLS_1_2,false",
    "JDK,TLS_1_3,true",
    "JDK,TLS_1_2,false"
  })
  void whoEndsFirstMayGoOnReadingWhereItSaysSo(String engine, Tls.Version version, boolean goesOn)
      throws Exception {
    // A JDK peer in TLS 1.3 goes on sending after our end.
    Ends ends = connected(engine, "JDK", version);
    assertThat(ends.us().halfCloses()).isEqualTo(goesOn);
    assertThat(ends.us().facts().halfClose()).isEqualTo(goesOn);
    ends.us().endOutput();
    assertThat(ends.peer().next()).isEqualTo(PeerEnd.ORDERLY);
    if (version == Tls.Version.TLS_1_3) {
      ends.peer().send("the rest");
      assertThat(ends.us().text(8)).isEqualTo("the rest");
    }
    ends.peer().endOutput();
    assertThat(ends.us().next()).isEqualTo(PeerEnd.ORDERLY);
  }

  @ParameterizedTest
  @CsvSource({
    "BoringSSL,TLS_1_3,false",
    "BoringSSL,TLS_1_2,false",
    "JDK,TLS_1_3,true",
    "JDK,TLS_1_2,false"
  })
  void sendingAfterThePeersEndWorksOnlyWhereItSaysSo(
      String engine, Tls.Version version, boolean goesOn) throws Exception {
    Ends ends = connected(engine, engine, version);
    ends.peer().endOutput();
    assertThat(ends.us().next()).isEqualTo(PeerEnd.ORDERLY);
    boolean sent = true;
    try {
      ends.us().send("more");
      ends.us().send("and more");
    } catch (ExecutionException e) {
      sent = false;
    }
    assertThat(sent).isEqualTo(goesOn);
    assertThat(ends.us().facts().sendsAfterPeerEnd()).isEqualTo(goesOn);
    assertThat(ends.us().endedWithPeer()).isEqualTo(!goesOn);
    if (goesOn) {
      assertThat(ends.peer().text(12)).isEqualTo("moreand more");
    }
    ends.us().endOutput();
    assertThat(ends.peer().next()).isEqualTo(PeerEnd.ORDERLY);
  }

  @ParameterizedTest
  @CsvSource({"BoringSSL,TLS_1_3", "BoringSSL,TLS_1_2", "JDK,TLS_1_2"})
  void whoIsCutShortByThePeersEndDoesNotSayThatAllWasSent(String engine, Tls.Version version)
      throws Exception {
    Ends ends = connected(engine, engine, version);
    ends.us().send("half");
    ends.peer().endOutput();
    assertThat(ends.us().next()).isEqualTo(PeerEnd.ORDERLY);
    ends.us().close();
    assertThat(ends.peer().text(4)).isEqualTo("half");
    assertThat(ends.peer().next()).isEqualTo(PeerEnd.TRUNCATED);
  }

  @Test
  void garbageOnTheWayIsAProtocolFailure() throws Exception {
    Ends ends = connected("JDK", "JDK", Tls.Version.TLS_1_3);
    garble(ends.peer());
    assertThat(ends.us().next())
        .isInstanceOfSatisfying(
            LayerFailure.class, f -> assertThat(f.reason()).isEqualTo(FailureCause.PROTOCOL));
  }

  @Test
  void garbageOnTheWayIsNeverAnOrderlyEnd() throws Exception {
    // BoringSSL keeps the reason for itself until more comes; here the peer closes first.
    Ends ends = connected("BoringSSL", "BoringSSL", Tls.Version.TLS_1_3);
    garble(ends.peer());
    assertThat(ends.us().next()).isNotEqualTo(PeerEnd.ORDERLY);
  }

  private static void garble(TestEnd from) throws Exception {
    byte[] record = new byte[25];
    record[0] = 23;
    record[1] = 3;
    record[2] = 3;
    record[4] = 20;
    ByteBuf bytes = Unpooled.wrappedBuffer(record);
    from.channel.get().pipeline().firstContext().writeAndFlush(bytes).sync();
  }
}
