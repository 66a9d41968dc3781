// What the actions' manual functions share: command lines as a person would type them.
#ifndef STDLIB_COMMON_MANUAL_H
#define STDLIB_COMMON_MANUAL_H

#include "base/shell_word.h"
#include "common/command.h"

// Does it stand for a value that is no text?
bool hand_is_bare(const HandCall *call, Sv word);
HandPart *hand_part(Hand *hand, Sv lead, const char *language, Sv text);
// The environment, folder and input that a command gets, and then its line (a script where it has
// several).
void hand_command(const HandCall *call, const CommandParams *params, Sv lead, Sv line, Hand *out);

#endif
