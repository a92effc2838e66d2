"""The network of one lab, from Python: everything is done by net/lab.sh."""
import os
import pathlib
import re
import signal
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
NET = HERE / "net"


class Lab:
    """A lab that is up. Made by lab/run; LAB names it and LAB_WORK is the folder of this run."""

    def __init__(self):
        self.name = os.environ["LAB"]
        self.work = pathlib.Path(os.environ["LAB_WORK"])
        self.certs = self.work / "certs"

    def do(self, *words):
        done = subprocess.run([NET / "lab.sh", *map(str, words)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"lab.sh {' '.join(map(str, words))}: {done.stderr.strip()}")
        return done.stdout

    def reset(self):
        self.do("reset")

    def cond(self, *words):
        self.do("cond", *words)

    def at(self, host, *command):
        """The command line that runs a program on a host."""
        return ["ip", "netns", "exec", f"{self.name}-{host}", *map(str, command)]

    def run(self, host, *command, seconds=60, **options):
        options = {"capture_output": True, "text": True, "check": False, **options}
        return subprocess.run(self.at(host, *command), timeout=seconds, **options)

    def popen(self, host, *command, **options):
        return subprocess.Popen(self.at(host, *command), **options)


class Capture:
    """Records every packet of a host while the block runs."""

    def __init__(self, lab, host, path):
        self.lab, self.host, self.path = lab, host, path

    def __enter__(self):
        command = ["tcpdump", "-i", "any", "-y", "LINUX_SLL2", "-s", "0", "-U", "--immediate-mode", "-Z", "root",
                   "-w", self.path, "tcp or udp"]
        self.process = self.lab.popen(self.host, *command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "listening on" in line:
                return self
        raise RuntimeError("tcpdump did not start")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)


def await_text(path, pattern, seconds=20):
    """Waits until a growing file contains the pattern; returns the match."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = pathlib.Path(path).read_text(errors="replace") if pathlib.Path(path).exists() else ""
        if found := re.search(pattern, text):
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{path} never said {pattern!r}: {text[-400:]}")
