// What the files of the masker share: the list of the run's secrets behind its lock.
#ifndef MASK_MASKER_INTERNAL_H
#define MASK_MASKER_INTERNAL_H

#include "base/map.h"
#include "mask/mask_forms.h"
#include "mask/masker.h"
#include <pthread.h>

struct Masker {
    pthread_rwlock_t lock;
    Arena *arena;
    Sv *names; // of the secrets, by number
    uint32_t count, capacity;
    Forms forms;
    SvMap wholes; // secrets as they were made known → their number + 1
};

// Keeps the secret as it is, where it is a text. Call with the lock held.
void masker_keep_whole(Masker *masker, uint32_t number, Value secret);
// The part [from, to) of the text with its hits replaced. Call with the lock held.
Sv masker_replace(const Masker *masker, Arena *arena, Sv text, const Hits *hits, size_t from,
                  size_t to);

#endif
