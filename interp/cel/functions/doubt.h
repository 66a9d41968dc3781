// For functions that compare as == does and found values unequal: whether that was really shown.
// Null shows nothing when compared with what is not null, NaN with anything, and values of unlike
// types are compared by mistake.
#ifndef CEL_FUNCTIONS_DOUBT_H
#define CEL_FUNCTIONS_DOUBT_H

#include "cel/function.h"

// Whether a and b, from arguments 0 and 1, are equal, differ, or cannot be told apart by what was
// observed: *doubt then has the two parts. False if the work is too much.
typedef enum Likeness { LIKE_SAME, LIKE_OTHERS, LIKE_DOUBTFUL } Likeness;
MUST_USE bool doubt_between(CelCall *call, Value a, Value b, uint32_t answered, CelDoubt *doubt,
                            Likeness *out);
// Whether both lists only hold values of one and the same kind, of which none can be in doubt.
bool doubt_has_no_place(Value a, Value b);

#endif
