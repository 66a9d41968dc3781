// Values of inputs from any source: converted to the declared type, checked against choices, range
// and pattern.
#ifndef PLAN_INPUTS_INPUT_VALUE_H
#define PLAN_INPUTS_INPUT_VALUE_H

#include "plan/plan.h"

const char *input_type_name(InputType type); // "string", "list", …
// What may be given, for messages: "text", "a whole number", "a list (as JSON)".
const char *input_type_hint(InputType type);
CelType input_cel_type(Arena *arena, const Input *input);
// Reads a value from the text of a command line, an environment variable or a YAML scalar; a list
// or map as JSON. False with *error ("'abc' is not a whole number").
MUST_USE bool input_from_text(Arena *arena, const Input *input, Sv text, Value *out, Sv *error);
// Takes a value that already has a type (from JSON, YAML data, an expression), converted if nothing
// is lost by that.
MUST_USE bool input_from_value(Arena *arena, const Input *input, Value value, Value *out,
                               Sv *error);
// Whether the value is an empty text, or a list or map with one in it, that the input does not
// allow: neither its default nor its choices have one, and there is no `min: 0`.
bool input_lacks_text(const Input *input, Value value);
// Checks choices, min, max and pattern, and that the value is not an empty text. False with *error
// ("3 is not one of 1, 2").
MUST_USE bool input_allows(Arena *arena, const Input *input, Value value, Sv *error);

#endif
