// What the same work costs without an interpreter: one reused libcurl handle, a posix_spawn loop, a
// PQexecParams loop, appending lines to a file and waiting for the disk after each.
//   bare http URL N | bare exec N PROGRAM ARGS… | bare sql CONNINFO N | bare append FILE N BYTES
#include <curl/curl.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static size_t swallow(char *at, size_t size, size_t count, void *self) {
    (void)at;
    *(size_t *)self += size * count;
    return size * count;
}

static int bare_http(const char *url, long count) {
    CURL *curl = curl_easy_init();
    size_t bytes = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &bytes);
    for (long i = 0; i < count; i++) {
        long status = 0;
        if (curl_easy_perform(curl) != CURLE_OK) return 1;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) return 1;
    }
    curl_easy_cleanup(curl);
    return 0;
}

// With its output read through a pipe, as anyone must who wants to know what it said.
static int spawn_one(char *const *argv) {
    int out[2];
    if (pipe(out) != 0) return 1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_adddup2(&actions, out[1], 2);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    pid_t pid;
    int failed = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    char bytes[4096];
    while (read(out[0], bytes, sizeof bytes) > 0) {
    }
    close(out[0]);
    int status = 1;
    if (!failed) waitpid(pid, &status, 0);
    return failed || status != 0;
}

static int bare_exec(long count, char *const *argv) {
    for (long i = 0; i < count; i++) {
        if (spawn_one(argv)) return 1;
    }
    return 0;
}

static int bare_sql(const char *conninfo, long count) {
    PGconn *connection = PQconnectdb(conninfo);
    if (PQstatus(connection) != CONNECTION_OK) return 1;
    for (long i = 0; i < count; i++) {
        PGresult *result =
            PQexecParams(connection, "SELECT 1 AS one", 0, NULL, NULL, NULL, NULL, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) return 1;
        PQclear(result);
    }
    PQfinish(connection);
    return 0;
}

static int bare_append(const char *path, long count, size_t bytes) {
    char line[4096];
    if (bytes < 1 || bytes > sizeof line) return 2;
    memset(line, 'x', bytes);
    line[bytes - 1] = '\n';
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return 1;
    for (long i = 0; i < count; i++)
        if (write(fd, line, bytes) != (ssize_t)bytes || fdatasync(fd) != 0) return 1;
    return close(fd) == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc >= 4 && strcmp(argv[1], "http") == 0)
        return bare_http(argv[2], strtol(argv[3], NULL, 10));
    if (argc >= 4 && strcmp(argv[1], "exec") == 0)
        return bare_exec(strtol(argv[2], NULL, 10), argv + 3);
    if (argc >= 4 && strcmp(argv[1], "sql") == 0)
        return bare_sql(argv[2], strtol(argv[3], NULL, 10));
    if (argc >= 5 && strcmp(argv[1], "append") == 0)
        return bare_append(argv[2], strtol(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    fprintf(stderr, "usage: bare http URL N | bare exec N PROGRAM ARGS… | bare sql CONNINFO N | "
                    "bare append FILE N BYTES\n");
    return 2;
}
