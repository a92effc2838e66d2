"""Reads a packet trace of one run of one client and tells what the client did, and when.

Only the trace is believed, not the client's own clock: times count from the client's first packet
(its first DNS query, if it asks), so that the start of a program or a Java machine does not count.
"""
import ipaddress
import struct
from dataclasses import dataclass, field

PCAP_MAGIC = {b"\xd4\xc3\xb2\xa1": ("<", 1e6), b"\xa1\xb2\xc3\xd4": (">", 1e6),
              b"\x4d\x3c\xb2\xa1": ("<", 1e9), b"\xa1\xb2\x3c\x4d": (">", 1e9)}
LINKTYPE_SLL2 = 276  # what `tcpdump -i any -y LINUX_SLL2` writes
SLL2_HEADER = 20
IPV4, IPV6 = 0x0800, 0x86DD
TCP, UDP = 6, 17
SYN, RST, ACK = 0x02, 0x04, 0x10
DNS_PORT = 53
DNS_TYPES = {1: "A", 28: "AAAA", 64: "SVCB", 65: "HTTPS"}
TLS_CHANGE_CIPHER, TLS_APPLICATION_DATA = 20, 23


@dataclass
class Packet:
    time: float
    protocol: int
    source: tuple
    target: tuple
    flags: int
    payload: bytes


@dataclass
class Attempt:
    """One TCP connection that the client tried. Times are seconds since the client's first packet."""
    client: tuple
    server: tuple
    started: float
    accepted: float = None
    reset: float = None
    request: float = None      # first byte that the client sent
    answer: float = None       # first byte that the server sent
    handshake: float = None    # the client's side of the TLS handshake is done
    syns: int = 1
    answered_bytes: int = 0
    sent: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def address(self):
        return self.server[0]

    @property
    def family(self):
        return 6 if ":" in self.address else 4


@dataclass
class Question:
    name: str
    type: str
    server: str
    asked: float
    answered: float = None
    rcode: int = None
    answers: int = 0


@dataclass
class Story:
    """The run as the wire saw it."""
    questions: list
    attempts: list
    start: float        # wall clock of the client's first packet; None: it sent none

    @property
    def winner(self):
        """The attempt on which the server's answer came: the one with the most bytes from it."""
        answered = [a for a in self.attempts if a.answered_bytes]
        return max(answered, key=lambda a: a.answered_bytes, default=None)

    def connected(self, tls):
        """When the winner's handshake was done: TCP's, or TLS's if there is TLS."""
        winner = self.winner
        if winner is None:
            return None
        return winner.handshake if tls else winner.accepted

    def first(self, family):
        return next((a for a in self.attempts if a.family == family), None)

    def answered(self, kind):
        return next((q for q in self.questions if q.type == kind and q.answered is not None), None)


def packets(path):
    with open(path, "rb") as f:
        trace = f.read()
    if len(trace) < 24:
        return
    order, second = PCAP_MAGIC[trace[:4]]
    link, = struct.unpack(order + "I", trace[20:24])
    if link != LINKTYPE_SLL2:
        raise ValueError(f"{path} has link type {link}, not {LINKTYPE_SLL2}")
    at = 24
    while at + 16 <= len(trace):
        seconds, fraction, length, _ = struct.unpack(order + "IIII", trace[at:at + 16])
        frame = trace[at + 16:at + 16 + length]
        at += 16 + length
        packet = parse(seconds + fraction / second, frame)
        if packet:
            yield packet


def parse(time, frame):
    kind, = struct.unpack("!H", frame[:2])
    ip = frame[SLL2_HEADER:]
    if kind == IPV4:
        protocol, hosts, size = ip[9], (ip[12:16], ip[16:20]), (ip[0] & 15) * 4
        ip = ip[:struct.unpack("!H", ip[2:4])[0]]
    elif kind == IPV6:
        protocol, hosts, size = ip[6], (ip[8:24], ip[24:40]), 40
        ip = ip[:40 + struct.unpack("!H", ip[4:6])[0]]
    else:
        return None
    if protocol not in (TCP, UDP):
        return None
    segment = ip[size:]
    ports = struct.unpack("!HH", segment[:4])
    source, target = ((str(ipaddress.ip_address(h)), p) for h, p in zip(hosts, ports))
    if protocol == UDP:
        return Packet(time, UDP, source, target, 0, segment[8:])
    return Packet(time, TCP, source, target, segment[13], segment[(segment[12] >> 4) * 4:])


def read(path, port):
    """The story of the run that talked to `port`."""
    start, questions, attempts = None, {}, {}
    for packet in packets(path):
        ask = packet.target[1] == DNS_PORT and packet.protocol == UDP
        reply = packet.source[1] == DNS_PORT and packet.protocol == UDP
        opened = packet.protocol == TCP and packet.target[1] == port and packet.flags & (SYN | ACK) == SYN
        if start is None and (ask or opened):
            start = packet.time
        if start is None:
            continue
        now = packet.time - start
        if ask:
            asked(questions, packet, now)
        elif reply:
            replied(questions, packet, now)
        elif packet.protocol == TCP and packet.target[1] == port:
            from_client(attempts, packet, now)
        elif packet.protocol == TCP and packet.source[1] == port:
            from_server(attempts, packet, now)
    return Story(list(questions.values()), list(attempts.values()), start)


def question_key(packet, client, server):
    identity, = struct.unpack("!H", packet.payload[:2])
    at, labels = 12, []
    while packet.payload[at]:
        labels.append(packet.payload[at + 1:at + 1 + packet.payload[at]].decode("latin-1").lower())
        at += packet.payload[at] + 1
    kind, = struct.unpack("!H", packet.payload[at + 1:at + 3])
    return identity, client, server[0], ".".join(labels), DNS_TYPES.get(kind, str(kind))


def asked(questions, packet, now):
    key = question_key(packet, packet.source, packet.target)
    questions.setdefault(key, Question(key[3], key[4], key[2], now))


def replied(questions, packet, now):
    question = questions.get(question_key(packet, packet.target, packet.source))
    if question and question.answered is None:
        question.answered = now
        question.rcode = packet.payload[3] & 15
        question.answers, = struct.unpack("!H", packet.payload[6:8])


def from_client(attempts, packet, now):
    key = packet.source, packet.target
    attempt = attempts.get(key)
    if packet.flags & (SYN | ACK) == SYN:
        if attempt:
            attempt.syns += 1
        else:
            attempts[key] = Attempt(packet.source, packet.target, now)
    elif attempt and packet.payload:
        attempt.request = now if attempt.request is None else attempt.request
        attempt.sent += packet.payload
        if attempt.handshake is None and handshake_done(attempt.sent):
            attempt.handshake = now


def from_server(attempts, packet, now):
    attempt = attempts.get((packet.target, packet.source))
    if attempt is None:
        return
    if packet.flags & RST and attempt.reset is None:
        attempt.reset = now
    elif packet.flags & SYN and attempt.accepted is None:
        attempt.accepted = now
    if packet.payload:
        attempt.answer = now if attempt.answer is None else attempt.answer
        attempt.answered_bytes += len(packet.payload)


def handshake_done(sent):
    """Has the client sent an encrypted record? Its Finished is one (in TLS 1.3), or follows the
    change of cipher in the same flight (in TLS 1.2)."""
    at, types = 0, []
    while at + 5 <= len(sent):
        types.append(sent[at])
        at += 5 + struct.unpack("!H", sent[at + 3:at + 5])[0]
    return TLS_APPLICATION_DATA in types or (TLS_CHANGE_CIPHER in types and types.count(22) > 2)
