// Signatures of functions, read from the table: "string.(int) -> string".
#ifndef CEL_SIGNATURE_H
#define CEL_SIGNATURE_H

#include "cel/ast.h"
#include "cel/function.h"

enum { TYPE_POOL = 8 }; // as many parts of types as most signatures need

// Holds the parts of types that live no longer than their signature; what does not fit goes to the
// arena.
typedef struct TypePool {
    Arena *arena;
    CelTypeNode nodes[TYPE_POOL];
    uint32_t used;
} TypePool;

// As cel_type_parse, into the pool.
MUST_USE bool type_read(TypePool *pool, Sv text, CelType *out);

// Its types point into its own pool: it is not copied.
typedef struct Signature {
    TypePool pool;
    CelType params[CEL_PARAMS]; // the receiver first
    uint32_t count;
    bool method;   // the first is the receiver
    bool repeated; // the last stands for one or more
    CelType result;
} Signature;

// False if the text is malformed, which a test excludes for the whole table.
MUST_USE bool signature_read(Arena *arena, const char *text, Signature *out);
// Whether the signature has a receiver, without reading the rest.
bool signature_is_method(const char *text);
// Whether it can take so many arguments, the receiver included.
bool signature_takes(const Signature *signature, bool method, uint32_t count);
// The kinds of values that a parameter of this type admits, a bit for each ValueKind.
uint32_t signature_kinds(CelType type);
// The whole of it as people read it: "string.substring(int, int) -> string". In a signature the
// receiver stands before a dot: "string.(int, int) -> string".
void signature_add_whole(Buf *buf, const char *name, const char *signature);
// Name and parameters as people read them: "text.substring(int, int)" from its row and signature.
void signature_show(Buf *buf, const CelFunction *row, const CelOverload *overload);

#endif
