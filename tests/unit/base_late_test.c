// Libraries that are loaded late: by several threads at once, into tables that are read-only
// afterwards; and what is called too early.
#include "check.h"
#include "late/late.h"
#include "late/openssl.h"
#include "late/sqlite.h"
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8 };

// What it says goes into `out`; its wait status is returned.
static int in_child(void (*work)(void), char *out, size_t size) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) abort();
    pid_t child = fork();
    if (child == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        dup2(ends[1], STDERR_FILENO);
        work();
        _exit(0);
    }
    close(ends[1]);
    size_t len = 0;
    for (ssize_t got = 1; got > 0 && len + 1 < size; len += got > 0 ? (size_t)got : 0)
        got = read(ends[0], out + len, size - 1 - len);
    out[len] = '\0';
    close(ends[0]);
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

static void call_too_early(void) {
    signal(SIGABRT, SIG_DFL);
    sqlite3_errstr(0);
}

static void too_early(void) {
    char said[1024];
    int status = in_child(call_too_early, said, sizeof said);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    // An emulator says a word of its own behind it.
    Sv rest = sv_from_c(said), line = {0};
    CHECK(sv_next_line(&rest, &line) && (TEST_EMULATED || rest.len == 0));
    CHECK_C(line, "runbook: a library was used before it was loaded");
}

static void *load_and_use(void *out) {
    LateFailure missing;
    bool *held = out;
    *held = late_load(LATE_SQLITE, &missing) && late_load(LATE_CRYPTO, &missing) &&
            strcmp(sqlite3_errstr(SQLITE_BUSY), "database is locked") == 0 && EVP_sha256() != NULL;
    return NULL;
}

static void threads(void) {
    pthread_t all[THREADS];
    bool held[THREADS] = {false};
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&all[i], NULL, load_and_use, &held[i]) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(all[i], NULL);
        CHECK(held[i]);
    }
}

static void each_one(void) {
    LateFailure missing = {.reason = ""};
    for (int i = 0; i < LATE_COUNT; i++) {
        CHECK(late_load((LateLibrary)i, &missing));
        CHECK_C(sv_from_c(missing.reason), "");
    }
}

// ── read-only ──

static int has_sealed(struct dl_phdr_info *program, size_t size, void *out) {
    (void)size;
    for (size_t i = 0; i < program->dlpi_phnum; i++)
        if (program->dlpi_phdr[i].p_type == PT_GNU_RELRO) *(bool *)out = true;
    return 1;
}

static bool writable(const void *at) {
    char line[512];
    bool found = false, may = false;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) {
        char *rest;
        uintptr_t from = strtoul(line, &rest, 16), to = strtoul(rest + 1, &rest, 16);
        if ((uintptr_t)at < from || (uintptr_t)at >= to) continue;
        found = true;
        may = rest[2] == 'w';
    }
    if (maps) fclose(maps);
    CHECK(found);
    return may;
}

static void sealed(void) {
    bool relro = false;
    dl_iterate_phdr(has_sealed, &relro);
    static int ordinary;
    CHECK(writable(&ordinary));
    if (relro) CHECK(!writable(&late_sqlite) && !writable(&late_crypto));
}

int main(void) {
    too_early();
    threads();
    each_one();
    sealed();
    return check_done();
}
