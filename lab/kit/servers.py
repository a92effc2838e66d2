"""TLS and TCP servers on loopback for the suites that need no network: OpenSSL's, GnuTLS's, and bad ones."""
import contextlib
import logging
import socket
import ssl
import subprocess
import threading

from kit.lab import await_text


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


@contextlib.contextmanager
def running(log, pattern, command):
    """A server program, from when its log matches the pattern; gives the match."""
    with open(log, "wb") as out:
        # stdin stays open and silent: s_server ends when it is closed
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=out,
                                   stderr=subprocess.STDOUT)
    try:
        yield await_text(log, pattern)
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def openssl(work, leaf, *options, chain=True):
    """`openssl s_server -www` with a certificate; gives the port."""
    certs = work / "certs"
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certs / f"{leaf}.pem", "-key",
               certs / f"{leaf}.key", "-www", *options]
    if chain:
        command += ["-cert_chain", certs / f"{leaf}-chain.pem"]
    with running(work / "s_server.log", r"ACCEPT \S+:(\d+)", command) as found:
        yield int(found[1])


@contextlib.contextmanager
def gnutls(work, leaf, priority):
    certs, port = work / "certs", free_port()
    command = ["gnutls-serv", "--http", "--disable-client-cert", "--port", port, "--priority", priority,
               "--x509certfile", certs / f"{leaf}-chain.pem", "--x509keyfile", certs / f"{leaf}.key"]
    with running(work / "gnutls-serv.log", rf"listening on IPv4 .* port {port}\.\.\.done", command):
        yield port


@contextlib.contextmanager
def smtp(work, leaf="good"):
    """A mail server that wants STARTTLS (RFC 3207): aiosmtpd; gives the port."""
    from aiosmtpd.controller import Controller
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    port = free_port()
    controller = Controller(object(), hostname="127.0.0.1", port=port, require_starttls=True,
                            tls_context=server_context(work, leaf))
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def server_context(work, leaf="good"):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(work / "certs" / f"{leaf}-chain.pem", work / "certs" / f"{leaf}.key")
    return context


@contextlib.contextmanager
def story(serve, context=None):
    """A server of ours that tells every client the same story in a thread: serve(socket); gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(client):
        with contextlib.suppress(OSError):
            if context:
                client = context.wrap_socket(client, server_side=True)
            with client:
                serve(client)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def read_exactly(sock, count):
    while count > 0:
        data = sock.recv(min(count, 65536))
        if not data:
            return
        count -= len(data)
