#include "base/arena.h"
#include "base/heap.h"
#include "base/must_use.h"
#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = alignof(max_align_t), FIRST_BLOCK = 4096, LARGEST_BLOCK = 8 * 1024 * 1024 };

typedef struct ArenaBlock {
    struct ArenaBlock *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
} ArenaBlock;

typedef struct Drop {
    struct Drop *next;
    void (*drop)(void *what);
    void *what;
} Drop;

struct Arena {
    size_t ceiling;
    size_t used;
    bool exhausted;
    ArenaBlock *blocks; // the one that is filled comes first
    Drop *drops;        // newest first
};

Arena *arena_new(size_t ceiling) {
    Arena *arena = heap_alloc(sizeof *arena);
    arena->ceiling = ceiling;
    return arena;
}

static void run_drops(Arena *arena) {
    for (Drop *drop = arena->drops; drop; drop = drop->next)
        drop->drop(drop->what);
    arena->drops = NULL;
}

static void free_blocks(ArenaBlock *block) {
    while (block) {
        ArenaBlock *next = block->next;
        heap_free(block);
        block = next;
    }
}

void arena_free(Arena *arena) {
    if (!arena) return;
    run_drops(arena);
    free_blocks(arena->blocks);
    heap_free(arena);
}

static ArenaBlock *block_new(size_t size) {
    // An impossible size must not wrap around to a possible one.
    if (size > SIZE_MAX / 2) return heap_resize(NULL, SIZE_MAX / 2);
    ArenaBlock *block = heap_resize(NULL, sizeof(ArenaBlock) + size);
    *block = (ArenaBlock){.size = size};
    return block;
}

static size_t round_up(size_t size) {
    return size > SIZE_MAX - ALIGNMENT ? SIZE_MAX : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

#ifdef ARENA_MALLOC
static void *take(Arena *arena, size_t size) {
    ArenaBlock *block = block_new(size);
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}
#else
static size_t next_block_size(const ArenaBlock *head) {
    if (!head) return FIRST_BLOCK;
    return head->size >= LARGEST_BLOCK / 2 ? LARGEST_BLOCK : head->size * 2;
}

// Page by page the first touch of much memory costs as much as what is put there.
static void use_huge_pages(ArenaBlock *block) {
    const uintptr_t page = 2 * 1024 * 1024;
    uintptr_t from = ((uintptr_t)block->bytes + page - 1) / page * page,
              to = ((uintptr_t)block->bytes + block->size) / page * page;
    // Where the system has none it stays as it is.
    if (to > from) ignore_result(madvise((void *)from, to - from, MADV_HUGEPAGE) == 0);
}

static void *take(Arena *arena, size_t size) {
    ArenaBlock *head = arena->blocks;
    size = round_up(size);
    if (head && head->size - head->used >= size) {
        void *taken = head->bytes + head->used;
        head->used += size;
        return taken;
    }
    size_t usual = next_block_size(head);
    bool large = size > usual / 4 && head != NULL;
    ArenaBlock *block = block_new(large || size > usual ? size : usual);
    block->used = size;
    if (block->size >= LARGEST_BLOCK) use_huge_pages(block);
    if (large) { // goes behind the head, whose rest is still of use
        block->next = head->next;
        head->next = block;
    } else {
        block->next = head;
        arena->blocks = block;
    }
    return block->bytes;
}
#endif

void *arena_alloc_raw(Arena *arena, size_t size) {
    size_t counted = round_up(size > 0 ? size : 1);
    if (counted > arena->ceiling || arena->used > arena->ceiling - counted) arena->exhausted = true;
    arena->used = arena->used > SIZE_MAX - counted ? SIZE_MAX : arena->used + counted;
    return take(arena, size);
}

void *arena_alloc(Arena *arena, size_t size) {
    return memset(arena_alloc_raw(arena, size), 0, size);
}

void *arena_copy(Arena *arena, const void *from, size_t size) {
    void *to = arena_alloc_raw(arena, size);
    if (size > 0) memcpy(to, from, size);
    return to;
}

void *arena_alloc_array(Arena *arena, size_t size, size_t count) {
    size_t total;
    if (__builtin_mul_overflow(size, count, &total)) total = SIZE_MAX / 2;
    return arena_alloc(arena, total);
}

void *arena_grow_array(Arena *arena, void *items, size_t size, unsigned count, unsigned *capacity) {
    if (count < *capacity) return items;
    unsigned wanted = *capacity < 4 ? 8 : *capacity > UINT32_MAX / 2 ? UINT32_MAX : *capacity * 2;
    size_t total;
    if (__builtin_mul_overflow(size, (size_t)wanted, &total)) total = SIZE_MAX / 2;
    void *grown = arena_alloc_raw(arena, total);
    if (count > 0) memcpy(grown, items, size * count);
    *capacity = wanted;
    return grown;
}

// The largest block is kept, so an arena that is reset again and again ends up with one block.
void arena_reset(Arena *arena) {
    run_drops(arena);
    ArenaBlock *kept = NULL;
    for (ArenaBlock *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        bool better = block->size <= LARGEST_BLOCK && (!kept || block->size > kept->size);
        ArenaBlock *other = better ? kept : block;
        if (better) kept = block;
        heap_free(other);
    }
#ifdef ARENA_MALLOC
    heap_free(kept);
    kept = NULL;
#endif
    if (kept) *kept = (ArenaBlock){.size = kept->size};
    arena->blocks = kept;
    arena->used = 0;
    arena->exhausted = false;
}

bool arena_exhausted(const Arena *arena) {
    return arena->exhausted;
}

size_t arena_used(const Arena *arena) {
    return arena->used;
}

size_t arena_ceiling(const Arena *arena) {
    return arena->ceiling;
}

void arena_on_free(Arena *arena, void (*drop)(void *what), void *what) {
    Drop *made = arena_new_of(arena, Drop);
    *made = (Drop){arena->drops, drop, what};
    arena->drops = made;
}
