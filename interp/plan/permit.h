// Whether the `allow` of a runbook, and those of all runbooks around it, let something be touched.
// The same answer at load time, before a run and during it. Reads the file system to see where
// links end, and touches nothing else.
#ifndef PLAN_PERMIT_H
#define PLAN_PERMIT_H

#include "base/system/env.h"
#include "plan/plan.h"

// What is about to be touched.
typedef struct Touch {
    const char *kind; // as a message says it: "host", "program", "database", "path", …
    const char *key;  // the list of `allow` that bounds it: "hosts"
    Sv shown;         // how people know it
    Sv real;          // where it is, if that is not how it is shown; else empty
    const Sv *ways;   // one of these must be matched by a pattern of the list
    size_t way_count;
    Sv entry;  // what to write into the list
    bool open; // by which paths it may be known shows only where and when it is touched
} Touch;

// A host with or without its port.
Touch touch_host(Arena *arena, Sv address);
Touch touch_database(Arena *arena, Sv address);
// A file, as it is written and as a whole path: by its real path; one that is not there yet by
// where its folder is.
Touch touch_path(Arena *arena, Sv written, Sv path);
// A program as it would be started in `folder` (empty = not known): by its name if the caller's
// PATH finds it by that, by its path, or by where its links end.
Touch touch_program(Arena *arena, const Env *env, Sv name, Sv folder);
Touch touch_secret(Arena *arena, Sv name);

typedef struct PermitRefusal {
    Sv reason; // "program 'id' is not among allow.programs of a.yaml"
    Sv hint;   // the line that would let it
} PermitRefusal;

// False with *out if an `allow` does not list it. Without any `allow` all is permitted.
MUST_USE bool permit(const Runbook *runbook, Arena *arena, const Touch *touch, PermitRefusal *out);
// Whether any `allow` bounds the runbook.
bool permit_bounded(const Runbook *runbook);
// False with *out if an `allow` bounds the runbook and the variable decides what a program is.
MUST_USE bool permit_setting(const Runbook *runbook, Arena *arena, Sv variable, PermitRefusal *out);
// The same for a program with its arguments, which is to be started in `folder`. Where it is
// bounded *argv then begins with the file that was judged, so that no other one can be started.
MUST_USE bool permit_argv(const Runbook *runbook, Arena *arena, const Env *env, Sv folder,
                          Texts *argv, PermitRefusal *out);
// Whether the secret may be taken from its source: one that is not listed is left where it is.
bool permit_secret(const Secret *secret, Arena *arena);
// As `permit`, for a variable of the caller or a pattern for several. The variable of a secret that
// is listed may be passed on, and so may those that every program gets.
MUST_USE bool permit_variable(const Runbook *runbook, Arena *arena, Sv name, PermitRefusal *out);

#endif
