#!/usr/bin/python3
"""TLS with servers of other makers, and with servers that do wrong. Needs loopback only."""
import contextlib
import importlib.util
import os
import pathlib
import select
import shutil
import socket
import ssl
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from kit import servers
from kit.program import fairlead
from kit.results import Suite, expect

WORK = pathlib.Path(os.environ["LAB_WORK"])
CA = WORK / "certs" / "ca.pem"
REQUEST = b"GET / HTTP/1.0\r\n\r\n"
LONG_REQUEST = 4 << 20
REPLY = bytes(i * 7 % 251 for i in range(300_000))
SHORT_REPLY = REPLY[:8000]
SECONDS = 20
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
OLD = ("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")

SUITE = Suite("tls-peers")


def connect(port, *options, stdin=REQUEST, host="localhost"):
    return fairlead("connect", "--tls", "--ca", CA, *options, host, port, stdin=stdin)


def replies():
    for version in ("1.2", "1.3"):
        with SUITE.test(f"openssl s_server answers, TLS {version}"):
            with servers.openssl(WORK, "good", "-tls" + version.replace(".", "_")) as port:
                connect(port).expect(0, "HTTP/1.0 200")
        title = f"gnutls-serv answers, TLS {version}"
        if not shutil.which("gnutls-serv"):
            SUITE.skip(title, "there is no gnutls-serv (Debian: gnutls-bin)")
            continue
        with SUITE.test(title):
            with servers.gnutls(WORK, "good", f"NORMAL:-VERS-ALL:+VERS-TLS{version}") as port:
                connect(port).expect(0, "HTTP/1.0 200")
    with SUITE.test("a chain with an intermediate is followed"):
        with servers.openssl(WORK, "viainter") as port:
            connect(port).expect(0, "HTTP/1.0 200")
    with SUITE.test("the certificate's address is a name too"):
        with servers.openssl(WORK, "good") as port:
            connect(port, host="127.0.0.1").expect(0, "HTTP/1.0 200")
    with SUITE.test("--server-name asks for another name, and checks it"):
        with servers.openssl(WORK, "wrongname") as port:
            connect(port, "--server-name", "other.example").expect(0, "HTTP/1.0 200")
    with SUITE.test("--insecure takes any certificate"):
        with servers.openssl(WORK, "untrusted") as port:
            connect(port, "--insecure").expect(0, "HTTP/1.0 200")
    with SUITE.test("--cert and --key show who we are"):
        with servers.openssl(WORK, "good", "-Verify", "1", "-verify_return_error", "-CAfile", CA) as port:
            certs = WORK / "certs"
            connect(port, "--cert", certs / "client.pem", "--key", certs / "client.key").expect(0, "BEGIN CERTIFICATE")
    with SUITE.test("--alpn offers protocols, the report names the chosen one"):
        with servers.openssl(WORK, "good", "-alpn", "lab/2,lab/1") as port:
            done = connect(port, "--alpn", "lab/1", "--report=json").expect(0, "HTTP/1.0 200")
            expect("lab/1" in done.error, f"no lab/1 in the report: {done.error[-600:]}")
    with SUITE.test("--keylog writes the secrets that OpenSSL has too"):
        ours, theirs = WORK / "ours.keys", WORK / "theirs.keys"
        with servers.openssl(WORK, "good", "-keylogfile", theirs) as port:
            connect(port, "--keylog", ours).expect(0, "HTTP/1.0 200")
        traffic = [line for line in ours.read_text().splitlines() if "_TRAFFIC_SECRET_0" in line]
        expect(len(traffic) == 2, f"{len(traffic)} secrets of traffic: {ours.read_text()[:300]}")
        expect(set(traffic) <= set(theirs.read_text().splitlines()), "the secrets differ")


def refusals():
    """Each with exit code 1, nothing on standard output, and the cause by name."""
    for leaf, title, words in (
            ("expired", "an expired certificate", ["expired"]),
            ("wrongname", "a certificate for another name", ["other.example", "localhost"]),
            ("untrusted", "an unknown authority", ["Lab otherca"])):
        with SUITE.test(f"{title} is refused and named"):
            with servers.openssl(WORK, leaf) as port:
                refused(connect(port), *words)
    with SUITE.test("a missing intermediate is refused and named"):
        with servers.openssl(WORK, "viainter", chain=False) as port:
            refused(connect(port), "intermediate")
    with SUITE.test("a server that speaks TLS 1.1 only is refused and named"):
        with servers.openssl(WORK, "good", *OLD) as port:
            refused(connect(port), "version")
    with SUITE.test("plain HTTP on the TLS port is refused and named"):
        with servers.story(plain_http) as port:
            refused(connect(port), "plain", "HTTP")
    with SUITE.test("a server that closes at once is refused"):
        with servers.story(lambda client: None) as port:
            refused(connect(port))
    with SUITE.test("nobody listens: refused, and it says so"):
        refused(connect(servers.free_port()), "refused")


def refused(done, *words):
    done.expect(1, error=words)
    expect(not done.output, f"there is output: {done.output[:200]}")


def plain_http(client):
    client.recv(4096)
    client.sendall(b"HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    client.recv(4096)


def endings():
    with SUITE.test("an end without close_notify is reported as truncated, after the content"):
        with servers.story(cut, servers.server_context(WORK)) as port:
            connect(port).expect(3, "half a rep", "truncated")
    with SUITE.test("a reset is reported as lost"):
        with servers.story(reset, servers.server_context(WORK)) as port:
            connect(port).expect(3)
    for over, options, context in (("TLS", ["--tls", "--ca", CA], servers.server_context(WORK)), ("TCP", [], None)):
        for how, serve, reply in (("ends", half_in_order, REPLY), ("closes at once", half_at_once, SHORT_REPLY)):
            with SUITE.test(f"over {over}, a server reads half, answers and {how}: the reply is whole"):
                with servers.story(serve, context) as port:
                    done = fairlead("connect", *options, "localhost", port, stdin=bytes(LONG_REQUEST))
                    expect(done.output == reply, f"{len(done.output)} of {len(reply)} bytes; {done.error[-300:]}")
                    expect(done.exit in (0, 3), f"exit code {done.exit}: {done.error[-300:]}")


def half_closes():
    """We end our direction of TLS 1.3 first, with each of our engines."""
    for engine in ("BoringSSL", "JDK"):
        ours = ("--half-close", "--tls-engine", engine)
        with SUITE.test(f"{engine} ends first, OpenSSL reads to the end and then answers: the reply is whole"):
            with servers.story(answer_after_end, servers.server_context(WORK)) as port:
                done = connect(port, *ours, stdin=bytes(LONG_REQUEST)).expect(0)
                expect(done.output == REPLY, f"{len(done.output)} of {len(REPLY)} bytes; {done.error[-300:]}")
        with SUITE.test(f"{engine} ends first, openssl s_server answers"):
            with servers.openssl(WORK, "good", "-tls1_3") as port:
                connect(port, *ours).expect(0, "HTTP/1.0 200")
        title = f"{engine} ends first, gnutls-serv answers"
        if not shutil.which("gnutls-serv"):
            SUITE.skip(title, "there is no gnutls-serv (Debian: gnutls-bin)")
            continue
        with SUITE.test(title):
            with servers.gnutls(WORK, "good", "NORMAL:-VERS-ALL:+VERS-TLS1.3") as port:
                connect(port, *ours).expect(0, "HTTP/1.0 200")
    with SUITE.test("--half-close with a server that speaks TLS 1.2 only is refused and named"):
        with servers.openssl(WORK, "good", "-tls1_2") as port:
            refused(connect(port, "--half-close"), "version")


def answer_after_end(client):
    servers.read_exactly(client, LONG_REQUEST)
    if client.recv(1) == b"":
        client.sendall(REPLY)
        client.setblocking(False)
        with contextlib.suppress(OSError):
            client.unwrap()


def cut(client):
    client.recv(4096)
    client.sendall(b"half a rep")
    client.shutdown(socket.SHUT_WR)  # of TCP: without unwrap() no close_notify is sent
    client.recv(4096)


def reset(client):
    client.recv(4096)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


def half_in_order(client):
    """Ends its side, and waits for the client to go without reading the rest."""
    answer_half(client, REPLY)
    client.shutdown(socket.SHUT_WR)
    poll = select.poll()
    poll.register(client, select.POLLRDHUP)
    poll.poll(SECONDS * 1000)


def half_at_once(client):
    """Closing with unread input sends a reset: what the client has not received by then is lost by TCP's rules,
    so the reply is one that fits into its receive buffer at once."""
    answer_half(client, SHORT_REPLY)


def answer_half(client, reply):
    servers.read_exactly(client, LONG_REQUEST // 64)
    client.sendall(reply)
    if isinstance(client, ssl.SSLSocket):
        client.setblocking(False)  # close_notify leaves; theirs is behind what we do not read
        with contextlib.suppress(OSError):
            client.unwrap()


def start_tls():
    """The example, run from its source with the jars of the program."""
    title = "the STARTTLS example talks to a mail server in the clear and then in TLS"
    jdk = os.environ.get("LAB_JDK")
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    made = root / ".fairlead"
    if importlib.util.find_spec("aiosmtpd") is None:
        SUITE.skip(title, "there is no aiosmtpd (Debian: python3-aiosmtpd)")
        return
    if not jdk or not (made / "current").exists():
        SUITE.skip(title, "there is no build of the program, or no JDK")
        return
    jars = made / (made / "current").read_text().strip() / "*"
    # Alone in its folder: a module description beside it would make it part of the module.
    example = WORK / "dev" / "fairlead" / "examples" / "StartTls.java"
    example.parent.mkdir(parents=True)
    shutil.copy(root / "examples/src/main/java/dev/fairlead/examples/StartTls.java", example)

    def run(port):
        return subprocess.run([f"{jdk}/bin/java", "-cp", jars, example, "localhost", str(port), CA],
                              capture_output=True, text=True, timeout=60, check=False)

    with SUITE.test(title):
        with servers.smtp(WORK) as port:
            done = run(port)
        expect(done.returncode == 0, f"exit code {done.returncode}: {done.stderr[-600:]}")
        lines = done.stdout.splitlines()
        for word in ("220 Ready to start TLS", "TLSv1.3", "221 Bye"):
            expect(word in lines, f"no {word!r} in {lines}")

    with SUITE.test("the STARTTLS example refuses a mail server that is somebody else"):
        with servers.smtp(WORK, "wrongname") as port:
            done = run(port)
        expect(done.returncode != 0 and "certificate is for" in done.stderr, done.stderr[-600:])


def main():
    replies()
    refusals()
    endings()
    half_closes()
    start_tls()
    return 1 if SUITE.failures else 0


if __name__ == "__main__":
    sys.exit(main())
