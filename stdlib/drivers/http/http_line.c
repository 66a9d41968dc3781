#include "drivers/http/http_line.h"

#include "base/heap.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DESCRIPTORS = 30, NS_PER_MS = 1000000 };

static const char pool_kind[] = "http";

struct HttpLine {
    CURLM *multi;
    CURL *easy;
    CURLU *url;
    struct pollfd fds[DESCRIPTORS]; // what libcurl waits for
    size_t fd_count;
    const Env *env;   // of the current run
    int64_t timer_ns; // when libcurl wants to be called even if no descriptor is ready; NO_DEADLINE
                      // = never
    TlsWatch *tls;
    uint64_t begun; // as the pool counts, for the oldest of its connections
    char error[CURL_ERROR_SIZE];
};

// ── what libcurl waits for ──

static short poll_events(int what) {
    short events = 0;
    if (what & CURL_POLL_IN) events |= POLLIN;
    if (what & CURL_POLL_OUT) events |= POLLOUT;
    return events;
}

static size_t find_fd(const HttpLine *line, curl_socket_t fd) {
    size_t at = 0;
    while (at < line->fd_count && line->fds[at].fd != fd)
        at++;
    return at;
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *self, void *unused) {
    (void)easy, (void)unused;
    HttpLine *line = self;
    size_t at = find_fd(line, fd);
    if (what == CURL_POLL_REMOVE) {
        if (at < line->fd_count) line->fds[at] = line->fds[--line->fd_count];
        return 0;
    }
    if (at == DESCRIPTORS) return -1;
    if (at == line->fd_count) line->fd_count++;
    line->fds[at] = (struct pollfd){.fd = fd, .events = poll_events(what)};
    return 0;
}

static int watch_timer(CURLM *multi, long timeout_ms, void *self) {
    (void)multi;
    HttpLine *line = self;
    line->timer_ns = NO_DEADLINE;
    if (timeout_ms >= 0)
        line->timer_ns = line->env->mono_ns(line->env->self) + timeout_ms * NS_PER_MS;
    return 0;
}

// Programs that another thread starts meanwhile must not inherit the connection.
static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)self, (void)purpose;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// ── its life ──

static HttpLine *line_new(void) {
    HttpLine *line = heap_alloc(sizeof *line);
    line->multi = curl_multi_init();
    line->easy = curl_easy_init();
    line->url = curl_url();
    line->timer_ns = NO_DEADLINE;
    line->tls = tls_watch_new();
    if (!line->multi || !line->easy || !line->url) {
        line_close(line);
        return NULL;
    }
    curl_multi_setopt(line->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(line->multi, CURLMOPT_SOCKETDATA, line);
    curl_multi_setopt(line->multi, CURLMOPT_TIMERFUNCTION, watch_timer);
    curl_multi_setopt(line->multi, CURLMOPT_TIMERDATA, line);
    curl_multi_setopt(line->multi, CURLMOPT_MAXCONNECTS, 2L);
    return line;
}

void line_close(HttpLine *line) {
    if (line->easy) curl_easy_cleanup(line->easy);
    if (line->multi) curl_multi_cleanup(line->multi);
    curl_url_cleanup(line->url);
    tls_watch_free(line->tls);
    heap_free(line);
}

static void close_kept(void *line) {
    line_close(line);
}

static Sv key_of(const ActionCall *call, Sv keep_under, bool once) {
    return once ? sv_format(call->arena, "once %.*s", SV_ARG(keep_under)) : keep_under;
}

// A row of changes ends if something else was changed in between: the server itself, say.
static uint64_t row_since(const ActionCall *call) {
    uint64_t changes = pool_changes(call->pool), row = changes > 0 ? changes - 1 : 0;
    return call->kept_since > row ? call->kept_since : row;
}

HttpLine *line_take(const ActionCall *call, Sv keep_under, bool once) {
    uint64_t begun, since = once ? row_since(call) : call->kept_since;
    HttpLine *line =
        pool_take(call->pool, pool_kind, key_of(call, keep_under, once), since, &begun);
    if (!line) line = line_new();
    if (!line) return NULL;
    line->begun = once ? pool_changes(call->pool) : begun;
    line->env = call->env;
    line->timer_ns = NO_DEADLINE;
    line->error[0] = '\0';
    tls_watch_reset(line->tls);
    curl_easy_setopt(line->easy, CURLOPT_ERRORBUFFER, line->error);
    curl_easy_setopt(line->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    return line;
}

void line_keep(const ActionCall *call, Sv keep_under, bool once, HttpLine *line) {
    // Its callbacks point into this attempt, which ends before the next one begins.
    curl_easy_reset(line->easy);
    pool_put(call->pool, pool_kind, call->connection_name, key_of(call, keep_under, once),
             line->begun, line, close_kept);
}

CURL *line_easy(HttpLine *line) {
    return line->easy;
}

CURLU *line_url(HttpLine *line) {
    return line->url;
}

const char *line_error(const HttpLine *line) {
    return line->error;
}

TlsWatch *line_tls(HttpLine *line) {
    return line->tls;
}

// ── running ──

static int select_mask(short revents) {
    int mask = 0;
    if (revents & POLLIN) mask |= CURL_CSELECT_IN;
    if (revents & POLLOUT) mask |= CURL_CSELECT_OUT;
    if (revents & (POLLERR | POLLHUP | POLLNVAL)) mask |= CURL_CSELECT_ERR | CURL_CSELECT_IN;
    return mask;
}

static int tell_timer(HttpLine *line) {
    int running = 0;
    line->timer_ns = NO_DEADLINE;
    curl_multi_socket_action(line->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    return running;
}

static int tell_sockets(HttpLine *line, const struct pollfd *fds, size_t count) {
    int running = 1;
    for (size_t i = 0; i < count; i++) {
        // Handling the first descriptor may have closed the second.
        if (!fds[i].revents || find_fd(line, fds[i].fd) == line->fd_count) continue;
        curl_multi_socket_action(line->multi, fds[i].fd, select_mask(fds[i].revents), &running);
    }
    return running;
}

static bool ended(HttpLine *line, CURLcode *code) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(line->multi, &left);
    if (!message || message->msg != CURLMSG_DONE) return false;
    *code = message->data.result;
    return true;
}

static WaitStatus run(HttpLine *line, const Waiter *waiter, CURLcode *code) {
    int running = tell_timer(line);
    while (running || !ended(line, code)) {
        bool timer_first = line->timer_ns <= waiter->deadline_ns;
        Waiter next = *waiter;
        if (timer_first) next.deadline_ns = line->timer_ns;
        // A server that keeps sending a little is always ready, so the deadline must be checked
        // too.
        if (wait_left(waiter) == 0) return WAIT_DEADLINE;
        struct pollfd fds[DESCRIPTORS];
        size_t count = line->fd_count;
        for (size_t i = 0; i < count; i++)
            fds[i] = line->fds[i];
        WaitStatus status = wait_for(&next, fds, count);
        if (status == WAIT_READY)
            running = tell_sockets(line, fds, count);
        else if (status == WAIT_DEADLINE && timer_first && line->timer_ns != NO_DEADLINE)
            running = tell_timer(line);
        else
            return status;
    }
    return WAIT_READY;
}

WaitStatus line_run(HttpLine *line, const Waiter *waiter, CURLcode *code) {
    if (curl_multi_add_handle(line->multi, line->easy) != CURLM_OK) return WAIT_FAILED;
    WaitStatus status = run(line, waiter, code);
    curl_multi_remove_handle(line->multi, line->easy);
    return status;
}
