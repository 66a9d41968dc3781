// How something that computes for long learns that its result is no longer wanted. Knows no run:
// whoever asks for the computation says who is asked.
#ifndef BASE_HALT_H
#define BASE_HALT_H

#include <stdbool.h>
#include <stddef.h>

// Asked every few milliseconds, from the thread that computes. `asked` NULL = it goes to its end.
typedef struct Halt {
    bool (*asked)(void *self);
    void *self;
} Halt;

static inline bool halt_asked(const Halt *halt) {
    return halt != NULL && halt->asked != NULL && halt->asked(halt->self);
}

#endif
