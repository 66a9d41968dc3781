"""A way to a PostgreSQL on which a request to cancel is lost: everything else goes through."""
import socket
import socketserver
import threading

CANCEL_REQUEST = (80877102).to_bytes(4, "big")


def read_exactly(connection, count):
    got = b""
    while len(got) < count:
        more = connection.recv(count - len(got))
        if not more:
            return None
        got += more
    return got


def hand_on(source, target):
    try:
        while True:
            part = source.recv(65536)
            if not part:
                break
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of the two went away


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        first = read_exactly(self.request, 8)
        if not first or first[4:] == CANCEL_REQUEST:
            return
        with socket.create_connection(("127.0.0.1", self.server.port)) as server:
            server.sendall(first)
            back = threading.Thread(target=hand_on, args=(server, self.request), daemon=True)
            back.start()
            hand_on(self.request, server)
            back.join()


class Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that went away


def start(port):
    """A proxy to that port of the loopback, serving in a thread of its own; its port is proxy.own_port."""
    proxy = Proxy(("127.0.0.1", 0), Handler)
    proxy.port, proxy.own_port = port, proxy.server_address[1]
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    return proxy
