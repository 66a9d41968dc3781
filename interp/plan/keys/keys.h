// The keys of the language, a row for each: where it may be, what it takes, what it means. The
// checker, the schema, the reference and `explain` read this table; a key without a row does not
// exist.
#ifndef PLAN_KEYS_KEYS_H
#define PLAN_KEYS_KEYS_H

#include "base/sv.h"

typedef enum KeyPlace {
    KEY_TOP,     // of the file
    KEY_INPUT,   // of one input
    KEY_SECRETS, // beside the names of secrets
    KEY_SECRET,  // of one secret
    KEY_STEP,    // modifiers
    KEY_VERB,    // structural verbs: check, include, steps
    KEY_EXPECT,  // of one expectation
    KEY_CAPTURE,
    KEY_RETRY,
    KEY_POLL,
    KEY_PROBE,
    KEY_DEFAULTS,
    KEY_ALLOW,
    KEY_LOCK,
    KEY_PLACE_COUNT
} KeyPlace;

typedef enum KeyShape { // for the schema and for messages
    SHAPE_TEXT,         // text, ${…} allowed
    SHAPE_WORD,         // literal text
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
    SHAPE_OBJECT // with keys of `inner`
} KeyShape;

typedef struct KeyRow {
    KeyPlace place;
    const char *name;
    KeyShape shape;
    KeyPlace inner; // of SHAPE_OBJECT, or of the entries of SHAPE_MAP; KEY_PLACE_COUNT = none
    const char *const *choices;
    bool required;
    bool later;          // known but not built yet: using it is refused with a message that says so
    const char *doc;     // one or two sentences
    const char *example; // a line or more of YAML
} KeyRow;

extern const KeyRow key_rows[];
extern const uint32_t key_row_count;

// NULL if there is no such key at that place.
const KeyRow *key_row(KeyPlace place, Sv name);
// What a place is called in messages: "a step", "an input".
const char *key_place_name(KeyPlace place);
// What a shape takes, for messages: "true or false", "a duration such as 30s".
const char *key_shape_name(KeyShape shape);

#endif
