// Shared by the files of the test server: a connection, a request, and what can be done with them.
#ifndef TESTS_TOOLS_HTTPD_H
#define TESTS_TOOLS_HTTPD_H

#include "base/buf.h"

#include <openssl/ssl.h>

enum { MOST_BYTES = 64 * 1024 * 1024, NUMBERS = 4 };

typedef enum Kind { PLAIN, TLS, BANNER, SILENT, FULL } Kind;

typedef struct Listener {
    Kind kind;
    int fd;
    int number;
    SSL_CTX *context;
} Listener;

typedef struct Client {
    const Listener *listener;
    int fd;
    SSL *ssl;
    int number;   // of the connection, from 1
    int requests; // on this connection
    Buf in;       // what was read and not used yet
    bool closing;
} Client;

typedef struct Request {
    Sv method, target, path, query;
    Sv head; // header lines
    Sv body;
    long long numbers[NUMBERS]; // of the path: /cut/10/100
} Request;

// ── httpd_client.c ──
void nap(long long ms);
bool client_send(Client *client, Sv bytes);
bool client_send_c(Client *client, const char *text);
// More bytes into client->in; false at the end of the connection.
bool client_read(Client *client);
// A connection that is gone for the other side without a goodbye.
void client_reset(Client *client);
// The next request; false at the end of the connection. It lives in `kept` and `body` until the
// next one.
bool request_read(Client *client, Buf *kept, Buf *body, Request *out);
// The value of ?name=…, percent-decoded.
Sv request_parameter(const Request *request, const char *name, Buf *out);
void request_add_json(Buf *buf, const Client *client, const Request *request);

// ── httpd_digest.c ──
// Whether the request holds the digest that ?algorithm=…&qop=… asks for; otherwise what asks for
// it.
bool digest_is_given(const Request *request, Buf *challenge);

// ── httpd_tricks.c ──
// Does what the path says, and keeps the request for /log.
void trick_serve(Client *client, const Request *request);

#endif
