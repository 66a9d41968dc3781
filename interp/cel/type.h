// Static types of expressions. Gradual: CEL_TYPE_DYN agrees with everything.
#ifndef CEL_TYPE_H
#define CEL_TYPE_H

#include "base/arena.h"
#include "base/sv.h"

typedef enum CelTypeKind {
    CEL_TYPE_DYN,
    CEL_TYPE_NULL,
    CEL_TYPE_BOOL,
    CEL_TYPE_INT,
    CEL_TYPE_UINT,
    CEL_TYPE_DOUBLE,
    CEL_TYPE_DECIMAL,
    CEL_TYPE_STRING,
    CEL_TYPE_BYTES,
    CEL_TYPE_LIST,   // element in `of`
    CEL_TYPE_MAP,    // key in `key`, value in `of`
    CEL_TYPE_RECORD, // a map with known fields: unknown ones are refused while checking
    CEL_TYPE_DURATION,
    CEL_TYPE_TIMESTAMP,
    CEL_TYPE_TYPE,
    CEL_TYPE_OPTIONAL, // of `of`
    CEL_TYPE_IP,
    CEL_TYPE_CIDR,
    CEL_TYPE_VERSION,
    CEL_TYPE_PARAM, // a type variable of a function's signature (A, B)
    CEL_TYPE_ERROR  // already reported
} CelTypeKind;

typedef struct CelTypeNode CelTypeNode;
typedef struct CelRange CelRange; // what a value can be; see cel/check/range.h

// Passed by value.
typedef struct CelType {
    CelTypeKind kind;
    bool nullable;           // may be null as well
    bool caseless;           // of a string: a name that ignores case, as a header's does
    const CelTypeNode *node; // of list, map, record, optional, param; NULL = dyn parts
} CelType;

typedef struct CelField {
    Sv name;
    CelType type;
    Sv doc;                // may be empty
    bool optional;         // may be absent: read with has() or .?
    Sv why;                // if not empty: reading it without .? is refused, for this reason
    Sv hint;               // … and this is what to do instead; empty: read it with .?, or nothing
                           // can be done where it is hidden
    bool hidden;           // it is known but cannot be read here at all: `why` says so
    const CelRange *range; // what its value can be; NULL = all that its type allows
} CelField;

struct CelTypeNode {
    CelType key, of;
    const CelField *fields; // of a record
    uint32_t field_count;
    Sv name; // of a record ("steps", "inputs"), of a type variable ("A")
    // If set, finds a field of a record with very many fields, instead of a search through
    // `fields`, which then only serve suggestions. NULL if there is no such field.
    const CelField *(*find)(const CelTypeNode *node, Sv name);
    const void *self; // for `find`
};

CelType cel_type(CelTypeKind kind);
CelType cel_type_list(Arena *arena, CelType of);
CelType cel_type_map(Arena *arena, CelType key, CelType of);
CelType cel_type_optional(Arena *arena, CelType of);
// Fields are not copied.
CelType cel_type_record(Arena *arena, Sv name, const CelField *fields, uint32_t count);
// "list(string)", for messages; in the arena.
Sv cel_type_show(Arena *arena, CelType type);
// Whether a value of type `found` may be used where `wanted` is required.
bool cel_type_fits(CelType found, CelType wanted);
// Reads a type as tables write it: "int", "list(string)", "map(string, dyn)", "list(A)",
// "optional(A)", "string?" (nullable), "name" (a string that ignores case), "tls{version: string,
// san: list(string)}" (a record and its name). False if malformed.
MUST_USE bool cel_type_parse(Arena *arena, Sv text, CelType *out);

#endif
