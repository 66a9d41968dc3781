// What is known of single environment variables.
#ifndef BASE_SYSTEM_VARIABLES_H
#define BASE_SYSTEM_VARIABLES_H

#include "base/sv.h"

// Every program that is started gets it, whatever a runbook says: PATH, HOME, LANG, …
bool variable_is_basic(Sv name);
// It decides which program a name means, or which code a program loads before its own: PATH, LD_*,
// BASH_ENV, PYTHONPATH, …
bool variable_chooses_code(Sv name);

#endif
