// What a parameter is, and how evaluated values are decoded into the C struct that an action reads.
// The C type of the field is checked against the kind of the parameter at compile time (see PARAM).
#ifndef SPEC_PARAM_H
#define SPEC_PARAM_H

#include "base/arena.h"
#include "base/sv.h"
#include "value/value.h"
#include <stddef.h>

typedef enum ParamKind {
    PARAM_TEXT,     // Sv: text with ${…}
    PARAM_VERBATIM, // Sv: never templated; what a ${ in it means is said by the flags below
    PARAM_LITERAL,  // Sv: text without templates (known at load time)
    PARAM_SEND, // Sv: "METHOD URL"; the URL part follows the URL rules. At load time (`partial`) it
                // and a PARAM_URL are given even where templated, with each ${…} as written
    PARAM_URL, // Sv: ${…} at the start is a whole URL or path, later one encoded segment or query
               // value
    PARAM_PATH,     // Sv: a file beneath the project root; the absolute path
    PARAM_FILE,     // Sv: as PARAM_PATH, of a file that belongs to the runbook: it is read where it
                    // is first known, and `text_offset` gets what was read. At load time it is
                    // given even where templated, as written
    PARAM_FOLDER,   // Sv: a folder, relative to the caller's; text with ${…}
    PARAM_BOOL,     // bool
    PARAM_INT,      // int64_t
    PARAM_DURATION, // int64_t: ns
    PARAM_CHOICE,   // int: index into `choices`; never templated
    PARAM_TEXT_MAP, // Pairs: name → text; none is left out, and null unless PARAM_NULLS
    PARAM_ARGV,     // Texts: a list; an element that is one ${…} yielding a list is spliced in
    PARAM_TEXTS,    // Texts: a list of texts, or one text
    PARAM_DATA,     // Value: any tree with ${…} in it; VALUE_NULL and `given` false where absent
    PARAM_RECORD,   // a struct of its own at the offset, decoded by `fields` (record_size bytes)
    PARAM_RECORDS   // Records: name → such a struct; a plain value is the field with PARAM_SHORT
} ParamKind;

typedef struct Texts {
    const Sv *items;
    size_t count;
} Texts;

typedef struct Pair {
    Sv name;
    Sv text;     // the value as text
    Value value; // the value itself
    Taint taint;
} Pair;

typedef struct Pairs {
    const Pair *items;
    size_t count;
    Sv word; // what stands in the place of the map, one of the parameter's choices; else empty
} Pairs;

typedef struct Records {
    const void *items; // consecutive structs of the parameter's record_size
    const Sv *names;
    size_t count;
} Records;

typedef enum ParamFlags {
    PARAM_REQUIRED = 1,   // (in the long form)
    PARAM_SHORT = 2,      // it may be written directly behind the verb
    PARAM_BESIDE = 4,     // it is written beside the verb, among the modifiers (env, cwd)
    PARAM_NO_SECRET = 8,  // a secret in it is refused at load time (argv, URL)
    PARAM_SQL_BINDS = 16, // :name in it must be given by the parameter `params`; any ${ is refused
    PARAM_SHELL =
        32, // ${inputs. ${secrets. ${vars. ${steps. in it are refused with the hint (env:)
    PARAM_FILE_VALUES =
        64, // values may be { file: text }: a private file holds it, its path is the value
    PARAM_EXCLUSIVE = 128, // at most one of the parameters with this flag may be given
    PARAM_REPEATS =
        256, // a value of a text map or of records may be a list: one for each of its items
    PARAM_BYTES = 512,         // a value of bytes is taken as it is
    PARAM_SWITCH = 1024,       // an int that may also be true (`max`) or false (0)
    PARAM_FILLED = 2048,       // an empty text or list is refused, as in every path
    PARAM_CONTENT = 4096,      // in one record among several: if it is null the record is left out
    PARAM_EITHER = 8192,       // with PARAM_BESIDE: it may also be within, among the others
    PARAM_VARIABLES = 16384,   // texts: variables of the caller that are passed on
    PARAM_ENVIRONMENT = 32768, // a text map: variables that a program gets
    PARAM_STATED = 65536, // never templated, since what it says must be known before anything runs
    PARAM_NULLS = 131072  // with PARAM_TEXT_MAP: a null is kept, as a pair whose value is null
} ParamFlags;

typedef struct Param {
    const char *name;
    ParamKind kind;
    unsigned flags;
    size_t offset;              // in the decoded struct
    size_t given_offset;        // of a bool that says whether it was given; SIZE_MAX = none
    size_t text_offset;         // of a PARAM_FILE: an Sv for its content; at = NULL where unknown
    const char *default_text;   // as it would be written in YAML; NULL = zero
    const char *const *choices; // of a choice, NULL-terminated; of a literal, what it may be;
                                // of a text map, words that may stand in its place
    int64_t min, max;           // of ints and durations, both 0 = unbounded
    const struct Param *fields; // of a record or records
    size_t field_count;
    size_t record_size; // bytes of a record's struct
    const char *doc;    // one or two sentences
} Param;

// Compile-time proof that the field has the C type its kind decodes into.
#define PARAM_FIELD_IS(Struct, field, Type) _Generic(&((Struct *)0)->field, Type * : 1, default : 0)
#define PARAM_C_TYPE_TEXT                   Sv
#define PARAM_C_TYPE_VERBATIM               Sv
#define PARAM_C_TYPE_LITERAL                Sv
#define PARAM_C_TYPE_SEND                   Sv
#define PARAM_C_TYPE_URL                    Sv
#define PARAM_C_TYPE_PATH                   Sv
#define PARAM_C_TYPE_FILE                   Sv
#define PARAM_C_TYPE_FOLDER                 Sv
#define PARAM_C_TYPE_BOOL                   bool
#define PARAM_C_TYPE_INT                    int64_t
#define PARAM_C_TYPE_DURATION               int64_t
#define PARAM_C_TYPE_CHOICE                 int
#define PARAM_C_TYPE_TEXT_MAP               Pairs
#define PARAM_C_TYPE_ARGV                   Texts
#define PARAM_C_TYPE_TEXTS                  Texts
#define PARAM_C_TYPE_DATA                   Value
#define PARAM_C_TYPE_RECORDS                Records
// .offset with the proof: a wrong field type is a compile error (a negative array size).
#define PARAM_OFFSET(Struct, field, KIND)                                                          \
    (offsetof(Struct, field) +                                                                     \
     0 * sizeof(char[PARAM_FIELD_IS(Struct, field, PARAM_C_TYPE_##KIND) ? 1 : -1]))
// PARAM(HttpParams, method, TEXT, .flags = PARAM_REQUIRED, .doc = "…")
#define PARAM(Struct, field, KIND, ...)                                                            \
    {                                                                                              \
        .name = #field, .kind = PARAM_##KIND, .offset = PARAM_OFFSET(Struct, field, KIND),         \
        .given_offset = SIZE_MAX, __VA_ARGS__                                                      \
    }
// As PARAM, with `field_given` (a bool in the same struct), which is set if it was given.
#define PARAM_GIVEN(Struct, field, KIND, ...)                                                      \
    {                                                                                              \
        .name = #field, .kind = PARAM_##KIND, .offset = PARAM_OFFSET(Struct, field, KIND),         \
        .given_offset = PARAM_OFFSET(Struct, field##_given, BOOL), __VA_ARGS__                     \
    }
// A record of type `Record`, its fields the rows of the array `rows`, with `field_given`.
#define PARAM_OF_RECORD(Struct, field, Record, rows, ...)                                          \
    {                                                                                              \
        .name = #field, .kind = PARAM_RECORD,                                                      \
        .offset = offsetof(Struct, field) +                                                        \
                  0 * sizeof(char[PARAM_FIELD_IS(Struct, field, Record) ? 1 : -1]),                \
        .given_offset = PARAM_OFFSET(Struct, field##_given, BOOL), .fields = (rows),               \
        .field_count = sizeof(rows) / sizeof *(rows), .record_size = sizeof(Record), __VA_ARGS__   \
    }

typedef struct DecodeError {
    size_t param; // index of the parameter
    Sv path;      // within it ("headers.X-Id"); may be empty
    Sv message;   // one line
    Sv hint;      // may be empty
} DecodeError;

// Decodes one evaluated value for each parameter into the struct (zeroed by the caller,
// `params_size` bytes). given[i] false = absent: the default is used. Missing required parameters
// are an error unless `partial` (load time, where templated ones are not known yet and have
// given[i] false). An optional without a value counts as absent; so do null and such an optional
// within a text map. A message that would show a tainted value names its kind instead.
MUST_USE bool params_decode(Arena *arena, const Param *params, size_t count, const Value *values,
                            const bool *given, bool partial, void *out, DecodeError *error);
// The value of a PARAM_FILE: its path and what was read.
Value file_value(Arena *arena, Sv path, Sv text);
const char *param_kind_name(ParamKind kind); // "text", "duration", … for docs and messages
// A value as text: strings as they are, numbers, bools, durations ("90s"), timestamps, addresses.
// False for kinds that have no text (null, bytes, lists, maps, types).
MUST_USE bool value_as_text(Arena *arena, Value value, Sv *out);

#endif
