#!/usr/bin/env python3
"""A server with answers of each kind that a page shows: JSON that nests, a list of rows, a page of HTML, one that is up at the third try.
Prints its port, and serves until it is ended."""
import http.server, json, sys
tries = 0
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global tries
        status, kind, body = 200, 'application/json', None
        if self.path.startswith('/alerts'):
            body = json.dumps({'alerts': [{'id': 'alr_1', 'severity': 'CRITICAL', 'title': 'Payments <are> failing'}, {'id': 'alr_2', 'severity': 'INFO', 'title': 'Disk & co'}],
                               'meta': {'tenants': ['acme', 'globex', 'initech'], 'nested': {'a': {'b': {'c': [1, 2, {'d': None}]}}}, 'long': 'x' * 200}})
        elif self.path == '/flaky':
            tries += 1
            status, body = (200, '{"state": "done"}') if tries > 2 else (503, '{"state": "starting"}')
        elif self.path == '/page':
            status, kind, body = 404, 'text/html', '<!doctype html><script>alert(1)</script><img src=x onerror=alert(2)>\n<p>nothing here'
        elif self.path == '/login':
            body = json.dumps({'token': 'tok_0123456789abcdef', 'user': 'ada'})
        else:
            body = json.dumps({'status': 'ok', 'db': {'ok': True}})
        body = body.encode()
        self.send_response(status); self.send_header('Content-Type', kind); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
    do_POST = do_DELETE = do_PUT = do_GET
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
