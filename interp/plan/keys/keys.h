// The keys of the language, one row each (keys.def): where they stand, what they take, what they
// mean; and the places where they stand, one row each (places.def). The checker, the schema, the
// reference and `explain` read these tables; a key that has no row does not exist.
#ifndef PLAN_KEYS_KEYS_H
#define PLAN_KEYS_KEYS_H

#include "base/sv.h"

typedef enum KeyPlace { // a row of places.def each: KEY_TOP, KEY_STEP, …
#define PLACE(id, holds, into, schema, name, key, title) KEY_##id,
#include "plan/keys/places.def"
#undef PLACE
    KEY_PLACE_COUNT
} KeyPlace;

typedef enum PlaceHolds { // see places.def
    PLACE_FILE,
    PLACE_OBJECT,
    PLACE_STEP,
    PLACE_AMONG
} PlaceHolds;

typedef struct PlaceRow {
    PlaceHolds holds;
    const char *schema; // "step": its definition in the schema; empty where it has none
    const char *name;   // "a step", for messages
    const char *key;    // "a key of a step"
    const char *title;  // "A step"
} PlaceRow;

typedef enum KeyShape { // for the schema and for messages
    SHAPE_TEXT,         // text, ${…} allowed
    SHAPE_WORD,         // literal text on one line
    SHAPE_SENTENCE,     // literal text of any length
    SHAPE_ID,           // snake_case
    SHAPE_EXPRESSION,   // bare CEL
    SHAPE_EXPRESSIONS,  // expectations: text or list
    SHAPE_BOOL,
    SHAPE_INT,
    SHAPE_NUMBER,
    SHAPE_DURATION,
    SHAPE_CHOICE, // one of `choices`
    SHAPE_WORDS,  // list of words, or one
    SHAPE_TEXT_MAP,
    SHAPE_MAP,   // name → something of its own
    SHAPE_DATA,  // any tree
    SHAPE_STEPS, // list of steps
    SHAPE_STEP,
    SHAPE_OBJECT, // with keys of `inner`
    SHAPE_NAMED   // the same, or its one required key's value alone
} KeyShape;

typedef struct KeyRow {
    KeyPlace place;
    const char *name;
    KeyShape shape;
    KeyPlace inner; // of SHAPE_OBJECT and SHAPE_NAMED, or of the entries of SHAPE_MAP;
                    // KEY_PLACE_COUNT = none
    const char *const *choices;
    bool required;
    bool shared;         // may stand in a file named by `use`
    const char *doc;     // one or two sentences
    const char *example; // a line or more of YAML
} KeyRow;

extern const PlaceRow place_rows[KEY_PLACE_COUNT];
extern const KeyRow key_rows[];
extern const uint32_t key_row_count;

// NULL if there is no such key at that place.
const KeyRow *key_row(KeyPlace place, Sv name);
// What a shape takes, for messages: "true or false", "a duration such as 30s".
const char *key_shape_name(KeyShape shape);

#endif
