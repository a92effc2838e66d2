#!/usr/bin/python3
"""Reaching a name while something on the way is broken: measured from packet traces.

usage: happy_eyeballs.py [--compare] [--clients A,B] [--only TEXT] [--write-docs]
 --compare      runs curl and plain Java too, and prints the table
 --clients A,B  compares these only: curl, socket, socket-system, httpclient, fairlead
 --only TEXT    only the conditions whose name contains it
 --write-docs   compares all, and writes docs/happy-eyeballs.md if Fairlead passes every test
"""
import argparse
import contextlib
import io
import pathlib
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import conditions
import eyeballs_table
from kit import clients, trace
from kit.lab import Capture, Lab
from kit.program import establishment
from kit.results import Failed, Suite, expect

TRIES = 3           # a busy machine may spoil a measurement, so a wrong one is repeated
RUNS = 3            # the table shows the median of so many, of the quick ones
LONG = 4            # seconds; a run longer than this is not repeated
FLIP_MOST = 1000    # milliseconds; the longest delay at which a change of the winner is looked for
FLIP_STEP = 8       # milliseconds; how exactly


@dataclass
class Run:
    client: str
    condition: conditions.Condition
    story: trace.Story
    exit: int           # None: stopped at the limit
    seconds: float      # from the client's first packet to its end
    output: str
    error: str

    @property
    def answered(self):
        return "family=" in self.output

    @property
    def millis(self):
        connected = self.story.connected(self.condition.scheme == "https")
        return None if connected is None or not self.answered else connected * 1000


def measure(lab, condition, client):
    lab.run("cli", "ip", "tcp_metrics", "flush")
    path = lab.work / f"{condition.name}-{client.name}.pcap"
    command = client.command(condition.scheme, condition.host, str(condition.port))
    with Capture(lab, "cli", path):
        try:
            done = lab.run("cli", *command, input=client.stdin, seconds=conditions.LIMIT_SECONDS)
            code, output, error = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as e:
            code, output, error = None, *((t or b"").decode(errors="replace") for t in (e.stdout, e.stderr))
        ended = time.time()
    story = trace.read(path, condition.port)
    seconds = ended - story.start if story.start else 0
    return Run(client.name, condition, story, code, seconds, output, error)


def check_report(run):
    """The report names every address that the trace shows, and the same winner."""
    report = establishment(run.error)
    expect(report, f"no report: {run.error[-300:]}")
    if run.condition.name.startswith("nat64"):
        return  # the report may name the address of the name, the trace its NAT64 form
    told = [a["target"] for a in report["attempts"]]
    seen = [written(a) for a in run.story.attempts]
    expect(set(seen) <= set(told), f"the trace shows {seen}, the report {told}")
    won = [a["target"] for a in report["attempts"] if a["outcome"] == "won"]
    expected = [written(run.story.winner)] if run.answered else []
    expect(won == expected, f"the trace shows {expected} as the winner, the report {won}")


def written(attempt):
    host, port = attempt.server
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def check(run):
    """What Fairlead must have done. Bounds are generous; the table shows the figures."""
    wanted, winner = run.condition.families, run.story.winner
    if not wanted:
        expect(not run.answered, f"connected, of all things: {run.output}")
        if run.condition.name == "both-servfail":
            expect(run.exit == 1, f"exit code {run.exit} instead of 1: {run.error[-300:]}")
        check_clocks(run)
        return
    expect(run.answered and winner, f"no answer (exit {run.exit}, {run.seconds:.1f} s): {run.error[-600:]}")
    expect(winner.family in wanted, f"won by {winner.address} after {run.millis:.0f} ms")
    low, high = run.condition.bounds
    expect(low <= run.millis <= high, f"{run.millis:.0f} ms is not within {low} to {high} ms")
    expect(run.exit == 0, f"exit code {run.exit}: {run.error[-300:]}")
    check_report(run)
    check_clocks(run)


def checked(lab, condition, client, runs):
    for left in reversed(range(TRIES)):
        run = runs[condition.name, client.name] = measure(lab, condition, client)
        try:
            return check(run)
        except Failed:
            if not left:
                raise


def check_clocks(run):
    """The delays that the rules ask for, and who is tried in which order."""
    if run.condition.name == "v6-blackhole":
        delay = eyeballs_table.attempt_delay(run)
        expect(delay and 100 <= delay <= 1000, f"IPv4 is tried {delay} ms after IPv6, not 250 ms")
    if run.condition.name in ("aaaa-late", "aaaa-very-late", "aaaa-missing"):
        delay = eyeballs_table.resolution_delay(run)
        expect(delay and 45 <= delay <= 600, f"IPv4 is tried {delay} ms after the A answer, not 50 ms")
    if run.condition.name == "all-dead":
        order = eyeballs_table.order(run)
        expect(order == [6, 4, 6, 4, 6, 4], f"the order of families is {order}")


def flip(lab, client, fault):
    """The delay in milliseconds from which on IPv4 wins: 0 for always, None for not before FLIP_MOST."""
    low, high = 0, FLIP_MOST
    if wins(lab, client, fault, low) != 6:
        return 0
    if wins(lab, client, fault, high) == 6:
        return None
    while high - low > FLIP_STEP:
        middle = (low + high) // 2
        if wins(lab, client, fault, middle) == 6:
            low = middle
        else:
            high = middle
    return (low + high) // 2


def wins(lab, client, fault, delay):
    condition = conditions.dual("flip", fault, f"{fault} {delay}")
    break_it(lab, condition)
    winner = measure(lab, condition, client).story.winner
    return winner.family if winner else None


def break_it(lab, condition):
    lab.reset()
    for fault in (["delay", conditions.ROUND_TRIP_MILLIS], ["dns-too"], *condition.faults):
        lab.cond(*fault)


def median(lab, condition, client, first):
    runs = [first]
    while len(runs) < RUNS and all(r.answered and r.seconds < LONG for r in runs):
        runs.append(measure(lab, condition, client))
    timed = [r for r in runs if r.millis is not None]
    if len(timed) < len(runs):
        return first
    middle = statistics.median_low([r.millis for r in timed])
    return next(r for r in timed if r.millis == middle)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--compare", action="store_true")
    options.add_argument("--write-docs", action="store_true")
    options.add_argument("--clients", type=lambda names: names.split(","))
    options.add_argument("--only", default="")
    options = options.parse_args()
    compare = options.compare or options.write_docs or options.clients
    names = options.clients or (clients.ALL if compare else ["fairlead"])
    lab, suite = Lab(), Suite("happy-eyeballs")
    compared = [clients.ALL[name](lab.work) for name in names]
    runs = {}
    for condition in (c for c in conditions.ALL if options.only in c.name):
        break_it(lab, condition)
        for client in compared:
            title = f"{condition.title}: {client.name}"
            if client.name == "fairlead":
                with suite.test(title):
                    checked(lab, condition, client, runs)
            else:
                runs[condition.name, client.name] = measure(lab, condition, client)
            run = runs.get((condition.name, client.name))
            if run and compare:
                runs[condition.name, client.name] = median(lab, condition, client, run)
                print(f"          {title}: {eyeballs_table.cell(run)}", flush=True)
    if compare:
        flips = {} if options.only else {
            (fault, client.name): flip(lab, client, fault)
            for fault in eyeballs_table.FLIPS.values() for client in compared}
        page = io.StringIO()
        with contextlib.redirect_stdout(page):
            eyeballs_table.write(compared, conditions.ALL, runs, flips)
        print(page.getvalue())
        if options.write_docs and not (suite.failures or options.only or options.clients):
            pathlib.Path(clients.ROOT, "docs").mkdir(exist_ok=True)
            pathlib.Path(clients.ROOT, "docs", "happy-eyeballs.md").write_text(page.getvalue())
    return 1 if suite.failures else 0


if __name__ == "__main__":
    sys.exit(main())
