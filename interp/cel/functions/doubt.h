// Functions that compare as == does: where they found no equals, whether that was shown. Null shows
// nothing beside what is not null, NaN beside anything, and values of unlike types are compared by
// mistake.
#ifndef CEL_FUNCTIONS_DOUBT_H
#define CEL_FUNCTIONS_DOUBT_H

#include "cel/function.h"

// Whether a and b, of the arguments 0 and 1, are the same, are others, or cannot be told apart by
// what was seen: *doubt then has the two parts. False where the work is too much.
typedef enum Likeness { LIKE_SAME, LIKE_OTHERS, LIKE_DOUBTFUL } Likeness;
MUST_USE bool doubt_between(CelCall *call, Value a, Value b, uint32_t answered, CelDoubt *doubt,
                            Likeness *out);
// Both lists hold values of one kind alone, the same, none of which can be in doubt.
bool doubt_has_no_place(Value a, Value b);

#endif
