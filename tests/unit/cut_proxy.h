// A line between a client and a server that is cut, or falls silent, after so many bytes of the
// server's; that drips, or lies.
#ifndef TESTS_UNIT_CUT_PROXY_H
#define TESTS_UNIT_CUT_PROXY_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Hands bytes on between one client and the server, until so many have come from the server.
typedef struct CutProxy {
    int listener;
    int port;
    int server_port;
    size_t budget;
    bool silent; // then nothing more comes; else both sides are closed
    bool resets; // it is cut by a reset
    bool drips;  // what comes from the server is handed on byte by byte
    int drip_us; // with as much time between two
    bool turns;  // COMMIT becomes ABORT on its way
    size_t lie;  // the byte from the server, counted from 1, that is changed; 0 = none
    char mask;   // by these bits
    bool whole;  // the client hung up first: it had all it wanted
    int ends[2]; // a pipe: written to, it ends, whether or not the client hangs up
    pthread_t thread;
} CutProxy;

static inline int cut_open_loopback(int port, bool listening) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)port)};
    int done = listening ? bind(fd, (struct sockaddr *)&at, sizeof at) + listen(fd, 8)
                         : connect(fd, (struct sockaddr *)&at, sizeof at);
    if (done != 0) abort();
    return fd;
}

static inline void cut_hand_on(CutProxy *proxy, int client, int upstream) {
    char bytes[4096];
    size_t left = proxy->budget;
    for (;;) {
        struct pollfd fds[3] = {{.fd = client, .events = POLLIN},
                                {.fd = upstream, .events = left ? POLLIN : 0},
                                {.fd = proxy->ends[0], .events = POLLIN}};
        if (poll(fds, 3, -1) < 0) abort();
        if (fds[2].revents) return;
        if (fds[0].revents) {
            ssize_t got = read(client, bytes, sizeof bytes);
            proxy->whole = proxy->whole || (got <= 0 && left > 0);
            if (got <= 0) return;
            char *commit = proxy->turns ? memmem(bytes, (size_t)got, "COMMIT", 6) : NULL;
            if (commit) memcpy(commit, "ABORT ", 6);
            if (write(upstream, bytes, (size_t)got) != got) return;
        }
        if (left && fds[1].revents) {
            ssize_t got = read(upstream, bytes, left < sizeof bytes ? left : sizeof bytes);
            if (got <= 0) return;
            size_t passed = proxy->budget - left, piece = proxy->drips ? 1 : (size_t)got;
            if (proxy->lie > passed && proxy->lie <= passed + (size_t)got)
                bytes[proxy->lie - passed - 1] ^= proxy->mask;
            left -= (size_t)got;
            for (ssize_t at = 0; at < got; at += (ssize_t)piece) {
                if (write(client, bytes + at, piece) != (ssize_t)piece) return;
                if (proxy->drip_us) usleep((useconds_t)proxy->drip_us);
            }
        }
        if (left == 0 && !proxy->silent) return;
    }
}

static inline void *cut_serve(void *what) {
    CutProxy *proxy = what;
    for (;;) {
        int client = accept(proxy->listener, NULL, NULL);
        if (client < 0) return NULL;
        int upstream = cut_open_loopback(proxy->server_port, false);
        cut_hand_on(proxy, client, upstream);
        const struct linger at_once = {.l_onoff = 1};
        if (proxy->resets) setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(client);
        close(upstream);
    }
}

static inline void cut_start(CutProxy *proxy) {
    struct sockaddr_in at;
    socklen_t size = sizeof at;
    if (pipe(proxy->ends) != 0) abort();
    proxy->listener = cut_open_loopback(0, true);
    getsockname(proxy->listener, (struct sockaddr *)&at, &size);
    proxy->port = ntohs(at.sin_port);
    pthread_create(&proxy->thread, NULL, cut_serve, proxy);
}

static inline void cut_stop(CutProxy *proxy) {
    shutdown(proxy->listener, SHUT_RDWR);
    if (write(proxy->ends[1], "x", 1) != 1) abort();
    pthread_join(proxy->thread, NULL);
    close(proxy->ends[0]);
    close(proxy->ends[1]);
    close(proxy->listener);
}

#endif
