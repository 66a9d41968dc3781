#include "base/map.h"
#include <string.h>
#include <sys/auxv.h>

// The kernel gives each process sixteen random bytes at its start: a key without a mutable global.
typedef struct Key {
    uint64_t low, high;
} Key;

static Key process_key(void) {
    Key key = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
    const void *random = (const void *)getauxval(AT_RANDOM);
    if (random) memcpy(&key, random, sizeof key);
    return key;
}

typedef struct Sip {
    uint64_t a, b, c, d;
} Sip;

static uint64_t rotate(uint64_t x, unsigned by) {
    return x << by | x >> (64 - by);
}

static void sip_round(Sip *s) {
    s->a += s->b;
    s->b = rotate(s->b, 13) ^ s->a;
    s->a = rotate(s->a, 32);
    s->c += s->d;
    s->d = rotate(s->d, 16) ^ s->c;
    s->a += s->d;
    s->d = rotate(s->d, 21) ^ s->a;
    s->c += s->b;
    s->b = rotate(s->b, 17) ^ s->c;
    s->c = rotate(s->c, 32);
}

static Sip sip_start(Key key) {
    return (Sip){key.low ^ UINT64_C(0x736f6d6570736575), key.high ^ UINT64_C(0x646f72616e646f6d),
                 key.low ^ UINT64_C(0x6c7967656e657261), key.high ^ UINT64_C(0x7465646279746573)};
}

static void sip_word(Sip *sip, uint64_t word) {
    sip->d ^= word;
    sip_round(sip);
    sip->a ^= word;
}

static uint64_t sip_end(Sip *sip) {
    sip->c ^= 0xff;
    sip_round(sip);
    sip_round(sip);
    sip_round(sip);
    return sip->a ^ sip->b ^ sip->c ^ sip->d;
}

uint64_t hash_bytes(Sv bytes) {
    Sip sip = sip_start(process_key());
    size_t i = 0;
    uint64_t word;
    for (; bytes.len - i >= 8; i += 8) {
        memcpy(&word, bytes.at + i, 8);
        sip_word(&sip, word);
    }
    word = (uint64_t)bytes.len << 56;
    for (size_t shift = 0; i < bytes.len; i++, shift += 8)
        word |= (uint64_t)(unsigned char)bytes.at[i] << shift;
    sip_word(&sip, word);
    return sip_end(&sip);
}

uint64_t hash_u64(uint64_t number) {
    Sip sip = sip_start(process_key());
    sip_word(&sip, number);
    return sip_end(&sip);
}

SvMap svmap_new(Arena *arena) {
    return (SvMap){.arena = arena};
}

enum { FEW = 8 }; // a linear search is faster than hashing up to this number

static const SvMapEntry *find(const SvMap *map, Sv key) {
    if (!map->slots) {
        for (uint32_t i = 0; i < map->count; i++)
            if (sv_eq(map->entries[i].key, key)) return &map->entries[i];
        return NULL;
    }
    uint32_t mask = map->slot_count - 1;
    for (uint32_t at = (uint32_t)hash_bytes(key) & mask; map->slots[at]; at = (at + 1) & mask) {
        const SvMapEntry *entry = &map->entries[map->slots[at] - 1];
        if (sv_eq(entry->key, key)) return entry;
    }
    return NULL;
}

static void index_entry(SvMap *map, uint32_t entry) {
    uint32_t mask = map->slot_count - 1;
    uint32_t at = (uint32_t)hash_bytes(map->entries[entry].key) & mask;
    while (map->slots[at])
        at = (at + 1) & mask;
    map->slots[at] = entry + 1;
}

static void append(SvMap *map, Sv key, void *value) {
    arena_grow(map->arena, map->entries, map->count, map->capacity);
    map->entries[map->count++] = (SvMapEntry){key, value};
    if (map->count <= FEW) return;
    if (map->slots && map->count <= map->slot_count / 2) {
        index_entry(map, map->count - 1);
        return;
    }
    map->slot_count = map->slots ? map->slot_count * 2 : FEW * 4;
    map->slots = arena_new_array(map->arena, uint32_t, map->slot_count);
    for (uint32_t i = 0; i < map->count; i++)
        index_entry(map, i);
}

void *svmap_get(const SvMap *map, Sv key) {
    const SvMapEntry *entry = find(map, key);
    return entry ? entry->value : NULL;
}

bool svmap_has(const SvMap *map, Sv key) {
    return find(map, key) != NULL;
}

bool svmap_add(SvMap *map, Sv key, void *value) {
    if (find(map, key)) return false;
    append(map, key, value);
    return true;
}

void svmap_set(SvMap *map, Sv key, void *value) {
    const SvMapEntry *entry = find(map, key);
    if (entry)
        map->entries[entry - map->entries].value = value;
    else
        append(map, key, value);
}
