// The parts of params_decode, shared by its files alone: one decoder a parameter kind.
// Owns the wording of what is refused; knows no parameter by name.
#ifndef SPEC_DECODE_H
#define SPEC_DECODE_H

#include "spec/param.h"

typedef struct Decoder {
    Arena *arena;
    bool partial;       // load time: what is templated is not there yet
    DecodeError *error; // where a refusal goes
    size_t param;       // index of the parameter at hand
    Sv where;           // its name with the path within it: "headers.X-Id"
    size_t path_from;   // where the path begins in `where`
} Decoder;

// "'WHERE' PROBLEM"; always false.
bool decode_refuse(const Decoder *decoder, Sv problem, Sv hint);
// "'WHERE' must be EXPECTED, found VALUE"; always false.
bool decode_refuse_value(const Decoder *decoder, const char *expected, Value found, Sv hint);
// The decoder for what stands under `name`.
Decoder decode_within(const Decoder *decoder, Sv name);
// False where an empty text would be taken for none.
bool decode_filled(const Decoder *decoder, const Param *param, Sv text);
// The value in an optional; false where the optional is empty.
MUST_USE bool decode_present(Value value, Value *out);

// One parameter's value into its field; for kinds of one value, of many, and for any.
bool decode_scalar(const Decoder *decoder, const Param *param, Value value, void *field);
bool decode_many(const Decoder *decoder, const Param *param, Value value, void *field);
bool decode_field(const Decoder *decoder, const Param *param, Value value, void *field);
// A map of values into a record.
bool decode_record(const Decoder *decoder, const Param *param, Value value, void *record);

#endif
