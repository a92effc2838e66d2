"""The page docs/happy-eyeballs.md, made of measured runs."""
import datetime
import platform
import subprocess

from conditions import LIMIT_SECONDS, ROUND_TRIP_MILLIS

INTRODUCTION = """\
# Happy Eyeballs, measured

<!-- Made by `lab/run happy-eyeballs --write-docs`; do not edit. -->

What happens between asking for a name and having a connection, when something on the way is broken: Fairlead beside
curl and plain Java, on one machine with three hosts in network namespaces (see the [lab](../lab/README.md)). Every
figure comes from a packet trace of the client's interface: the time from the client's first packet (its first DNS
query) to the end of the handshake that won (TCP's; in the TLS rows, TLS's), so the start of a program does not count,
though what a cold Java machine loads after its first query does. DNS included, each round trip takes {round_trip} ms.
Figures are the median of three runs where a run is quick. Nobody had a setting changed; a client that had no answer
after {limit} s was stopped.

`Socket` is `new Socket(host, port)` (over TLS, `SSLSocketFactory.createSocket(host, port)`) and `HttpClient` is
`java.net.http.HttpClient`. Both put IPv4 first unless told otherwise and try **one** address: that is why a broken IPv6
does not hurt them, and a broken IPv4 is the end. The column *system order* is `Socket` under
`-Djava.net.preferIPv6Addresses=system`, which takes the operating system's order (IPv6 first on this network).
"""

TIMERS = """\

## The clocks behind it

Read from the same traces: when a client turns to IPv4, and how far it looks.

* *Attempt delay*: from the first IPv6 SYN to the first IPv4 SYN while IPv6 is black-holed (RFC 8305 §5: 250 ms).
* *Resolution delay*: from the A answer to the first IPv4 SYN while AAAA is 2 s late (RFC 8305 §3: 50 ms).
* *Order*: the families of the addresses tried in {limit} s while three IPv6 and three IPv4 addresses are black-holed.
* *IPv6 wins up to*: the delay at which the winner changes, searched for up to 1 s; of the IPv6 path (more than IPv4's
  has), and of the AAAA answer.
"""

FLIPS = {"IPv6 wins up to (path)": "v6-delay", "IPv6 wins up to (answer)": "dns-aaaa-delay"}


def millis(value):
    return f"{value:.0f} ms" if value < 1000 else f"{value / 1000:.2f} s"


def cell(run):
    if run is None:
        return "-"
    if run.millis is not None:
        return f"IPv{run.story.winner.family}, {millis(run.millis)}"
    if run.exit is None:
        return "**nothing**"
    return f"**fails**, {millis(run.seconds * 1000)}" if run.seconds else "**fails** at once"


def row(words):
    print("| " + " | ".join(words) + " |")


def attempt_delay(run):
    """Milliseconds from the first IPv6 SYN to the first IPv4 SYN; None if there are not both."""
    first, second = run.story.first(6), run.story.first(4)
    return (second.started - first.started) * 1000 if first and second else None


def resolution_delay(run):
    """Milliseconds from the A answer to the first IPv4 SYN; None if AAAA was waited for, or none came."""
    answer, late, attempt = run.story.answered("A"), run.story.answered("AAAA"), run.story.first(4)
    if not answer or not attempt or (late and late.answered < attempt.started):
        return None
    return (attempt.started - answer.answered) * 1000


def order(run):
    return [a.family for a in run.story.attempts]


def clock_cell(figure, run):
    value = figure(run) if run else None
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "-" if value is None else millis(value)


def flip_cell(flips, key):
    if key not in flips:
        return "-"
    value = flips[key]
    return "any delay" if value is None else f"{value} ms" if value else "not at all"


def write(compared, conditions, runs, flips):
    """Prints the page."""
    print(INTRODUCTION.format(limit=LIMIT_SECONDS, round_trip=ROUND_TRIP_MILLIS))
    row(["", *(c.title for c in compared)])
    row(["---"] * (len(compared) + 1))
    for condition in conditions:
        row([condition.title, *(cell(runs.get((condition.name, c.name))) for c in compared)])
    print(TIMERS.format(limit=LIMIT_SECONDS))
    row(["", *(c.title for c in compared)])
    row(["---"] * (len(compared) + 1))
    for title, condition, figure in (("Attempt delay", "v6-blackhole", attempt_delay),
                                     ("Resolution delay", "aaaa-very-late", resolution_delay),
                                     ("Order", "all-dead", order)):
        row([title, *(clock_cell(figure, runs.get((condition, c.name))) for c in compared)])
    for title, fault in FLIPS.items():
        row([title, *(flip_cell(flips, (fault, c.name)) for c in compared)])
    print(f"\nMeasured on {datetime.datetime.now(datetime.UTC):%Y-%m-%d}, Linux {platform.release().split('-')[0]}"
          f" on {platform.machine()}: {versions(compared)}.")
    print("Make it again with `lab/run happy-eyeballs --write-docs` (as root).")


def versions(compared):
    libc = subprocess.run(["ldd", "--version"], capture_output=True, text=True, check=False).stdout.splitlines()
    system = [f"glibc {libc[0].split()[-1]}"] if libc else []
    return ", ".join(dict.fromkeys([c.version for c in compared] + system))
