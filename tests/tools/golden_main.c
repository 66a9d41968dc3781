// runbook with a world of its own: a clock that steps, numbers instead of chance, and a small
// environment. The same runbook gives the same journal, byte for byte, so golden transcripts need
// no scrubbing.
#include "cli/cli.h"
#include "stdlib/registry.h"

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// Variables that begin with GOLDEN_ come from outside, without that beginning. SEED makes a run
// another one: it begins so many minutes later.
static const char prefix[] = "GOLDEN_";
static char *variables[64];

static int64_t seed(void) {
    const char *given = NULL;
    for (size_t i = 0; variables[i]; i++) {
        if (strncmp(variables[i], "SEED=", 5) == 0) given = variables[i] + 5;
    }
    return given ? *given - '0' : 0;
}

static Stamp stamp(void *self) {
    int64_t *steps = self;
    int64_t at = (*steps)++ * 7 * 1000000 + seed() * 60 * 1000000000;
    return (Stamp){(int64_t)1772330584 * 1000000000 + at, (int64_t)1000 * 1000000000 + at};
}

// Deadlines are the kernel's: what an action measures of itself is nothing.
static int64_t mono_ns(void *self) {
    (void)self;
    return (int64_t)1000 * 1000000000;
}

static bool numbers(void *self, void *out, size_t size) {
    (void)self;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)out)[i] = (unsigned char)(i * 17 + (size_t)seed());
    return true;
}

static const char *get(void *self, const char *name) {
    (void)self;
    size_t length = strlen(name);
    for (size_t i = 0; variables[i]; i++) {
        if (strncmp(variables[i], name, length) == 0 && variables[i][length] == '=')
            return variables[i] + length + 1;
    }
    return NULL;
}

static char *const *all(void *self) {
    (void)self;
    return variables;
}

static void fill_environment(void) {
    extern char **environ;
    static char fixed[][32] = {"USER=ann", "HOSTNAME=ops1", "LANG=C.UTF-8", "HOME=/nonexistent",
                               "PATH=/usr/bin:/bin"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        variables[count++] = fixed[i];
    for (char **each = environ; *each && count < 60; each++) {
        if (strncmp(*each, prefix, sizeof prefix - 1) == 0)
            variables[count++] = *each + sizeof prefix - 1;
    }
}

static int catch_signals(void) {
    return -1;
}

static const char *signal_name(void) {
    return "";
}

int main(int argc, char **argv) {
    int status;
    if (stdlib_helped(argc, argv, &status)) return status;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    fill_environment();
    static int64_t steps;
    Env env = {&steps, stamp, mono_ns, numbers, get, all, get(NULL, "WORLD"), NULL};
    CliWorld world = {.env = &env,
                      .registry = stdlib_registry(),
                      .catch_signals = catch_signals,
                      .signal_name = signal_name};
    return cli_main(&world, argc, argv);
}
