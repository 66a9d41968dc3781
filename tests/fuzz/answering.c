#include "answering.h"
#include "fuzz.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum Phase { WAITING, GREETING, ANSWERING, LISTENING } Phase;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static Phase phase = WAITING; // with `lock`, as the two texts
static bool expected;         // somebody may connect
static Sv greeting_text, answer_text;
static int listener = -1, port;

// All of it may not be wanted: the other side may have heard enough.
static void say(int fd, Sv text) {
    while (text.len > 0) {
        ssize_t some = send(fd, text.at, text.len, MSG_NOSIGNAL);
        if (some <= 0) return;
        text = sv_slice(text, (size_t)some, text.len);
    }
}

static bool hears(int fd) {
    char heard[4096];
    return recv(fd, heard, sizeof heard, 0) > 0;
}

static void enter(Phase next) {
    pthread_mutex_lock(&lock);
    phase = next;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void turn_away(int fd) {
    struct pollfd said = {.fd = fd, .events = POLLIN};
    enum { PATIENCE_MS = 100 };
    if (poll(&said, 1, PATIENCE_MS) > 0) hears(fd);
    close(fd);
}

// Says what its turn is. False where the other side is gone.
static bool talk(int fd) {
    if (!hears(fd)) return false;
    if (phase == GREETING) {
        say(fd, greeting_text);
        phase = ANSWERING;
    } else if (phase == ANSWERING) {
        say(fd, answer_text);
        shutdown(fd, SHUT_WR);
        phase = LISTENING;
    }
    return true;
}

static void *serve(void *nothing) {
    (void)nothing;
    for (int talking = -1;;) {
        struct pollfd fds[] = {{.fd = listener, .events = POLLIN},
                               {.fd = talking, .events = POLLIN}};
        poll(fds, 2, -1);
        if (fds[1].revents && !talk(talking)) {
            close(talking);
            talking = -1;
            enter(WAITING);
        }
        if (!fds[0].revents) continue;
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        pthread_mutex_lock(&lock);
        bool first = expected;
        expected = false;
        if (first) phase = greeting_text.len ? GREETING : ANSWERING;
        pthread_mutex_unlock(&lock);
        if (first)
            talking = fd;
        else
            turn_away(fd);
    }
    return NULL;
}

int answering_port(void) {
    if (listener >= 0) return port;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FUZZ_CLAIM(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 16) == 0);
    FUZZ_CLAIM(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    port = ntohs(address.sin_port);
    pthread_t thread;
    FUZZ_CLAIM(pthread_create(&thread, NULL, serve, NULL) == 0);
    return port;
}

void answering_next(Sv greeting, Sv answer) {
    answering_port();
    pthread_mutex_lock(&lock);
    greeting_text = greeting;
    answer_text = answer;
    expected = true;
    pthread_mutex_unlock(&lock);
}

void answering_rest(void) {
    pthread_mutex_lock(&lock);
    expected = false;
    while (phase != WAITING)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}
