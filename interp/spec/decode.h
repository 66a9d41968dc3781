// Shared by the files of params_decode alone: a decoder for each kind of parameter. Owns the
// wording of what is refused; knows no parameter by name.
#ifndef SPEC_DECODE_H
#define SPEC_DECODE_H

#include "spec/param.h"

typedef struct Decoder {
    Arena *arena;
    bool partial;       // load time: templated values are not there yet
    DecodeError *error; // receives what is refused
    size_t param;       // index of the current parameter
    Sv where;           // its name with the path within it: "headers.X-Id"
    size_t path_from;   // offset of the path in `where`
} Decoder;

// "'WHERE' PROBLEM"; always false.
bool decode_refuse(const Decoder *decoder, Sv problem, Sv hint);
// "'WHERE' must be EXPECTED, found VALUE"; always false.
bool decode_refuse_value(const Decoder *decoder, const char *expected, Value found, Sv hint);
// The decoder for the value under `name`.
Decoder decode_within(const Decoder *decoder, Sv name);
// False if the text is empty and would be taken for none.
bool decode_filled(const Decoder *decoder, const Param *param, Sv text);
// The value in an optional; false if the optional is empty.
MUST_USE bool decode_present(Value value, Value *out);

// Decodes the value of a parameter into its field: for kinds with one value, with many, and for any
// kind.
bool decode_scalar(const Decoder *decoder, const Param *param, Value value, void *field);
bool decode_many(const Decoder *decoder, const Param *param, Value value, void *field);
bool decode_field(const Decoder *decoder, const Param *param, Value value, void *field);
// Decodes a map of values into a record.
bool decode_record(const Decoder *decoder, const Param *param, Value value, void *record);

#endif
