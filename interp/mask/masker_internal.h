// What the files of the masker share: the list of the run's secrets behind its lock.
#ifndef MASK_MASKER_INTERNAL_H
#define MASK_MASKER_INTERNAL_H

#include "mask/mask_forms.h"
#include "mask/masker.h"
#include <pthread.h>

struct Masker {
    pthread_rwlock_t lock;
    Arena *arena;
    Sv *names; // of the secrets, by number
    uint32_t count, capacity;
    Forms forms;
};

// The part [from, to) of the text with its hits replaced. Call with the lock held.
Sv masker_replace(const Masker *masker, Arena *arena, Sv text, const Hits *hits, size_t from,
                  size_t to);

#endif
