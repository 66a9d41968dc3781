// A server that answers each request with given bytes, whatever they are, and then goes, stays or
// tears the connection.
#ifndef TESTS_UNIT_RAW_SERVER_H
#define TESTS_UNIT_RAW_SERVER_H

#include "base/sv.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum RawEnd {
    RAW_CLOSES,
    RAW_STAYS,  // the next request on the connection is answered with `second`
    RAW_RESETS, // without a goodbye
    RAW_SILENT  // it sends nothing more, and reads on
} RawEnd;

typedef struct RawServer {
    int listener, port;
    pthread_t thread;
    Sv answer, second;
    RawEnd end;
    int drip_us; // between two bytes; 0 = all at once
    int requests, connections;
} RawServer;

// The head and the body that Content-Length announces; false at the connection's end.
static inline bool raw_read_request(int fd) {
    char bytes[65536];
    size_t count = 0, wanted = 0;
    while (!wanted || count < wanted) {
        ssize_t got = recv(fd, bytes + count, sizeof bytes - 1 - count, 0);
        if (got <= 0) return false;
        count += (size_t)got;
        bytes[count] = '\0';
        const char *end = strstr(bytes, "\r\n\r\n");
        if (!end) continue;
        const char *length = strcasestr(bytes, "\r\ncontent-length:");
        wanted = (size_t)(end + 4 - bytes);
        if (length && length < end) wanted += strtoul(length + 17, NULL, 10);
    }
    return true;
}

static inline bool raw_send(const RawServer *server, int fd, Sv bytes) {
    size_t step = server->drip_us ? 1 : bytes.len;
    for (size_t at = 0; at < bytes.len;) {
        ssize_t sent =
            send(fd, bytes.at + at, step < bytes.len - at ? step : bytes.len - at, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        at += (size_t)sent;
        if (server->drip_us) usleep((useconds_t)server->drip_us);
    }
    return true;
}

static inline void raw_serve(RawServer *server, int fd) {
    server->connections++;
    for (bool first = true; raw_read_request(fd); first = false) {
        server->requests++;
        if (!raw_send(server, fd, first ? server->answer : server->second)) return;
        if (server->end == RAW_CLOSES) {
            char unread[1024];
            shutdown(fd, SHUT_WR);
            while (recv(fd, unread, sizeof unread, 0) > 0) {
            }
            return;
        }
        if (server->end == RAW_RESETS) {
            struct linger at_once = {.l_onoff = 1};
            usleep(2000); // what was sent is to arrive
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            return;
        }
    }
}

// Each connection on a thread of its own: one that is given up must not hold up the next.
typedef struct RawClient {
    RawServer *server;
    int fd;
} RawClient;

static inline void *raw_talk(void *what) {
    RawClient *client = what;
    raw_serve(client->server, client->fd);
    close(client->fd);
    free(client);
    return NULL;
}

static inline void *raw_accept(void *what) {
    RawServer *server = what;
    for (int fd; (fd = accept(server->listener, NULL, NULL)) >= 0;) {
        int on = 1;
        pthread_t thread;
        RawClient *client = malloc(sizeof *client);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        *client = (RawClient){server, fd};
        pthread_create(&thread, NULL, raw_talk, client);
        pthread_detach(thread);
    }
    return NULL;
}

static inline void raw_start(RawServer *server) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(server->listener, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(server->listener, 16) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&at, &size) != 0)
        abort();
    server->port = ntohs(at.sin_port);
    pthread_create(&server->thread, NULL, raw_accept, server);
}

static inline void raw_stop(RawServer *server) {
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
}

#endif
