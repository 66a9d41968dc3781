// Golden files of a unit test: `TEST --update [part of a name]` writes them anew, for a person to
// read the difference; a part of a name alone leaves the others out.
#ifndef TESTS_UNIT_GOLDEN_H
#define TESTS_UNIT_GOLDEN_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool golden_update;
static const char *golden_part = "";
static int golden_found;

static inline void golden_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            golden_update = true;
        else
            golden_part = argv[i];
    }
}

static inline bool golden_asked(const char *name) {
    bool asked = strstr(name, golden_part) != NULL;
    golden_found += asked;
    return asked;
}

// The test's status: a part that no name has is a mistake, and nothing was shown.
static inline int golden_done(int status) {
    if (golden_found > 0) return status;
    fprintf(stderr, "no name has '%s' in it\n", golden_part);
    return 1;
}

#endif
