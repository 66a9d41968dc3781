// Arenas: memory that is freed all at once. Every arena has a ceiling.
// An allocation never returns NULL: beyond the ceiling the arena is `exhausted`, which readers and
// evaluators ask at every loop and turn into a diagnostic; where the system itself has no memory
// left, the process says so and ends with status 70, which is never a GO.
// With the build option RUNBOOK_ARENA_MALLOC each allocation is a malloc of its own, so that
// AddressSanitizer sees overruns.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/must_use.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

// Never NULL. `ceiling` in bytes.
Arena *arena_new(size_t ceiling);
// Frees the arena and all that was allocated in it; NULL is allowed.
void arena_free(Arena *arena);
// Zeroed memory, aligned for any type.
void *arena_alloc(Arena *arena, size_t size);
// As arena_alloc, without zeroing.
void *arena_alloc_raw(Arena *arena, size_t size);
// A copy of `size` bytes.
void *arena_copy(Arena *arena, const void *from, size_t size);
// Frees all that was allocated since it was made or last reset, keeping one block; clears
// `exhausted`.
void arena_reset(Arena *arena);
// True once more was asked for than the ceiling allows; stays true until reset.
bool arena_exhausted(const Arena *arena);
// Bytes handed out since the last reset.
size_t arena_used(const Arena *arena);
size_t arena_ceiling(const Arena *arena);
// Registers `drop(what)` to be called, newest first, when the arena is freed or reset.
void arena_on_free(Arena *arena, void (*drop)(void *what), void *what);

#define arena_new_of(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define arena_new_array(arena, Type, count)                                                        \
    ((Type *)arena_alloc_array((arena), sizeof(Type), (count)))
// size × count with the overflow checked.
void *arena_alloc_array(Arena *arena, size_t size, size_t count);

// Grows a plain array held in an arena: `items` (a pointer variable), `count` and `capacity`
// (uint32_t variables). Afterwards items[count] is writable; the caller increments count.
#define arena_grow(arena, items, count, capacity)                                                  \
    ((items) = arena_grow_array((arena), (items), sizeof *(items), (count), &(capacity)))
void *arena_grow_array(Arena *arena, void *items, size_t size, unsigned count, unsigned *capacity);

#endif
