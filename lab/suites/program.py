#!/usr/bin/python3
"""What `fairlead connect`, `listen` and `resolve` do as programs, in a network with two access links."""
import contextlib
import hashlib
import json
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import program
from kit.lab import Lab, await_text
from kit.results import Suite, expect

LAB, SUITE = Lab(), Suite("program")
CLI, SRV = LAB.at("cli"), LAB.at("srv")
CA = LAB.certs / "ca.pem"
REQUEST = "GET / HTTP/1.0\r\n\r\n"
CONTENT = bytes(i * 7 % 251 for i in range(3_000_000))
SECONDS = 20


def fairlead(*words, **options):
    return program.fairlead(*words, prefix=CLI, **options)


def whoami(*options, host="www.lab.test"):
    return fairlead("connect", *options, host, 8080, stdin=REQUEST)


@contextlib.contextmanager
def started(*words, prefix=CLI, **options):
    """The program while the block runs."""
    process = program.start(*words, prefix=prefix, **options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def faults(*names):
    for name in names:
        LAB.cond(*name.split())
    try:
        yield
    finally:
        LAB.reset()


@contextlib.contextmanager
def resolv(*lines):
    LAB.do("resolv", *lines)
    try:
        yield
    finally:
        LAB.reset()


def await_port(host, port):
    """Waits until somebody listens there. A connection would show it too, but would be one."""
    end = time.monotonic() + SECONDS
    while not LAB.run(host, "ss", "-Hltn", f"sport = :{port}").stdout.strip():
        expect(time.monotonic() < end, f"nobody listens on {port}")
        time.sleep(0.05)


def ended(process, code, stdin=None):
    """Waits for the end; gives the output."""
    output, error = process.communicate(stdin, timeout=SECONDS)
    done = program.Done(process.returncode, output, (error or b"").decode(errors="replace"))
    done.expect(code)
    return output


def connect():
    with SUITE.test("connect sends standard input and prints what comes"):
        fairlead("connect", "www.lab.test", 8007, stdin="hello\n").expect(0, "hello\n")
    with SUITE.test("connect takes HOST:PORT and tcp:// too"):
        fairlead("connect", "www.lab.test:8007", stdin="a").expect(0, "a")
        fairlead("connect", "tcp://www.lab.test:8007", stdin="b").expect(0, "b")
    with SUITE.test("the end of standard input half-closes"):
        done = fairlead("connect", "www.lab.test", 8020, stdin=CONTENT)
        done.expect(0, f"bytes={len(CONTENT)} sum={hashlib.sha256(CONTENT).hexdigest()}")
    with SUITE.test("megabytes arrive whole, and back"):
        done = fairlead("connect", "www.lab.test", 8007, stdin=CONTENT)
        expect(done.output == CONTENT, f"{len(done.output)} of {len(CONTENT)} bytes, or others: {done.error[-300:]}")
        done.expect(0)
    with SUITE.test("connect ends when the peer closes, though standard input is open"):
        with started("connect", "www.lab.test", 8023) as process:
            expect(process.wait(SECONDS) == 0, f"exit code {process.returncode}")
    with SUITE.test("a reset on the way: exit code 3"):
        fairlead("connect", "www.lab.test", 8021, stdin="x\n").expect(3)
    with SUITE.test("nobody listens: exit code 1, and it says refused"):
        fairlead("connect", "www.lab.test", 8999).expect(1, error="refused")
    with SUITE.test("no such name: exit code 1, and it says which"):
        fairlead("connect", "nosuch.lab.test", 8080).expect(1, error="nosuch.lab.test")
    with SUITE.test("wrong usage: exit code 2"):
        fairlead("connect").expect(2)
        fairlead("connect", "--no-such-option", "www.lab.test", 8080).expect(2)
        fairlead("connect", "www.lab.test", "eighty").expect(2)
    with SUITE.test("the peer is ncat"):
        with ncat_server("--listen", "9100") as server:
            done = fairlead("connect", "www.lab.test", 9100, stdin="to ncat\n")
            done.expect(0, "from ncat")
            expect(server.stdout.read() == b"to ncat\n", "ncat got something else")
    with SUITE.test("connect --timeout bounds the whole"), faults("v6-blackhole", "v4-blackhole"):
        began = time.monotonic()
        whoami("--timeout", "2s").expect(1)
        expect(time.monotonic() - began < 8, f"it took {time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def ncat_server(*options):
    """ncat says one line and ends its side, then prints what it gets."""
    server = LAB.popen("srv", "ncat", *options, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        server.stdin.write(b"from ncat\n")
        server.stdin.close()
        await_port("srv", options[-1])
        yield server
    finally:
        server.kill()
        server.wait()


def ways():
    for option, family, host in (("-4", 4, "www.lab.test"), ("-6", 6, "www.lab.test")):
        with SUITE.test(f"{option} takes IPv{family}"):
            whoami(option).expect(0, f"family={family}")
    with SUITE.test("-6 to a name with A only: exit code 1"):
        whoami("-6", host="v4.lab.test").expect(1)
    with SUITE.test("--interface takes the other link"):
        whoami("--interface", "eth1").expect(0, "peer=2001:db8:2::2")
        whoami("--interface", "eth1", "-4").expect(0, "peer=203.0.113.2")
    with SUITE.test("--interface with no such interface is refused and named"):
        done = whoami("--interface", "eth9")
        expect(done.exit in (1, 2) and "eth9" in done.error, f"exit code {done.exit}: {done.error[-300:]}")
    with SUITE.test("--local leaves from that address"):
        whoami("--local", "203.0.113.2").expect(0, "peer=203.0.113.2")
        whoami("--local", "2001:db8:1::2").expect(0, "peer=2001:db8:1::2")
    with SUITE.test("an address needs no name server"), faults("dns-down"):
        whoami(host="192.0.2.10").expect(0, "family=4")
        whoami(host="2001:db8:9::10").expect(0, "family=6")
    with SUITE.test("a link that dies takes the first interface's traffic to the second"), faults("link-down 0"):
        whoami().expect(0, "peer=2001:db8:2::2")


def listen():
    with SUITE.test("listen takes one connection, prints it and answers"):
        with started("listen", "9001", prefix=SRV) as server:
            await_port("srv", 9001)
            client = LAB.popen("cli", "ncat", "www.lab.test", "9001", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            server.stdin.write(b"answer\n")
            server.stdin.close()
            server.stdin = None
            output, _ = client.communicate(b"question\n", timeout=SECONDS)
            expect(output == b"answer\n", f"ncat got {output!r}")
            expect(ended(server, 0) == b"question\n", "listen printed something else")
    with SUITE.test("listen --echo --keep serves many at once"):
        with started("listen", "--echo", "--keep", "9002", prefix=SRV) as server:
            await_port("srv", 9002)
            clients = [LAB.popen("cli", "ncat", "www.lab.test", "9002", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                       for _ in range(5)]
            for k, client in enumerate(clients):
                output, _ = client.communicate(f"echo {k}\n".encode(), timeout=SECONDS)
                expect(output == f"echo {k}\n".encode(), f"client {k} got {output!r}")
            server.send_signal(signal.SIGINT)
            expect(server.wait(SECONDS) in (0, 130), f"exit code {server.returncode}")
    with SUITE.test("listen --tls: openssl s_client and curl verify it"):
        identity = ("--cert", LAB.certs / "good-chain.pem", "--key", LAB.certs / "good.key")
        with started("listen", "--tls", *identity, "--echo", "--keep", "9003", prefix=SRV):
            await_port("srv", 9003)
            done = LAB.run("cli", "openssl", "s_client", "-connect", "www.lab.test:9003", "-servername", "www.lab.test",
                           "-CAfile", CA, "-verify_return_error", "-verify_hostname", "www.lab.test", input="Q\n")
            expect("Verify return code: 0" in done.stdout, done.stdout[-300:] + done.stderr[-300:])
            done = LAB.run("cli", "curl", "-sS", "--http0.9", "--cacert", CA, "--max-time", "5",
                           "https://www.lab.test:9003/")
            expect("GET / HTTP/1.1" in done.stdout, f"no echo: {done.stdout!r} {done.stderr!r}")
    with SUITE.test("fairlead talks to fairlead over TLS"):
        with started("listen", "--tls", *identity, "--echo", "--keep", "9004", prefix=SRV):
            await_port("srv", 9004)
            with started("connect", "--tls", "--ca", CA, "www.lab.test", "9004") as client:
                sender = threading.Thread(target=client.stdin.write, args=(CONTENT,))
                sender.start()
                expect(client.stdout.read(len(CONTENT)) == CONTENT, "the echo differs")
                sender.join()
    with SUITE.test("a port in use: exit code 1, and it says so"):
        program.fairlead("listen", 8080, prefix=SRV).expect(1, error="8080")


def resolve():
    with SUITE.test("resolve shows all records, the server and the time"):
        done = fairlead("resolve", "svc.lab.test").expect(0)
        for word in ("192.0.2.10", "2001:db8:9::10", "8443", "h3", "192.0.2.53", "ms"):
            expect(word in done.text, f"no {word}: {done.text}")
    with SUITE.test("resolve follows an alias"):
        done = fairlead("resolve", "alias.lab.test").expect(0, "www.lab.test")
        expect("192.0.2.10" in done.text, done.text)
    with SUITE.test("resolve of a name that is not there: exit code 1"):
        fairlead("resolve", "nosuch.lab.test").expect(1, "nosuch.lab.test")
    with SUITE.test("a truncated answer is asked again over TCP"), faults("dns-tc"):
        fairlead("resolve", "multi.lab.test").expect(0, "192.0.2.13")
        whoami().expect(0, "family=6")
        protocols = {json.loads(line)["proto"] for line in LAB.do("dnslog").splitlines()}
        expect(protocols == {"udp", "tcp"}, f"asked over {protocols}")
    with SUITE.test("a name server that is dead is passed over"), faults("dns-first-dead"):
        fairlead("resolve", "www.lab.test").expect(0, "192.0.2.10")
    with SUITE.test("a name server reached over IPv6"), resolv("nameserver 2001:db8:9::53"):
        fairlead("resolve", "www.lab.test").expect(0, "2001:db8:9::53")
    with SUITE.test("the search list"), resolv("nameserver 192.0.2.53", "search nowhere.test lab.test"):
        whoami(host="www").expect(0, "family=6")


def waiting():
    with SUITE.test("no link: exit code 1 at once"), faults("link-down 0", "link-down 1"):
        began = time.monotonic()
        whoami().expect(1)
        expect(time.monotonic() - began < 8, f"it took {time.monotonic() - began:.1f} s")
    with SUITE.test("--wait waits for a link and connects when it comes"), faults("link-down 0", "link-down 1"):
        log = LAB.work / "wait.log"
        with open(log, "wb") as err, started("connect", "--wait", "-v", "www.lab.test", "8080", stderr=err) as process:
            await_text(log, "(?i)waiting")
            LAB.cond("link-up", 0)
            output = ended(process, 0, REQUEST.encode())
            expect(b"family=" in output, f"no answer: {output!r}")
    with SUITE.test("--wait on a refused port waits too, and Ctrl-C ends it"):
        log = LAB.work / "wait-refused.log"
        with open(log, "wb") as err, started("connect", "--wait", "-v", "www.lab.test", "8999", stderr=err) as process:
            await_text(log, "(?i)waiting")
            process.send_signal(signal.SIGINT)
            expect(process.wait(SECONDS) == 130, f"exit code {process.returncode}")


def main():
    for part in (connect, ways, listen, resolve, waiting):
        part()
    return 1 if SUITE.failures else 0


if __name__ == "__main__":
    sys.exit(main())
