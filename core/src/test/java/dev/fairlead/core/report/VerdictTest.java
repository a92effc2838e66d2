package dev.fairlead.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.FailureCause;
import dev.fairlead.core.report.Verdict.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private static final Failure REFUSED = new Failure(FailureCause.REFUSED, "refused");
  private static final Failure SILENT = new Failure(FailureCause.NO_ANSWER, "no answer");
  private static final Failure OTHER_NAME =
      new Failure(FailureCause.CERTIFICATE_NAME, "certificate is for other.example");

  @Test
  void aMixedLedgerNamesWhatNeedsAPersonAndIsStillCurable() {
    Verdict verdict = Verdict.of(List.of(SILENT, OTHER_NAME, REFUSED), List.of());
    assertThat(verdict)
        .isEqualTo(new Verdict(FailureCause.CERTIFICATE_NAME, true, "3 attempts failed"));
  }

  @Test
  void whatNobodyCanCureIsNotWaitedFor() {
    assertThat(Verdict.of(List.of(OTHER_NAME), List.of()))
        .isEqualTo(new Verdict(FailureCause.CERTIFICATE_NAME, false, "the only attempt failed"));
  }

  @Test
  void anAnswerSaysMoreThanSilence() {
    assertThat(Verdict.of(List.of(SILENT, REFUSED, SILENT), List.of()).cause())
        .isEqualTo(FailureCause.REFUSED);
  }

  @Test
  void aNameThatDoesNotExistOutweighsAServerThatFailed() {
    Failure server = new Failure(FailureCause.RESOLVER_FAILED, "no server answered");
    Failure unknown = new Failure(FailureCause.NAME_NOT_FOUND, "the name x does not exist");
    assertThat(Verdict.of(List.of(), List.of(server, unknown)).summary())
        .isEqualTo("the name x does not exist");
    assertThat(Verdict.of(List.of(), List.of(server)).cause())
        .isEqualTo(FailureCause.RESOLVER_FAILED);
  }
}
