// Manual pages and completions for shells, made from the tables of commands, options, reports and
// statuses.
#ifndef CLI_MANUAL_MAN_PAGES_H
#define CLI_MANUAL_MAN_PAGES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/sv.h"
#include "spec/action.h"

// "runbook", "runbook.5", "runbook-run" …: all pages, one a line, those of section 1 by their name
// alone.
void manual_add_names(Buf *out);
void manual_add_language(const Registry *registry, Buf *out);
// A page as man(7) has it, in UTF-8. False where there is none of that name; a command's page is
// found by the command alone too.
MUST_USE bool manual_add_page(const Registry *registry, Sv name, Buf *out);

typedef struct ShellRow {
    const char *name; // "bash"
    const char *file; // where a package has it, beneath share
    const char *also; // … and where Debian's own looks beneath /usr; NULL = in the same place
    void (*render)(Arena *arena, Buf *out);
} ShellRow;

extern const ShellRow shell_rows[];
extern const size_t shell_row_count;

#endif
