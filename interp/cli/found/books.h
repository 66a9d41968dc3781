// The runbooks here: those of the current folder, of runbooks/ in it, and of runbooks/ at the
// project root; and which one a person means by a word. It looks at their first lines; what is
// wrong with one is found by loading it.
#ifndef CLI_FOUND_BOOKS_H
#define CLI_FOUND_BOOKS_H

#include "cli/cli.h"

// Paths as a person here would write them, in the order of names.
void books_here(Arena *arena, Sv root, TextList *out);
// Those of one folder.
void books_in(Arena *arena, Sv folder, TextList *out);
// The runbook that a word means. A file that is there is that file. Else the only runbook here
// which is called so but for its folder and its .yaml; then it is told which one is taken. Else the
// word itself, and in *meant what may have been meant, for the message that it is not there.
Sv books_path(const Cli *cli, Sv root, Sv word, Sv *meant);
// The runbooks with their titles, how often each asks a person, and how its last run ended. False
// if there are none.
bool books_show(const Cli *cli, Sv root, const TextList *paths, Sv where);
// If the word is a folder: the runbooks in it. False if it is none, or holds none.
bool books_show_folder(const Cli *cli, Sv root, Sv word);

#endif
