// A loopback web server that misbehaves on request, for tests. What to do stands in the path (see
// httpd_tricks.c).
//
//   httpd plain plain6 tls:CERT:KEY banner silent full …
//
// opens one listener a word, on ports chosen by the kernel, and prints one port a line:
//   plain   HTTP on 127.0.0.1          plain6  the same on ::1
//   tls     HTTPS on 127.0.0.1         mtls:CERT:KEY:CA  asks for a client certificate of CA
//   banner  greets like an SSH server  silent  accepts and says nothing
//   full    its queue is full: connecting hangs
// It ends when its standard input does, or on SIGTERM. Every request is kept: GET /log gives them
// as JSON.
#include "httpd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int connection_count;

// Closing at once would throw away the alert that says why.
static void see_out(Client *client) {
    char unread[4096];
    shutdown(client->fd, SHUT_WR);
    while (recv(client->fd, unread, sizeof unread, 0) > 0) {
    }
}

static void *talk(void *self) {
    Client *client = self;
    Buf kept = buf_new(MOST_BYTES), body = buf_new(MOST_BYTES);
    Request request;
    if (client->listener->kind == BANNER)
        client_send_c(client, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    while (client->listener->kind == SILENT && client_read(client)) {
    }
    bool up = !client->ssl || SSL_accept(client->ssl) == 1;
    if (!up) see_out(client);
    while (up && !client->closing && request_read(client, &kept, &body, &request))
        trick_serve(client, &request);
    if (client->ssl) {
        SSL_shutdown(client->ssl);
        SSL_free(client->ssl);
    }
    close(client->fd);
    buf_free(&client->in);
    buf_free(&kept);
    buf_free(&body);
    free(client);
    return NULL;
}

static void *accept_all(void *self) {
    const Listener *listener = self;
    for (;;) {
        int fd = accept(listener->fd, NULL, NULL);
        if (fd < 0) continue;
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        Client *client = calloc(1, sizeof *client);
        *client = (Client){.listener = listener, .fd = fd, .in = buf_new(MOST_BYTES)};
        client->number = __atomic_add_fetch(&connection_count, 1, __ATOMIC_RELAXED);
        if (listener->context) {
            client->ssl = SSL_new(listener->context);
            SSL_set_fd(client->ssl, fd);
        }
        pthread_t thread;
        pthread_create(&thread, NULL, talk, client);
        pthread_detach(thread);
    }
    return NULL;
}

static _Noreturn void die(const char *what) {
    fprintf(stderr, "httpd: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_port(bool six, int backlog, int *port) {
    struct sockaddr_in6 address6 = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
    struct sockaddr_in address4 = {.sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *address = six ? (struct sockaddr *)&address6 : (struct sockaddr *)&address4;
    socklen_t size = six ? sizeof address6 : sizeof address4;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, address, size) < 0 || listen(fd, backlog) < 0) die("listen");
    if (getsockname(fd, address, &size) < 0) die("getsockname");
    *port = ntohs(six ? address6.sin6_port : address4.sin_port);
    return fd;
}

// Nobody accepts, and the queue of one is taken: the kernel drops whoever else wants to connect.
static void fill(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < 3; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        connect(fd, (struct sockaddr *)&address, sizeof address);
    }
    nap(50);
}

static SSL_CTX *tls_context(const char *cert, const char *key, const char *ca) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, cert) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        die("certificate");
    }
    if (ca) {
        SSL_CTX_load_verify_locations(context, ca, NULL);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    }
    return context;
}

static void start(Listener *listener, char *word) {
    char *parts[4] = {word};
    for (int i = 1; i < 4 && parts[i - 1]; i++) {
        parts[i] = strchr(parts[i - 1], ':');
        if (parts[i]) *parts[i]++ = '\0';
    }
    bool six = strcmp(parts[0], "plain6") == 0;
    int port;
    if (strcmp(parts[0], "banner") == 0) listener->kind = BANNER;
    if (strcmp(parts[0], "silent") == 0) listener->kind = SILENT;
    if (strcmp(parts[0], "full") == 0) listener->kind = FULL;
    if (strstr(parts[0], "tls")) {
        listener->kind = TLS;
        listener->context = tls_context(parts[1], parts[2], parts[3]);
    }
    listener->fd = open_port(six, listener->kind == FULL ? 0 : 128, &port);
    printf("%d\n", port);
    fflush(stdout);
    if (listener->kind == FULL) {
        fill(port);
        return;
    }
    pthread_t thread;
    pthread_create(&thread, NULL, accept_all, listener);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr,
                "usage: httpd plain|plain6|tls:CERT:KEY|mtls:CERT:KEY:CA|banner|silent|full …\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    Listener *listeners = calloc((size_t)argc, sizeof *listeners);
    for (int i = 1; i < argc; i++) {
        listeners[i].number = i;
        start(&listeners[i], argv[i]);
    }
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    _exit(0);
}
