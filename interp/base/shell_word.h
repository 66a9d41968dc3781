// A word of a command line that a person copies into a shell.
#ifndef BASE_SHELL_WORD_H
#define BASE_SHELL_WORD_H

#include "base/buf.h"

// As it is, or within '…' where a shell would make something else of it.
void shell_add_word(Buf *out, Sv word);

#endif
