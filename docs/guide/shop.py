#!/usr/bin/env python3
"""A small shop for the examples of docs/GUIDE.md and docs/LANGUAGE.md: an HTTP API and a database file, shop.db, in the current folder.

    python3 shop.py            on port 8080 of this machine
    PORT=0 python3 shop.py     on a free port; READY_FILE gets its address once it answers
    SHOP_FAULTS=a,b            breaks something: refunds-ignored, no-stock, slow-import, report-open
"""
import json
import os
import re
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = os.environ.get("SHOP_TOKEN", "shop-token-for-examples")
FAULTS = set(filter(None, os.environ.get("SHOP_FAULTS", "").split(",")))
DATABASE = os.environ.get("SHOP_DB", "shop.db")
guard = threading.Lock()
imports = {}
warmed_up = {"calls": 0}


def database():
    connection = sqlite3.connect(DATABASE, timeout=5)
    connection.row_factory = sqlite3.Row
    return connection


def make_database():
    if os.path.exists(DATABASE):
        os.remove(DATABASE)
    with database() as db:
        db.executescript("""
            CREATE TABLE products (sku TEXT PRIMARY KEY, stock INTEGER NOT NULL);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, cents INTEGER, state TEXT, request TEXT UNIQUE);
            INSERT INTO products VALUES ('tea', 12), ('coffee', 40), ('cups', 7);
            INSERT INTO orders VALUES (1, 'ada', 1250, 'paid', NULL), (2, 'björn', 900, 'paid', NULL), (3, 'chidi', 4000, 'refunded', NULL);
        """)
        if "no-stock" in FAULTS:
            db.execute("UPDATE products SET stock = 0 WHERE sku = 'tea'")


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value, kind="application/json"):
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        length = int(self.headers.get("Content-Length") or 0)
        return json.loads(self.rfile.read(length) or b"{}")

    def signed_in(self):
        return self.headers.get("Authorization") == "Bearer " + TOKEN

    def graphql(self, db, given):
        """The one query that there is: order(id: $id). An answer of GraphQL is a 200, whatever it says."""
        wanted = given.get("variables", {}).get("id")
        if "order(" not in given.get("query", "") or wanted is None:
            return self.answer(200, {"errors": [{"message": "no such field"}]})
        row = db.execute("SELECT id, customer, cents, state FROM orders WHERE id = ?", (wanted,)).fetchone()
        if not row:
            return self.answer(200, {"data": {"order": None}, "errors": [{"message": "no such order", "path": ["order"]}]})
        return self.answer(200, {"data": {"order": dict(row)}})

    def jsonapi(self, db, path):
        rows = db.execute("SELECT id, customer, cents, state FROM orders ORDER BY id").fetchall()
        page = int((re.search(r"page(?:%5B|\[)number(?:%5D|\])=(\d+)", self.path) or [0, 1])[1])
        shown = rows[2 * page - 2:2 * page]
        orders = [{"type": "orders", "id": str(row["id"]), "attributes": {"state": row["state"], "cents": row["cents"]},
                   "relationships": {"customer": {"data": {"type": "customers", "id": row["customer"]}}}} for row in shown]
        names = sorted({row["customer"] for row in shown})
        following = f"{path}?page[number]={page + 1}" if rows[2 * page:] else None
        return self.answer(200, {"data": orders, "links": {"self": self.path, "next": following}, "meta": {"total": len(rows)},
                                 "included": [{"type": "customers", "id": name, "attributes": {"name": name.title()}} for name in names]},
                           "application/vnd.api+json")

    def do_GET(self):
        path = self.path.split("?")[0]
        order = re.fullmatch(r"/orders/(\d+)", path)
        job = re.fullmatch(r"/imports/(\d+)", path)
        with guard, database() as db:
            if path == "/health":
                return self.answer(200, {"status": "ok", "version": "1.4.2"})
            if path == "/warmup":  # not ready at the first two calls
                warmed_up["calls"] += 1
                ready = warmed_up["calls"] > 2
                return self.answer(200 if ready else 503, {"ready": ready})
            if path == "/jsonapi/orders":
                return self.jsonapi(db, path)
            if path == "/products":
                rows = db.execute("SELECT sku, stock FROM products ORDER BY sku")
                return self.answer(200, {"products": [dict(row) for row in rows]})
            if path == "/orders":
                rows = [dict(row) for row in db.execute("SELECT id, customer, cents, state FROM orders ORDER BY id")]
                wanted = re.search(r"[?&]request=([^&]*)", self.path)
                if wanted:
                    rows = [dict(row) for row in db.execute("SELECT id, customer, cents, state FROM orders WHERE request = ?", (wanted[1],))]
                return self.answer(200, {"orders": rows, "total": len(rows)})
            if order:
                row = db.execute("SELECT id, customer, cents, state FROM orders WHERE id = ?", (order[1],)).fetchone()
                return self.answer(200, dict(row)) if row else self.answer(404, {"error": "no such order"})
            if path == "/report":
                if not self.signed_in() and "report-open" not in FAULTS:
                    return self.answer(401, {"error": "sign in"})
                return self.answer(200, {"revenue_cents": 2150, "orders": 2})
            if job:
                if int(job[1]) not in imports:
                    return self.answer(404, {"error": "no such import"})
                imports[int(job[1])] += 1
                # Told by how often it was asked for: the same on a machine that is fast, slow or busy.
                done = imports[int(job[1])] > 3 and "slow-import" not in FAULTS
                return self.answer(200, {"id": int(job[1]), "state": "done" if done else "running", "rows": 3 if done else None})
        return self.answer(404, {"error": "nothing here"})

    def do_POST(self):
        given = self.body()
        refund = re.fullmatch(r"/orders/(\d+)/refund", self.path)
        reopen = re.fullmatch(r"/orders/(\d+)/reopen", self.path)
        with guard, database() as db:
            if self.path == "/graphql":
                return self.graphql(db, given)
            if self.path == "/login":
                good = given.get("user") == "ada"
                return self.answer(200, {"token": TOKEN}) if good else self.answer(403, {"error": "who?"})
            if self.path == "/orders":
                cursor = db.execute("INSERT INTO orders (customer, cents, state, request) VALUES (?, ?, 'paid', ?)",
                                    (given["customer"], given["cents"], given.get("request")))
                return self.answer(201, {"id": cursor.lastrowid, "state": "paid"})
            if refund or reopen:
                state, number = ("refunded", refund[1]) if refund else ("paid", reopen[1])
                if not (refund and "refunds-ignored" in FAULTS):
                    db.execute("UPDATE orders SET state = ? WHERE id = ?", (state, number))
                return self.answer(200, {"id": int(number), "state": state})
            if self.path == "/imports":
                number = len(imports) + 1
                imports[number] = 0
                return self.answer(202, {"id": number, "state": "running"})
        return self.answer(404, {"error": "nothing here"})

    def log_message(self, *arguments):
        pass


def main():
    make_database()
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Shop)
    address = f"http://127.0.0.1:{server.server_port}"
    print(f"the shop is open at {address}; Ctrl-C closes it", flush=True)
    if os.environ.get("READY_FILE"):
        with open(os.environ["READY_FILE"] + ".new", "w") as ready:
            ready.write(address)
        os.rename(os.environ["READY_FILE"] + ".new", os.environ["READY_FILE"])
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
