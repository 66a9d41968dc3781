// Ordered maps from text to a pointer, with seeded hashes. Keys are not copied.
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct SvMapEntry {
    Sv key;
    void *value;
} SvMapEntry;

typedef struct SvMap {
    Arena *arena;
    SvMapEntry *entries; // in order of insertion
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; // open addressing: entry index + 1, 0 = free
    uint32_t slot_count;
} SvMap;

SvMap svmap_new(Arena *arena);
// NULL if the key is not there.
void *svmap_get(const SvMap *map, Sv key);
bool svmap_has(const SvMap *map, Sv key);
// False, and nothing changed, if the key is there already.
bool svmap_add(SvMap *map, Sv key, void *value);
void svmap_set(SvMap *map, Sv key, void *value);
// SipHash-1-3 with the process's random key.
uint64_t hash_bytes(Sv bytes);
uint64_t hash_u64(uint64_t number);

#endif
