"""What can be broken on the way to a name, and what a good client makes of it."""
from dataclasses import dataclass

ROUND_TRIP_MILLIS = 20  # of every condition, so that figures look like a network's
LIMIT_SECONDS = 15      # who has no answer by then is stopped
QUICK = 1500            # the bound of "at once": generous, for the machine may be busy


@dataclass
class Condition:
    name: str
    title: str
    faults: tuple                   # conditions of net/lab.sh
    families: tuple                 # who may win: 4, 6; () means that the connect must fail
    bounds: tuple = (0, QUICK)      # milliseconds from the first query to the end of the handshake
    host: str = "www.lab.test"
    scheme: str = "http"
    port: int = 8080


def dual(name, title, *faults, families=(4, 6), bounds=(0, QUICK), **target):
    return Condition(name, title, tuple(f.split() for f in faults), families, bounds, **target)


ALL = [
    dual("healthy", "All is well", families=(6,)),
    dual("v6-blackhole", "IPv6 black-holed", "v6-blackhole", families=(4,), bounds=(100, 2000)),
    dual("v6-refused", "IPv6 refused", "v6-reset", families=(4,)),
    dual("v6-unreachable", "IPv6 unreachable (ICMP)", "v6-unreach", families=(4,)),
    dual("v6-slow", "IPv6 slow (400 ms more)", "v6-delay 400", families=(4,), bounds=(100, 2000)),
    dual("v4-blackhole", "IPv4 black-holed", "v4-blackhole", families=(6,)),
    dual("v4-refused", "IPv4 refused", "v4-reset", families=(6,)),
    dual("a-late", "A 2 s late", "dns-a-delay 2000", families=(6,)),
    dual("aaaa-late", "AAAA 300 ms late", "dns-aaaa-delay 300", families=(4,)),
    dual("aaaa-very-late", "AAAA 2 s late", "dns-aaaa-delay 2000", families=(4,)),
    dual("a-missing", "A never answered", "dns-a-drop", families=(6,)),
    dual("aaaa-missing", "AAAA never answered", "dns-aaaa-drop", families=(4,)),
    dual("a-servfail", "A SERVFAIL", "dns-a-servfail", families=(6,)),
    dual("aaaa-servfail", "AAAA SERVFAIL", "dns-aaaa-servfail", families=(4,)),
    dual("both-servfail", "A and AAAA SERVFAIL", "dns-all-servfail", families=()),
    dual("first-v6-dead", "First of 3 + 3 addresses dead (IPv6)", "v6-blackhole-addr 2001:db8:9::11",
         bounds=(100, 2000), host="multi.lab.test"),
    dual("first-v4-dead", "First of 3 addresses dead, IPv4-only network", "v4only",
         "v4-blackhole-addr 192.0.2.11", families=(4,), bounds=(100, 2000), host="multi.lab.test"),
    dual("tls-silent-v6", "TLS never finishes on IPv6", families=(4,), bounds=(100, 4000), scheme="https", port=8444),
    dual("tls-silent-v4", "TLS never finishes on IPv4", families=(6,), bounds=(0, 4000), scheme="https", port=8445),
    dual("nat64-name", "IPv6-only with NAT64, name with A only", "v6only", families=(6,), host="v4.lab.test"),
    dual("nat64-literal", "IPv6-only with NAT64, IPv4 literal", "v6only", families=(6,), bounds=(0, 2500),
         host="192.0.2.10"),
    dual("dns-first-dead", "The resolver's first server dead", "dns-first-dead", families=(6,), bounds=(0, 6500)),
    dual("all-dead", "All of 3 + 3 addresses black-holed", "v6-blackhole", "v4-blackhole", families=(),
         host="multi.lab.test"),
]
