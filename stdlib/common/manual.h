// Shared by the actions' manual functions: command lines as a person would type them.
#ifndef STDLIB_COMMON_MANUAL_H
#define STDLIB_COMMON_MANUAL_H

#include "base/shell_word.h"
#include "common/command.h"

// Whether the word stands for a value that is not text.
bool hand_is_bare(const HandCall *call, Sv word);
HandPart *hand_part(Hand *hand, Sv lead, const char *language, Sv text);
// Adds the environment, folder and input of a command, then its line (a script if there are several
// lines).
void hand_command(const HandCall *call, const CommandParams *params, Sv lead, Sv line, Hand *out);

#endif
