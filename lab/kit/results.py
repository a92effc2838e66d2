"""The results of a suite: each test is a line on the terminal and a line of the file LAB_RESULTS."""
import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback


class Failed(AssertionError):
    """An expectation that did not hold; its message says what was seen instead."""


def expect(holds, message):
    if not holds:
        raise Failed(message)


class Suite:
    def __init__(self, name):
        self.name, self.failures = name, 0
        # lab/run starts a suite in the background, where a shell has SIGINT ignored; children inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    @contextlib.contextmanager
    def test(self, title):
        """Runs its block as one test. A failure ends the block, not the suite."""
        began, outcome, why = time.monotonic(), "passed", ""
        try:
            yield
        except (Failed, TimeoutError, subprocess.TimeoutExpired) as e:
            outcome, why = "failed", str(e)
        except Exception as e:  # a broken test is a failed test, and the others still run
            outcome, why = "failed", f"{type(e).__name__}: {e}"
            traceback.print_exc()
        self.note(outcome, title, time.monotonic() - began, why)

    def skip(self, title, why):
        self.note("skipped", title, 0, why)

    def note(self, outcome, title, seconds, why):
        self.failures += outcome == "failed"
        why = " ".join(why.split())
        print(f"  {outcome:7} {seconds:6.1f} s  {title}" + (f"\n          {why}" if why else ""), flush=True)
        with open(os.environ["LAB_RESULTS"], "a", encoding="utf-8") as f:
            f.write("\t".join((self.name, outcome, f"{seconds:.1f}", title, why)) + "\n")
