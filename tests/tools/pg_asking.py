#!/usr/bin/env python3
"""A server that speaks the beginning of PostgreSQL's protocol without TLS, and asks for a password in the way that the name of the
database says. Prints its port; what it was told goes to FILE, a line for each connection: the database, and in hex all that came
behind the startup message.

    pg_asking.py ADDRESS FILE      serves until its standard input ends
"""
import os
import socket
import struct
import sys
import threading
import time


def message(kind, body=b""):
    return kind + struct.pack("!I", len(body) + 4) + body


def asks(code, rest=b""):
    return message(b"R", struct.pack("!I", code) + rest)


CLEAR, MD5, SCRAM = asks(3), asks(5, b"salt"), asks(10, b"SCRAM-SHA-256\0\0")
NOTICE = message(b"N", b"SNOTICE\0VNOTICE\0C00000\0Mhello\0\0")
REFUSAL = message(b"E", b"SFATAL\0VFATAL\0C28000\0Mno\0\0")
# What is sent, and before what an answer is awaited (None).
WAYS = {
    "clear": [CLEAR],
    "md5": [MD5],
    "in_bytes": [bytes([byte]) for byte in CLEAR],
    "behind_a_notice": [NOTICE + CLEAR],
    "behind_many": [NOTICE * 50 + MD5],
    "half_a_notice": [NOTICE[:9], NOTICE[9:] + CLEAR],
    "behind_scram": [SCRAM, None, CLEAR],
    "with_scram": [SCRAM + CLEAR],
    "with_scram_md5": [SCRAM + MD5],
    "behind_a_refusal": [REFUSAL + CLEAR],
    "behind_a_version": [message(b"v", struct.pack("!II", 0, 0)) + CLEAR],
    "behind_gss": [asks(8, b"x") + CLEAR],
    "endless": [b"R" + struct.pack("!I", 0x7FFFFFFF) + b"\0\0\0\3" * 40000],
    "short": [b"R" + struct.pack("!I", 2) + CLEAR],
    "web": [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
    "gone": [],
}
# Not among the ways above: an answer to the client's own nonce, hashed as often as the server says.
HASH_LONG = "hash_long"


def startup(conn):
    while True:
        length = struct.unpack("!I", conn.recv(4, socket.MSG_WAITALL))[0]
        body = conn.recv(length - 4, socket.MSG_WAITALL)
        code = struct.unpack("!I", body[:4])[0]
        if code == 80877103 or code == 80877104:  # TLS or GSS?
            conn.sendall(b"N")
            continue
        words = body[4:].split(b"\0")
        return dict(zip(words[::2], words[1::2])).get(b"database", b"").decode()


def serve(conn, told):
    heard, database = b"", "?"
    try:
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conn.settimeout(3)
        database = startup(conn)
        if database == HASH_LONG:
            conn.sendall(SCRAM)
            nonce = conn.recv(65536).split(b"r=", 1)[1]
            conn.sendall(asks(11, b"r=" + nonce + b"more,s=c2FsdHNhbHQ=,i=2000000000"))
            time.sleep(3)
            return
        for part in WAYS[database]:
            if part is None:
                heard += conn.recv(65536)
                continue
            conn.sendall(part)
            time.sleep(0.01)
        conn.settimeout(0.5)
        while WAYS[database]:
            more = conn.recv(65536)
            if not more:
                break
            heard += more
    except (OSError, struct.error):
        pass
    with open(told, "a", encoding="ascii") as file:
        file.write(f"{database} {heard.hex()}\n")
    conn.close()


def main():
    listener = socket.create_server((sys.argv[1], 0))
    print(listener.getsockname()[1], flush=True)

    def accept():
        while True:
            conn, _ = listener.accept()
            threading.Thread(target=serve, args=(conn, sys.argv[2]), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    while os.read(0, 100):
        pass


if __name__ == "__main__":
    if sys.argv[1:] == ["--ways"]:
        print("\n".join(WAYS))
    else:
        main()
