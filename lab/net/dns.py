#!/usr/bin/python3
"""An authoritative DNS server for the lab: delay, failure, silence or truncation per name and type, DNS64.

usage: dns.py ZONE.json LOG.jsonl ADDRESS...

ZONE.json is read again whenever it changes:
 {"ttl": 2,
  "records": {"www.lab.test": {"A": ["192.0.2.10"], "AAAA": ["2001:db8:9::10"], "CNAME": ["x.lab.test"],
              "TXT": [["a=b"]], "SRV": ["0 0 443 www.lab.test"], "PTR": ["..."],
              "HTTPS": [{"prio": 1, "target": ".", "alpn": ["h3", "h2"], "port": 8443, "ipv4hint": [],
                         "ipv6hint": [], "ech": "base64", "no-default-alpn": false, "mandatory": ["alpn"]}]}},
  "rules": [{"name": "*", "type": "AAAA", "delay": 0.2, "jitter": 0, "rcode": "SERVFAIL", "drop": false,
             "tc": false, "nodata": false}],      the first rule that matches wins; name takes wildcards
  "dns64": "2001:db8:64::"}
Every query is a line of LOG.jsonl: wall (seconds), proto, from, name, type.
"""
import asyncio
import base64
import fnmatch
import ipaddress
import json
import os
import random
import socket
import struct
import sys
import time

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "TXT": 16, "AAAA": 28, "SRV": 33, "OPT": 41,
         "SVCB": 64, "HTTPS": 65, "ANY": 255}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
RCODES = {"NOERROR": 0, "FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3, "NOTIMP": 4, "REFUSED": 5}
SVC_KEYS = {"mandatory": 0, "alpn": 1, "no-default-alpn": 2, "port": 3, "ipv4hint": 4, "ech": 5,
            "ipv6hint": 6, "dohpath": 7}
RESPONSE_AUTHORITATIVE, RECURSION_DESIRED, RECURSION_AVAILABLE, TRUNCATED = 0x8400, 0x0100, 0x0080, 0x0200
MAX_ALIASES = 8


def v4(address):
    return socket.inet_pton(socket.AF_INET, address)


def v6(address):
    return socket.inet_pton(socket.AF_INET6, address)


def counted(text):
    return bytes([len(text)]) + text.encode()


def wire_name(name):
    return b"".join(counted(label) for label in name.rstrip(".").split(".") if label) + b"\0"


def svc_value(key, value):
    if key == "mandatory":
        return b"".join(struct.pack("!H", n) for n in sorted(SVC_KEYS[k] for k in value))
    if key == "alpn":
        return b"".join(counted(protocol) for protocol in value)
    if key == "no-default-alpn":
        return b""
    if key == "port":
        return struct.pack("!H", value)
    if key == "ipv4hint":
        return b"".join(map(v4, value))
    if key == "ipv6hint":
        return b"".join(map(v6, value))
    return base64.b64decode(value) if key == "ech" else value.encode()


def service(record):
    target = "" if record.get("target", ".") == "." else record["target"]
    params = sorted((number, svc_value(key, record[key])) for key, number in SVC_KEYS.items()
                    if record.get(key) not in (None, False, []))
    return struct.pack("!H", record.get("prio", 1)) + wire_name(target) + b"".join(
        struct.pack("!HH", number, len(value)) + value for number, value in params)


def rdata(kind, value):
    if kind == "A":
        return v4(value)
    if kind == "AAAA":
        return v6(value)
    if kind in ("CNAME", "PTR", "NS"):
        return wire_name(value)
    if kind == "TXT":
        return b"".join(map(counted, value if isinstance(value, list) else [value]))
    if kind == "SRV":
        priority, weight, port, target = value.split()
        return struct.pack("!HHH", int(priority), int(weight), int(port)) + wire_name(target)
    if kind in ("HTTPS", "SVCB"):
        return service(value)
    raise ValueError(kind)


class Zone:
    def __init__(self, path, log):
        self.path, self.stamp, self.content = path, None, {}
        self.log = open(log, "a", buffering=1, encoding="utf-8")

    def read(self):
        status = os.stat(self.path)
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp != self.stamp:
            with open(self.path, encoding="utf-8") as f:
                self.content = json.load(f)
            self.stamp = stamp
        return self.content

    def note(self, **what):
        self.log.write(json.dumps({"wall": round(time.time(), 4), **what}) + "\n")

    def rule(self, name, kind):
        for rule in self.read().get("rules", []):
            if fnmatch.fnmatch(name, rule.get("name", "*")) and rule.get("type", kind) in (kind, "*"):
                return rule
        return {}

    def lookup(self, name, kind):
        """The records, aliases followed, and whether the name exists."""
        content, found = self.read(), []
        for _ in range(MAX_ALIASES):
            here = content["records"].get(name)
            if here is None:
                return found, bool(found)
            if "CNAME" not in here or kind == "CNAME":
                break
            target = here["CNAME"][0]
            found.append((name, "CNAME", target))
            name = target.lower().rstrip(".")
        values = here.get(kind, [])
        if kind == "AAAA" and not values and content.get("dns64"):
            prefix = int(ipaddress.IPv6Address(content["dns64"]))
            values = [str(ipaddress.IPv6Address(prefix | int(ipaddress.IPv4Address(a))))
                      for a in here.get("A", [])]
        return found + [(name, kind, value) for value in values], True


def question(query):
    """Identity, flags, name, type, and where the question ends."""
    identity, flags = struct.unpack("!HH", query[:4])
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
        at += query[at] + 1
    kind, = struct.unpack("!H", query[at + 1:at + 3])
    return identity, flags, ".".join(labels), TYPE_NAMES.get(kind, str(kind)), at + 5


def record(name, kind, ttl, data):
    return wire_name(name) + struct.pack("!HHIH", TYPES[kind], 1, ttl, len(data)) + data


async def answer(zone, query, proto, peer):
    """The reply, or None for silence."""
    try:
        identity, flags, name, kind, end = question(query)
    except (IndexError, struct.error):
        return None
    zone.note(proto=proto, **{"from": peer[0]}, name=name, type=kind)
    plain = name.lower()
    rule = zone.rule(plain, kind)
    delay = rule.get("delay", 0) + random.uniform(0, rule.get("jitter", 0))
    if delay > 0:
        await asyncio.sleep(delay)
    if rule.get("drop"):
        return None
    records, exists = zone.lookup(plain, kind)
    rcode = RCODES[rule.get("rcode", "NOERROR" if exists else "NXDOMAIN")]
    truncated = bool(rule.get("tc")) and proto == "udp"
    if truncated or rule.get("nodata") or "rcode" in rule:
        records = []
    ttl = zone.read().get("ttl", 2)
    body = b"".join(record(n, k, ttl, rdata(k, v)) for n, k, v in records)
    negative = not records and rcode in (RCODES["NOERROR"], RCODES["NXDOMAIN"])
    if negative:  # RFC 2308 §3: the SOA record tells how long "no" may be kept
        soa = wire_name("ns.lab.test") + wire_name("root.lab.test") + struct.pack("!IIIII", 1, 60, 60, 60, ttl)
        body += record("lab.test" if plain.endswith("lab.test") else "", "SOA", ttl, soa)
    flags = (RESPONSE_AUTHORITATIVE | RECURSION_AVAILABLE | (flags & RECURSION_DESIRED)
             | (TRUNCATED if truncated else 0) | rcode)
    return struct.pack("!HHHHHH", identity, flags, 1, len(records), negative, 0) + query[12:end] + body


class Udp(asyncio.DatagramProtocol):
    def __init__(self, zone):
        self.zone, self.tasks = zone, set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        task = asyncio.ensure_future(self.reply(data, peer))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def reply(self, data, peer):
        reply = await answer(self.zone, data, "udp", peer)
        if reply:
            self.transport.sendto(reply, peer)


async def serve_tcp(zone, reader, writer):
    peer = writer.get_extra_info("peername")
    try:
        while True:
            length, = struct.unpack("!H", await reader.readexactly(2))
            reply = await answer(zone, await reader.readexactly(length), "tcp", peer)
            if reply:
                writer.write(struct.pack("!H", len(reply)) + reply)
                await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    zone = Zone(sys.argv[1], sys.argv[2])
    loop = asyncio.get_running_loop()
    for host in sys.argv[3:]:
        await loop.create_datagram_endpoint(lambda: Udp(zone), local_addr=(host, 53))
        await asyncio.start_server(lambda r, w: serve_tcp(zone, r, w), host, 53)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
