// A PostgreSQL server of a test's own, by tests/tools/pg_cluster; it is stopped when the test ends,
// however it ends.
#ifndef TESTS_UNIT_PG_SERVER_H
#define TESTS_UNIT_PG_SERVER_H

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct PgServer {
    pid_t pid;
    int keep;         // the writing end of its standard input: closed, it stops
    char tcp[256];    // postgres://…
    char socket[256]; // the same server by its socket
} PgServer;

// Starts a tool that prints an address a line, and serves until its standard input ends.
static inline bool pg_serve(char *const *argv, PgServer *server) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    if (posix_spawn(&server->pid, argv[0], &actions, NULL, argv, environ) != 0) abort();
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    server->keep = in[1];
    FILE *lines = fdopen(out[0], "r");
    bool started = fgets(server->tcp, sizeof server->tcp, lines) != NULL;
    if (!started || !fgets(server->socket, sizeof server->socket, lines)) server->socket[0] = '\0';
    fclose(lines);
    server->tcp[strcspn(server->tcp, "\n")] = '\0';
    server->socket[strcspn(server->socket, "\n")] = '\0';
    return started;
}

// False where PostgreSQL is not installed.
static inline bool pg_start(PgServer *server) {
    char program[] = PROJECT_ROOT "/tests/tools/pg_cluster";
    char *argv[] = {program, NULL};
    return pg_serve(argv, server);
}

// A pgbouncer before it, "transaction" or "session"; false where it is not installed.
static inline bool pg_pool(PgServer *server, const char *mode, PgServer *pooler) {
    char program[] = PROJECT_ROOT "/tests/tools/pooler", how[32];
    snprintf(how, sizeof how, "%s", mode);
    char *argv[] = {program, server->tcp, how, NULL};
    return pg_serve(argv, pooler);
}

static inline void pg_stop(PgServer *server) {
    close(server->keep);
    waitpid(server->pid, NULL, 0);
}

#endif
