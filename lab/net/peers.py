#!/usr/bin/python3
"""The lab's peers, on every local address of both families, one port each.

usage: peers.py LOG.jsonl [CERTIFICATE KEY]          what happens is a line of LOG.jsonl each
 8080 whoami    reads one line; answers by HTTP/1.0 with "family=6 local=ADDRESS peer=ADDRESS"; closes
 8443 whoami    the same over TLS
 8444           TLS whoami on IPv4; on IPv6 the connection is accepted and nothing is ever said
 8445           TLS whoami on IPv6; silent on IPv4
 8007 echo                                 8009 discard
 8020 sink      reads to the end, then answers "bytes=N sum=SHA256": shows that half close works
 8021 reset     reads one line, then resets              8022 silent    accepts and says nothing
 8023 eof       closes at once                           8019 source    "N\\n" gives N known bytes
 8024 half      reads half of a request, answers in full and closes
"""
import asyncio
import hashlib
import json
import socket
import ssl
import struct
import sys
import time

PATTERN = bytes(i * 7 % 251 for i in range(251))
LINGER_RESET = struct.pack("ii", 1, 0)
LOG = open(sys.argv[1], "a", buffering=1, encoding="utf-8")


def note(**what):
    LOG.write(json.dumps({"wall": round(time.time(), 4), **what}) + "\n")


def http(body):
    head = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    return (head % len(body) + body).encode()


async def whoami(reader, writer):
    await reader.readline()
    local, peer = (writer.get_extra_info(k)[0] for k in ("sockname", "peername"))
    writer.write(http(f"family={6 if ':' in local else 4} local={local} peer={peer}\n"))


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


async def discard(reader, writer):
    while await reader.read(65536):
        pass


async def source(reader, writer):
    left = int(await reader.readline())
    block = PATTERN * 261
    while left > 0:
        writer.write(block[:left])
        left -= len(block)
        await writer.drain()


async def sink(reader, writer):
    total, digest = 0, hashlib.sha256()
    while data := await reader.read(65536):
        total += len(data)
        digest.update(data)
    writer.write(f"bytes={total} sum={digest.hexdigest()}\n".encode())


async def reset(reader, writer):
    await reader.readline()
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_RESET)
    writer.transport.abort()


async def silent(reader, writer):
    await reader.read()


async def eof(reader, writer):
    pass


async def half(reader, writer):
    await reader.readexactly(1000)
    writer.write(PATTERN * 400)


def served(serve):
    async def story(reader, writer):
        peer = writer.get_extra_info("peername")
        note(event="accepted", peer=serve.__name__, client=peer[0], port=peer[1])
        try:
            await serve(reader, writer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, ValueError) as e:
            note(event="broken", peer=serve.__name__, client=peer[0], port=peer[1], error=repr(e))
            writer.close()
        note(event="ended", peer=serve.__name__, client=peer[0], port=peer[1])
    return story


async def main():
    async def listen(serve, port, hosts=("0.0.0.0", "::"), tls=None):
        for host in hosts:
            await asyncio.start_server(served(serve), host, port, ssl=tls, backlog=512, limit=1 << 20)

    for serve, port in ((whoami, 8080), (echo, 8007), (discard, 8009), (source, 8019), (sink, 8020),
                        (reset, 8021), (silent, 8022), (eof, 8023), (half, 8024)):
        await listen(serve, port)
    if len(sys.argv) > 2:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(sys.argv[2], sys.argv[3])
        await listen(whoami, 8443, tls=tls)
        await listen(whoami, 8444, ("0.0.0.0",), tls)
        await listen(silent, 8444, ("::",))
        await listen(whoami, 8445, ("::",), tls)
        await listen(silent, 8445, ("0.0.0.0",))
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
