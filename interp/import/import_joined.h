// A text in an arena that grows at its end, at the cost of what is added: what is made anew for
// each part costs the square of its length, and a hostile page has many parts.
#ifndef IMPORT_IMPORT_JOINED_H
#define IMPORT_IMPORT_JOINED_H

#include "base/arena.h"
#include "base/sv.h"

#include <string.h>

// {0} is the empty text. A copy of it reads on, but only one of the two may be added to.
typedef struct Joined {
    Sv text;
    size_t capacity;
} Joined;

static inline void joined_put(Arena *arena, Joined *to, Sv part) {
    size_t length = to->text.len + part.len;
    if (length > to->capacity) {
        to->capacity = 2 * length;
        char *more = arena_alloc_raw(arena, to->capacity);
        if (to->text.len) memcpy(more, to->text.at, to->text.len);
        to->text.at = more;
    }
    if (part.len) memcpy((char *)to->text.at + to->text.len, part.at, part.len);
    to->text.len = length;
}

// With the joint in front, unless it is the first part.
static inline void joined_add(Arena *arena, Joined *to, const char *joint, Sv part) {
    if (to->text.len) joined_put(arena, to, sv_from_c(joint));
    joined_put(arena, to, part);
}

#endif
