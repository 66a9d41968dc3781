// Whether there is time for all of it: tools/torture sets RUNBOOK_TORTURE, and a test then takes
// every step where it otherwise takes one of several.
#ifndef TESTS_UNIT_SOAK_H
#define TESTS_UNIT_SOAK_H

#include <stdbool.h>
#include <stdlib.h>

static inline bool soaking(void) {
    return getenv("RUNBOOK_TORTURE") != NULL;
}

#endif
