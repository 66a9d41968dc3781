// A list of texts that grows in an arena. Owns the array; the texts are views of somebody's bytes.
#ifndef BASE_TEXT_LIST_H
#define BASE_TEXT_LIST_H

#include "base/arena.h"
#include "base/sv.h"

// {0} is the empty list.
typedef struct TextList {
    Sv *items;
    uint32_t count, capacity;
} TextList;

static inline void text_list_add(Arena *arena, TextList *list, Sv text) {
    arena_grow(arena, list->items, list->count, list->capacity);
    list->items[list->count++] = text;
}

static inline bool text_list_has(const TextList *list, Sv text) {
    for (uint32_t i = 0; i < list->count; i++)
        if (sv_eq(list->items[i], text)) return true;
    return false;
}

// Adds it where it is not there yet; whether it was added.
static inline bool text_list_add_once(Arena *arena, TextList *list, Sv text) {
    if (text_list_has(list, text)) return false;
    text_list_add(arena, list, text);
    return true;
}

#endif
