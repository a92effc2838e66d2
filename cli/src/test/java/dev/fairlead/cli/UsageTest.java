package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void helpNamesEveryCommandAndShowsExamples() {
    Spoken help = Spoken.run("--help");

    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains("connect", "listen", "resolve", "path", "demo", "completion", "Examples:");
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "listen", "resolve", "path", "demo", "completion"})
  void everyCommandTeaches(String command) {
    Spoken help = Spoken.run(command, "--help");

    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Usage: fairlead " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void versionSaysWhichJavaRuns() {
    Spoken version = Spoken.run("--version");

    assertThat(version.exit()).isZero();
    assertThat(version.out()).startsWith("fairlead ").contains("Java 25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "conect",
        "connect",
        "connect --no-such-option example.com 80",
        "connect example.com",
        "connect example.com eighty",
        "connect example.com 80 90",
        "connect example.com:0",
        "connect gopher://example.com",
        "connect --timeout soon example.com 80",
        "connect --timeout 0s example.com 80",
        "connect -4 -6 example.com 80",
        "connect --retry 9s..1s example.com 80",
        "connect --attempt-delay 1ms example.com 80",
        "connect --local name.example example.com 80",
        "connect --dns name.example example.com 80",
        "connect --tls-min 1.1 example.com 443",
        "connect --tls --tls-min 1.3 --tls-max 1.2 example.com 443",
        "connect --ca /nonexistent/ca.pem example.com 443",
        "connect --key /nonexistent/me.key example.com 443",
        "connect --report=xml example.com 443",
        "connect --tls unix:/tmp/fairlead-none",
        "connect --conditioner 5g example.com 80",
        "connect --conditioner-seed 1 example.com 80",
        "listen --conditioner loss=200% 0",
        "listen",
        "listen name.example 80",
        "listen 65536",
        "listen --tls 0",
        "listen --unix /tmp/fairlead-none 80",
        "listen --keep --max 0 0",
        "resolve",
        "path one",
        "completion csh"
      })
  void nonsenseIsWrongUsageAndNeverAStackTrace(String words) {
    Spoken spoken = Spoken.run(words.isEmpty() ? new String[0] : words.split(" "));

    assertThat(spoken.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(spoken.err()).startsWith("fairlead: ").contains("--help").doesNotContain("\tat ");
    assertThat(spoken.out()).isEmpty();
  }

  @Test
  void aMistypedOptionIsSpelledForTheUser() {
    assertThat(Spoken.run("connect", "--timeuot", "5s", "example.com", "80").err())
        .contains("--timeout");
  }

  @Test
  void aReportWithoutFormatDoesNotSwallowTheHost() {
    assertThat(SpelledOut.args("connect", "--report", "example.com", "80"))
        .containsExactly("connect", "--report=text", "example.com", "80");
  }

  @Test
  void afterTwoDashesNothingIsSpelledOut() {
    assertThat(SpelledOut.args("connect", "--", "--report")).contains("--report");
  }

  @Test
  void bashAndFishGetScriptsWithEveryCommand() {
    assertThat(Spoken.run("completion", "bash").out()).contains("fairlead", "--server-name");
    assertThat(Spoken.run("completion", "zsh").out()).contains("bashcompinit");
    assertThat(Spoken.run("completion", "fish").out())
        .contains("-a connect", "-l server-name", "-l client-ca");
  }
}
