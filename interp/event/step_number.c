#include "event/step_number.h"

bool step_number_beneath(Sv number, Sv above) {
    return number.len > above.len && sv_starts(number, above) && number.at[above.len] == '.';
}

bool step_number_within(Sv number, Sv above) {
    return sv_eq(number, above) || step_number_beneath(number, above);
}
