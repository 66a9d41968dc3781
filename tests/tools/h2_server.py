#!/usr/bin/env python3
"""A web server that speaks HTTP/2 and nothing else, for tests: every request is answered with 200 and a body of its own.

    h2_server.py [CERT KEY]    on a free port of 127.0.0.1, which is printed; with a certificate over TLS (ALPN: h2).
It ends when its standard input does.
"""
import socket
import ssl
import sys
import threading

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING = 0, 1, 4, 6
END_STREAM, END_HEADERS, ACK = 1, 4, 1
BODY = b'{"spoken": "h2"}'
# :status 200 of the static table; content-type, whose name is in it, as a literal
HEAD = b"\x88\x0f\x10" + bytes([len(b"application/json")]) + b"application/json"


def frame(kind, flags, stream, content=b""):
    return len(content).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + content


def exactly(peer, count):
    got = b""
    while len(got) < count:
        more = peer.recv(count - len(got))
        if not more:
            raise EOFError
        got += more
    return got


def serve(peer):
    if exactly(peer, len(PREFACE)) != PREFACE:
        return
    peer.sendall(frame(SETTINGS, 0, 0))
    while True:
        head = exactly(peer, 9)
        kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big")
        content = exactly(peer, int.from_bytes(head[:3], "big"))
        if kind == SETTINGS and not flags & ACK:
            peer.sendall(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            peer.sendall(frame(PING, ACK, 0, content))
        elif kind in (HEADERS, DATA) and flags & END_STREAM:
            peer.sendall(frame(HEADERS, END_HEADERS, stream, HEAD) + frame(DATA, END_STREAM, stream, BODY))


def talk(peer, context):
    try:
        if context:
            peer = context.wrap_socket(peer, server_side=True)
        serve(peer)
    except (EOFError, OSError):
        pass
    peer.close()


def main():
    context = None
    if len(sys.argv) == 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)

    def accept():
        while True:
            threading.Thread(target=talk, args=(listener.accept()[0], context), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


main()
