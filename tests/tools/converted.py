#!/usr/bin/env python3
"""The runbooks of tests/converted ask an API what a suite of HTTP tests typically asks. Each is green over one that is well, and red over
one in which the thing that it looks at is broken: a runbook that passes over a fault shows nothing.

  converted.py RUNBOOK FOLDER
"""
import base64
import email.parser
import gzip
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

RUNBOOK, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
BOOKS = [{"id": 1, "title": "Emma", "isbn": "978-0-14", "price": 7.5}, {"id": 2, "title": "Middlemarch", "isbn": "978-0-15", "price": 9.25},
         {"id": 3, "title": "Persuasion", "isbn": "979-8-20", "price": 6.0}]
ATOM = ('<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><updated>2020-05-01T10:00:00Z</updated>%s</feed>')
PAGE = ('<!doctype html><html lang="en"><head><title>Books &amp; more</title></head><body><h1>Books</h1><a href="/books">all</a>'
        '<a href="/about">about</a><img src="a.png"%s><p>caf&eacute; café</p></body></html>')
CSV = "id,title\n1,Emma\n2,Middlemarch\n3,Persuasion\n"


class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    broken = False

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", kind=None, **headers):
        body = body.encode() if isinstance(body, str) else body
        self.send_response_only(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            for each in value if isinstance(value, list) else [value]:
                self.send_header(name.replace("_", "-"), str(each))
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(body)

    def send_json(self, value, status=200, kind="application/json", **headers):
        self.send(status, json.dumps(value, ensure_ascii=False), kind, **headers)

    def asked(self):
        split = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        name = re.sub(r"\W+", "_", split.path.strip("/").split("/")[0]) or "root"
        query = dict(urllib.parse.parse_qsl(split.query))
        getattr(self, "on_" + name, self.on_nothing)(split.path, query, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = asked

    def on_nothing(self, *_):
        self.send_json({"title": "Not Found", "status": 404}, 404, "application/problem+json")

    def on_health(self, *_):
        self.send_json({"status": "up", "version": "2.10.0", "checks": {"db": {"ok": True}, "queue": {"ok": not self.broken}}})

    def on_books(self, path, query, body):
        made, broken = type(self).made, self.broken
        if self.command == "OPTIONS":
            return self.send(204, Access_Control_Allow_Origin="*" if broken else self.headers["Origin"],
                             Access_Control_Allow_Methods="GET, PUT, DELETE")
        if self.command == "POST":
            given = json.loads(body)
            wrong = [field for field, bad in (("title", not given["title"]), ("price", given["price"] < 0)) if bad]
            if wrong:
                return self.send_json({"errors": [{"field": f, "message": "is wrong"} for f in wrong[:1 if broken else 2]]}, 422)
            number = 4 + len(made)
            made[number] = dict(given, id=number)
            return self.send_json(made[number], 201, Location=f"/books/{number}")
        number = re.search(r"/books/(\d+)", path)
        if not number:
            shown = BOOKS[::-1] if broken else BOOKS
            return self.send_json({"books": shown, "total": 3})
        found = {book["id"]: book for book in BOOKS} | made
        book = found.get(int(number[1]))
        if not book and broken:
            return self.send_json({"title": "Not Found", "status": 404})
        if not book:
            return self.on_nothing()
        if path.endswith("/history"):
            times = ["2020-01-05T08:00:00Z", "2020-02-01T00:00:00Z", "2021-02-01T00:00:00+01:00"]
            return self.send_json({"events": [{"at": at} for at in (times[:1] + times[:0:-1] if broken else times)]})
        if self.command == "DELETE":
            if not broken:
                del made[book["id"]]
            return self.send(204)
        return self.send_json({**book, "price": str(book["price"])} if broken and book["id"] < 4 else book)

    def on_paged(self, _, query, __):
        second = query["page"] == "2"
        self.send_json({"items": ["b" if self.broken else "c"] if second else ["a", "b"], "next": None if second else "/paged?page=2"})

    def on_login(self, _, __, body):
        good = urllib.parse.parse_qs(body.decode()) == {"user": ["ann"], "password": ["opensesame"]}
        flags = "" if self.broken else "; HttpOnly"
        self.send(303 if good else 403, Location="/home", Set_Cookie=f"session=s3cr3t-77; Path=/; Secure; SameSite=Strict{flags}")

    def on_home(self, *_):
        known = "session=s3cr3t-77" in (self.headers["Cookie"] or "")
        self.send(200 if known else 401, "<h1>Hello ann</h1>", "text/html")

    def on_token(self, *_):
        token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b'{"alg":"none"}', b'{"sub":"ann"}', b"sig"))
        self.send_json({"token_type": "Bearer", "expires_in": 3600, "access_token": token})

    def on_me(self, *_):
        known = (self.headers["Authorization"] or "").startswith("Bearer ey")
        self.send_json({"user": "bob" if self.broken else "ann"} if known else {}, 200 if known else 401)

    def on_old_books(self, *_):
        self.send(302 if self.broken else 301, Location="/books")

    def on_cached(self, *_):
        same = self.headers["If-None-Match"] == '"a1b2"' and not self.broken
        self.send(304 if same else 200, "" if same else "x" * 100, ETag='"a1b2"', Cache_Control="private, max-age=60")

    def on_page(self, *_):
        headers = {"X_Content_Type_Options": "nosniff", "Content_Security_Policy": "default-src 'self'",
                   "Strict_Transport_Security": "max-age=31536000"}
        if self.broken:
            headers["X_Powered_By"] = "httpd"
        self.send(200, PAGE % ("" if self.broken else ' alt="a"'), "text/html; charset=utf-8", **headers)

    def on_feed_xml(self, *_):
        entries = "".join(f"<entry><title>{book['title']}</title></entry>" for book in BOOKS[self.broken:])
        self.send(200, ATOM % entries, "application/atom+xml")

    def on_upload(self, _, __, body):
        head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
        parts = email.parser.BytesParser().parsebytes(head + body).get_payload()
        files = [{"name": part.get_filename(), "type": part["Content-Type"], "bytes": len(part.get_payload(decode=True)) - self.broken}
                 for part in parts if part.get_filename()]
        fields = {part.get_param("name", header="content-disposition"): part.get_payload() for part in parts if not part.get_filename()}
        self.send_json({"fields": fields, "files": files}, 201)

    def on_books_csv(self, *_):
        self.send(200, CSV[:-1] if self.broken else CSV, "text/csv", Content_Disposition='attachment; filename="books.csv"')

    def on_greeting(self, *_):
        tag = self.headers["Accept-Language"]
        words = {"en": "Good day", "fr": "Bonjour", "de": "Guten Tag"}
        self.send(200, words["en" if self.broken else tag], "text/plain; charset=utf-8", Content_Language=tag, Vary="Accept-Language")

    def on_zipped(self, *_):
        rows = list(range(499 if self.broken else 500))
        self.send(200, gzip.compress(json.dumps({"rows": rows}).encode()), "application/json", Content_Encoding="gzip")

    def on_limited(self, _, query, __):
        if query:
            return self.send(429, Retry_After=0 if self.broken else 30)
        return self.send_json({}, X_RateLimit_Limit=10, X_RateLimit_Remaining=9)

    def on_jobs(self, *_):
        made = type(self).made
        if self.command == "POST":
            made["job"] = 0
            return self.send_json({"state": "queued"}, 202, Location="/jobs/1")
        made["job"] += 1
        done = made["job"] > 2
        return self.send_json({"state": ("failed" if self.broken else "done") if done else "running", "result": {"rows": 3} if done else None})

    def on_graphql(self, *_):
        if self.broken:
            return self.send_json({"data": {"book": None}, "errors": [{"message": "no such book"}]})
        return self.send_json({"data": {"book": {"title": "Emma"}}})

    def on_jsonapi(self, *_):
        books = [{"type": "books", "id": str(b["id"]), "relationships": {"author": {"data": {"type": "people", "id": f"p{b['id']}"}}}} for b in BOOKS]
        people = [{"type": "people", "id": f"p{book['id']}"} for book in BOOKS[self.broken:]]
        self.send_json({"data": books, "included": people}, kind="application/vnd.api+json")

    def on_search(self, _, query, __):
        hits = [query["q"].upper()] + (["something else"] if self.broken and "%" in query["q"] else [])
        self.send_json({"query": query["q"], "hits": hits})


def serve(broken):
    api = type("Broken" if broken else "Well", (Api,), {"broken": broken, "made": {}})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), api)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def main():
    books = sorted(name for name in os.listdir(FOLDER) if name.endswith(".yaml"))
    work, bad = tempfile.mkdtemp(), 0
    shutil.copytree(FOLDER, f"{work}/suite")
    well, ill = serve(False), serve(True)
    for book in books:
        for address, wanted in ((well, 0), (ill, 1)):
            env = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
            done = subprocess.run([RUNBOOK, "run", book, "--root", "."], cwd=f"{work}/suite", text=True, capture_output=True,
                                  env=dict(env, API_URL=address))
            if done.returncode != wanted:
                bad += 1
                print(f"not so: {book} over the API that is {'broken' if wanted else 'well'}: status {done.returncode}\n{done.stdout}{done.stderr}")
    shutil.rmtree(work)
    if len(books) < 25:
        print(f"not so: only {len(books)} runbooks")
        bad += 1
    if not bad:
        print(f"converted: {len(books)} runbooks, green where all is well and red where it is not")
    return 1 if bad else 0


sys.exit(main())
