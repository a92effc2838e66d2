package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.Identity;
import dev.fairlead.Ip;
import dev.fairlead.Preferences;
import dev.fairlead.Tcp;
import dev.fairlead.Tls;
import dev.fairlead.Trust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OptionsTest {
  @TempDir Path folder;

  @Test
  void withoutOptionsEverythingIsAsTheLibraryHasIt() {
    ConnectCommand connect = connect("example.com", "80");

    assertThat(connect.way.preferences().deadline()).contains(Duration.ofSeconds(30));
    assertThat(connect.way.preferences().waitsForConnectivity()).isFalse();
    assertThat(connect.way.preferences().racing()).isEqualTo(Preferences.defaults().racing());
    assertThat(connect.stack(false)).isInstanceOf(Tcp.class);
  }

  @Test
  void theWayIsSetByOptions() {
    Preferences way =
        connect(
                ("--timeout 5s --retry 1s..30s --interface eth1 --local [2001:db8::7]:4000"
                        + " --attempt-delay 100ms example.com 80")
                    .split(" "))
            .way
            .preferences();

    assertThat(way.deadline()).contains(Duration.ofSeconds(5));
    assertThat(way.waitsForConnectivity()).isTrue();
    assertThat(way.retry())
        .contains(new Preferences.Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    assertThat(way.where().requiredInterface()).contains("eth1");
    assertThat(way.where().localAddress()).contains(InetAddress.ofLiteral("2001:db8::7"));
    assertThat(way.where().localPort()).isEqualTo(4000);
    assertThat(way.racing().attemptDelay()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void noTimeoutMeansForEver() {
    assertThat(connect("--timeout", "none", "example.com", "80").way.preferences().deadline())
        .isEmpty();
  }

  @Test
  void noRaceTriesOneAfterTheOther() {
    assertThat(connect("--no-race", "example.com", "80").way.preferences().racing().enabled())
        .isFalse();
  }

  @Test
  void tcpIsSetByOptions() {
    Tcp tcp =
        (Tcp)
            connect("-6", "--no-delay=false", "--keep-alive=30s,5s,3", "example.com", "80")
                .stack(false);

    assertThat(tcp.ip().version()).isEqualTo(Ip.Version.V6);
    assertThat(tcp.switches().noDelay()).isFalse();
    assertThat(tcp.keepAlive().idle()).contains(Duration.ofSeconds(30));
    assertThat(tcp.keepAlive().count()).hasValue(3);
  }

  @Test
  void keepAliveAloneLeavesTheTimesToTheSystem() {
    Tcp tcp = (Tcp) connect("--keep-alive", "example.com", "80").stack(false);

    assertThat(tcp.keepAlive().enabled()).isTrue();
    assertThat(tcp.keepAlive().idle()).isEmpty();
  }

  @Test
  void tlsIsSetByOptions() throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), "");
    Path me = Files.writeString(folder.resolve("me.pem"), "");
    Path key = Files.writeString(folder.resolve("me.key"), "");
    Tls tls =
        (Tls)
            connect(
                    ("--ca " + ca + " --cert " + me + " --key " + key)
                        + " --alpn h2,http/1.1 --server-name a.example --tls-min 1.3 --half-close"
                        + " --allow-truncation example.com 443")
                .stack(true);

    assertThat(tls.options().trust()).isEqualTo(Trust.pem(ca));
    assertThat(tls.options().identities()).containsExactly(Identity.pem(me, key));
    assertThat(tls.options().alpn()).containsExactly("h2", "http/1.1");
    assertThat(tls.options().serverName()).isEqualTo(Optional.of("a.example"));
    assertThat(tls.options().versionLeast()).isEqualTo(Tls.Version.TLS_1_3);
    assertThat(tls.options().halfClose()).isEqualTo(Tls.HalfClose.REQUIRED);
    assertThat(tls.options().allowTruncation()).isTrue();
  }

  @Test
  void insecureBeatsEveryAuthority() throws IOException {
    Path ca = Files.writeString(folder.resolve("ca.pem"), "");
    Tls tls = (Tls) connect("--insecure --ca " + ca + " example.com 443").stack(true);

    assertThat(tls.options().trust()).isEqualTo(Trust.anyoneInsecurely());
  }

  @Test
  void aPasswordFileOpensThePkcs12File() throws IOException {
    Path p12 = Files.writeString(folder.resolve("me.p12"), "");
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    Tls tls =
        (Tls) connect("--p12 " + p12 + " --password-file " + password + " a.example 1").stack(true);

    assertThat(tls.options().identities()).containsExactly(Identity.pkcs12(p12, "secret"));
  }

  @Test
  void nameServersMayHavePortsAndBrackets() {
    assertThat(NetworkTuning.server("192.0.2.53"))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53));
    assertThat(NetworkTuning.server("192.0.2.53:5353").getPort()).isEqualTo(5353);
    assertThat(NetworkTuning.server("2001:db8::53").getPort()).isEqualTo(53);
    assertThat(NetworkTuning.server("[2001:db8::53]:5353").getPort()).isEqualTo(5353);
  }

  @Test
  void durationsAreReadAsPeopleTypeThem() {
    assertThat(DurationText.parse("5")).isEqualTo(Duration.ofSeconds(5));
    assertThat(DurationText.parse("5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(DurationText.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(DurationText.parse("1.5m")).isEqualTo(Duration.ofSeconds(90));
    assertThat(DurationText.parse("2h")).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void theNameOfAnAddressIsItsPartsBackwards() {
    assertThat(ResolveCommand.question("192.0.2.7", java.util.List.of("PTR")))
        .isEqualTo("7.2.0.192.in-addr.arpa");
    assertThat(ResolveCommand.question("2001:db8::1", java.util.List.of("PTR")))
        .startsWith("1.0.0.0.")
        .endsWith("8.b.d.0.1.0.0.2.ip6.arpa");
  }

  private static ConnectCommand connect(String words) {
    return connect(words.split(" "));
  }

  private static ConnectCommand connect(String... words) {
    Io io =
        new Io(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    CommandLine program = Program.commandLine(io, "connect");
    String[] all = new String[words.length + 1];
    all[0] = "connect";
    System.arraycopy(words, 0, all, 1, words.length);
    program.parseArgs(SpelledOut.args(all));
    return Objects.requireNonNull(program.getSubcommands().get("connect")).getCommand();
  }
}
