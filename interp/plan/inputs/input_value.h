// Values of inputs, wherever they come from: by the declared type, held against choices, range and
// pattern.
#ifndef PLAN_INPUTS_INPUT_VALUE_H
#define PLAN_INPUTS_INPUT_VALUE_H

#include "plan/plan.h"

const char *input_type_name(InputType type); // "string", "list", …
// "text", "a whole number", "a list (as JSON)": what may be given.
const char *input_type_hint(InputType type);
CelType input_cel_type(Arena *arena, const Input *input);
// From the characters of a command line, an environment variable or a YAML scalar; a list or map as
// JSON. False with *error ("'abc' is not a whole number").
MUST_USE bool input_from_text(Arena *arena, const Input *input, Sv text, Value *out, Sv *error);
// A value that has a type already (JSON, YAML data, an expression's): converted where that loses
// nothing.
MUST_USE bool input_from_value(Arena *arena, const Input *input, Value value, Value *out,
                               Sv *error);
// Whether it is an empty text, or a list or map of texts that holds one, which the input does not
// ask for: neither its default nor its choices have one, and no `min: 0` says that it may be.
bool input_lacks_text(const Input *input, Value value);
// Choices, min, max and pattern, and that it is no empty text. False with *error ("3 is not one of
// 1, 2").
MUST_USE bool input_allows(Arena *arena, const Input *input, Value value, Sv *error);

#endif
