// A statement that cannot be in a transaction (VACUUM, CALL, CREATE INDEX CONCURRENTLY …) cannot be
// given a setting of its own either, so a server goes on with it when its client is gone. What it
// was asked for by a process that was killed is to end all the same, and only what the connection
// has, its cancel key, can ask for that. So while such a statement runs a second process waits: it
// shares the connection, and nothing else.
#include "drivers/postgres/postgres.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MS = 5000, MOST_KEPT = POOL_HANDED + 2 };

// Descriptors in their order, so that all between them can be closed.
static void insert(int *kept, size_t *count, int fd) {
    size_t at = (*count)++;
    for (; at > 0 && kept[at - 1] > fd; at--)
        kept[at] = kept[at - 1];
    kept[at] = fd;
}

static void close_others(const int *kept, size_t count) {
    unsigned from = 0;
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)kept[i] > from) close_range(from, (unsigned)kept[i] - 1, 0);
        from = (unsigned)kept[i] + 1;
    }
    close_range(from, ~0U, 0);
}

// The other process. Of the first it has a copy of the memory as it was at that moment, with
// whatever locks other threads had: it calls nothing that allocates or locks.
static void wait_for_the_end(int line, int server, PGcancel *cancel) {
    char byte, ignored[256];
    ssize_t got;
    do
        got = read(line, &byte, 1);
    while (got < 0 && errno == EINTR);
    if (got > 0) return;
    PQcancel(cancel, ignored, sizeof ignored);
    // Until the server has answered the run's locks are held (pool_hand_on); then the connection
    // ends.
    struct pollfd fd = {.fd = server, .events = POLLIN};
    while (poll(&fd, 1, ANSWER_MS) < 0 && errno == EINTR)
        continue;
}

static void be_the_other(const int *kept, size_t count, int line, int server, PGcancel *cancel) {
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    close_others(kept, count);
    setsid(); // Ctrl-C is for the run
    prctl(PR_SET_DUMPABLE, 0);
    wait_for_the_end(line, server, cancel);
    _exit(0);
}

PostgresGuard postgres_guard_begin(PostgresSession *session) {
    PostgresGuard guard = {0};
    int ends[2], handed[POOL_HANDED], kept[MOST_KEPT], server = PQsocket(session->conn);
    PGcancel *cancel = PQgetCancel(session->conn);
    if (!cancel || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        PQfreeCancel(cancel);
        return guard;
    }
    size_t count = 0, handed_count = pool_handed(session->call->pool, handed);
    for (size_t i = 0; i < handed_count; i++)
        insert(kept, &count, handed[i]);
    insert(kept, &count, ends[1]);
    insert(kept, &count, server);
    pid_t pid = fork();
    if (pid == 0) be_the_other(kept, count, ends[1], server, cancel);
    PQfreeCancel(cancel);
    close(ends[1]);
    if (pid < 0) {
        // The statement is made all the same; if this process is killed it may go on.
        close(ends[0]);
        return guard;
    }
    return (PostgresGuard){.pid = pid, .line = ends[0]};
}

void postgres_guard_end(PostgresGuard *guard) {
    if (guard->pid == 0) return;
    ignore_result(send(guard->line, "", 1, MSG_NOSIGNAL) == 1);
    close(guard->line);
    while (waitpid(guard->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    guard->pid = 0;
}
