#include "plan/keys/keys.h"

static const char *const on_failures[] = {"stop", "continue", "rollback", NULL};
static const char *const levels[] = {"must", "should", "info", NULL};
static const char *const effects[] = {"read", "idempotent", "change", NULL};
static const char *const input_types[] = {
    "string", "int", "double", "bool", "duration", "timestamp", "url", "path", "list", "map", NULL};
static const char *const item_types[] = {"string",    "int", "double", "bool", "duration",
                                         "timestamp", "url", "path",   NULL};

enum { KEY_COUNT = KEY_PLACE_COUNT, KEY_REQUIRED = 1, KEY_SHARED = 4 };

const PlaceRow place_rows[KEY_PLACE_COUNT] = {
#define PLACE(id, holds, into, schema, name, key, title) {PLACE_##holds, schema, name, key, title},
#include "plan/keys/places.def"
#undef PLACE
};

const KeyRow key_rows[] = {
#define KEY(place, name, shape, inner, choices, flags, doc, example)                               \
    {KEY_##place,                                                                                  \
     name,                                                                                         \
     SHAPE_##shape,                                                                                \
     (KeyPlace)KEY_##inner,                                                                        \
     choices,                                                                                      \
     ((flags)&KEY_REQUIRED) != 0,                                                                  \
     ((flags)&KEY_SHARED) != 0,                                                                    \
     doc,                                                                                          \
     example},
#include "plan/keys/keys.def"
#undef KEY
};

const uint32_t key_row_count = sizeof key_rows / sizeof *key_rows;

// Rows are in the order of their places (a test checks that), so a binary search finds those of one
// place.
static uint32_t first_row(KeyPlace place) {
    uint32_t low = 0, high = key_row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (key_rows[middle].place < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const KeyRow *key_row(KeyPlace place, Sv name) {
    if (name.len == 0) return NULL;
    for (uint32_t i = first_row(place); i < key_row_count && key_rows[i].place == place; i++)
        if (key_rows[i].name[0] == name.at[0] && sv_eq_c(name, key_rows[i].name))
            return &key_rows[i];
    return NULL;
}

const char *key_shape_name(KeyShape shape) {
    switch (shape) {
    case SHAPE_TEXT:
    case SHAPE_WORD:
    case SHAPE_SENTENCE: return "text";
    case SHAPE_ID: return "a name in snake_case";
    case SHAPE_EXPRESSION: return "an expression";
    case SHAPE_EXPRESSIONS: return "expressions, one a line, or a list of them";
    case SHAPE_BOOL: return "true or false";
    case SHAPE_INT: return "a whole number";
    case SHAPE_NUMBER: return "a number";
    case SHAPE_DURATION: return "a duration such as 250ms, 30s, 5m or 1h30m";
    case SHAPE_CHOICE: return "one of its words";
    case SHAPE_WORDS: return "a list of words";
    case SHAPE_TEXT_MAP: return "a map of names and texts";
    case SHAPE_MAP: return "a map of names";
    case SHAPE_DATA: return "a value";
    case SHAPE_STEPS: return "a list of steps";
    case SHAPE_STEP: return "a step";
    case SHAPE_OBJECT: return "a map";
    case SHAPE_NAMED: return "a name, or a map";
    }
    return "a value";
}
