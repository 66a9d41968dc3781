#include "base/heap.h"
#include <stdlib.h>
#include <unistd.h>

// Nothing that allocates may be called here, so the words are written directly.
_Noreturn void heap_out_of_memory(void) {
    static const char words[] = "runbook: the system has no memory left; ended with status 70\n";
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) _exit(70);
    _exit(70);
}

void *heap_alloc(size_t size) {
    void *made = calloc(1, size > 0 ? size : 1);
    if (!made) heap_out_of_memory();
    return made;
}

void *heap_resize(void *from, size_t size) {
    void *made = realloc(from, size > 0 ? size : 1);
    if (!made) heap_out_of_memory();
    return made;
}

void heap_free(void *what) {
    free(what);
}
