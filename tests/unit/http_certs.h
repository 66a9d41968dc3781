// Certificates of a test's own, in `folder`, by tests/tools/certs.
#ifndef TESTS_UNIT_HTTP_CERTS_H
#define TESTS_UNIT_HTTP_CERTS_H

#include "http_harness.h"

static char folder[] = "/tmp/runbook-certs-XXXXXX";

static inline bool make_certificates(void) {
    static char script[] = PROJECT_ROOT "/tests/tools/certs";
    char *argv[] = {script, folder, NULL};
    pid_t pid;
    int status;
    if (!mkdtemp(folder) || posix_spawn(&pid, script, NULL, NULL, argv, environ)) return false;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static inline void remove_certificates(void) {
    char *argv[] = {(char[]){"rm"}, (char[]){"-rf"}, folder, NULL};
    pid_t pid;
    if (posix_spawnp(&pid, "rm", NULL, NULL, argv, environ) == 0) waitpid(pid, NULL, 0);
}

#endif
