// Signatures of functions, read from the table: "string.(int) -> string". Internal to cel/.
#ifndef CEL_SIGNATURE_H
#define CEL_SIGNATURE_H

#include "cel/ast.h"
#include "cel/function.h"

typedef struct Signature {
    CelType params[CEL_PARAMS]; // the receiver first
    uint32_t count;
    bool method;   // the first is the receiver
    bool repeated; // the last stands for one or more
    CelType result;
} Signature;

// False where the text is malformed, which a test over the whole table excludes.
bool signature_read(Arena *arena, const char *text, Signature *out);
// Whether so many arguments (the receiver included) can be given.
bool signature_takes(const Signature *signature, bool method, uint32_t count);
// The kinds of values that a parameter of the type admits, one bit a ValueKind.
uint32_t signature_kinds(CelType type);
// Name and parameters as people read them: "text.substring(int, int)" from its row and signature.
void signature_show(Buf *buf, const CelFunction *row, const CelOverload *overload);

#endif
