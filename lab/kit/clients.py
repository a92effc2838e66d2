"""The programs that are compared. A new one is a function that returns a Client, and a name in ALL."""
import os
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ["LAB_PROGRAM"])
REQUEST = "GET / HTTP/1.0\r\n\r\n"


@dataclass
class Client:
    name: str           # as on the command line
    title: str          # as in the table
    version: str
    command: object     # (scheme, host, port) -> words
    stdin: str = ""


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((done.stdout or done.stderr).splitlines() or [""])[0].strip()


def curl(work):
    version = re.match(r"curl \S+", first_line("curl", "--version"))
    return Client("curl", "curl", version[0] if version else "curl", lambda scheme, host, port: [
        "curl", "-sS", "--cacert", work / "certs" / "ca.pem", f"{scheme}://{host}:{port}/"])


def java(work, name, title, main, *options):
    jdk = pathlib.Path(os.environ["LAB_JDK"] or sys.exit("comparing with plain Java needs a JDK 25"))
    version = re.search(r'^JAVA_RUNTIME_VERSION="([^"]+)', (jdk / "release").read_text(), re.M)
    trust = (f"-Djavax.net.ssl.trustStore={work / 'certs' / 'ca.p12'}", "-Djavax.net.ssl.trustStorePassword=changeit")
    return Client(name, title, f"JDK {version[1] if version else jdk.name}", lambda *target: [
        jdk / "bin" / "java", *trust, *options, "-cp", work / "classes", main, *target])


def socket(work):
    return java(work, "socket", "`Socket`", "SocketClient")


def socket_system(work):
    return java(work, "socket-system", "`Socket`, system order", "SocketClient",
                "-Djava.net.preferIPv6Addresses=system")


def http_client(work):
    return java(work, "httpclient", "`HttpClient`", "HttpClientClient")


def fairlead(work):
    def command(scheme, host, port):
        tls = ["--tls", "--ca", work / "certs" / "ca.pem"] if scheme == "https" else []
        return [PROGRAM, "connect", "--report=json", *tls, host, port]
    return Client("fairlead", "Fairlead", first_line(PROGRAM, "--version"), command, REQUEST)


ALL = {"curl": curl, "socket": socket, "socket-system": socket_system, "httpclient": http_client,
       "fairlead": fairlead}
