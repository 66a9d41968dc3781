// The completions, one for each shell.
#ifndef CLI_MANUAL_SHELLS_H
#define CLI_MANUAL_SHELLS_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli/options.h"

void completion_bash(Arena *arena, Buf *out);
void completion_fish(Arena *arena, Buf *out);
void completion_zsh(Arena *arena, Buf *out);

// The doc of a row within single quotes of a shell, which the caller writes. `escaped` are letters
// that get a backslash.
void shell_add_doc(Buf *out, const char *doc, const char *quote, const char *escaped);

#endif
