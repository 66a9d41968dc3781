// The only place that calls malloc. Memory that has run out ends the process: status 70, said
// plainly.
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

// Never NULL, zeroed.
void *heap_alloc(size_t size);
// Never NULL; `from` may be NULL.
void *heap_resize(void *from, size_t size);
void heap_free(void *what);
// Where a library had no memory: what it was told would be left out, and nobody would see it.
_Noreturn void heap_out_of_memory(void);

#endif
