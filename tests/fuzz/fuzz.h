// What the fuzz targets share. A target is LLVMFuzzerTestOneInput over arbitrary bytes; what must
// always hold is a FUZZ_CLAIM. replay.c runs the same targets over their corpora under any
// compiler.
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/sv.h"
#include <stdio.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define FUZZ_CLAIM(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

// Memory of one input.
#define FUZZ_ARENA ((size_t)256 << 20)

static inline Sv fuzz_text(const unsigned char *data, size_t size) {
    return size > 0 ? (Sv){(const char *)data, size} : (Sv){0};
}

#endif
