"""Runs `fairlead` and says what came of it."""
import json
import os
import pathlib
import subprocess
from dataclasses import dataclass

from kit.results import expect

PROGRAM = pathlib.Path(os.environ["LAB_PROGRAM"])
SECONDS = 30


@dataclass
class Done:
    exit: int
    output: bytes
    error: str

    @property
    def text(self):
        return self.output.decode(errors="replace")

    def expect(self, code, output=None, error=None):
        """The exit code, and what stands somewhere in the output and (in any case) in the error."""
        expect(self.exit == code, f"exit code {self.exit} instead of {code}: {self.error[-600:]}")
        if output is not None:
            expect(output in self.text, f"no {output!r} in the output: {self.text[-300:]!r}")
        for word in [error] if isinstance(error, str) else error or ():
            expect(word.lower() in self.error.lower(), f"the message does not say {word!r}: {self.error[-600:]}")
        return self


def establishment(error):
    """The report of how the connection came about, which --report=json writes to standard error."""
    reports = (json.loads(line) for line in error.splitlines() if line.startswith("{"))
    return next((report for report in reports if "attempts" in report), None)


def fairlead(*words, stdin=b"", seconds=SECONDS, prefix=()):
    """Runs it to its end."""
    stdin = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([*prefix, PROGRAM, *map(str, words)], input=stdin, capture_output=True,
                          timeout=seconds, check=False)
    return Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def start(*words, prefix=(), **options):
    """Starts it; the caller talks to its pipes and ends it."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*prefix, PROGRAM, *map(str, words)], **options)
