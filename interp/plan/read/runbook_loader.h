// What the files of this layer share while a runbook is read: the load as a whole (Load), one
// runbook within it (Book). Internal to plan/. Everything lives in the program arena; nothing of it
// outlasts plan_load but the plan.
#ifndef PLAN_READ_RUNBOOK_LOADER_H
#define PLAN_READ_RUNBOOK_LOADER_H

#include "base/map.h"
#include "plan/keys/keys.h"
#include "plan/plan.h"
#include "plan/read/scope.h"

// A file that was read, once, however often it is named.
typedef struct LoadedFile {
    Sv real;  // resolved by realpath
    Sv shown; // as people are shown it
    const Source *source;
    Node *root; // NULL: could not be read, which was reported
    bool told;  // what is wrong with it has been reported: another reading adds nothing
    bool read;  // as a runbook, at least once
} LoadedFile;

typedef struct PlanLoader {
    Arena *arena;
    Arena *scratch; // of one step: reset when the next one begins
    Diags *diags;
    const Registry *registry;
    bool undigested;
    bool scripts; // are to be kept in the plan
    Plan *plan;
    SvMap files;            // real path → LoadedFile
    uint32_t file_capacity; // of plan->files
    uint32_t steps;         // read so far, all includes counted
    bool over;              // more than LIMIT_STEPS: reported, nothing further is read
    SvMap actions; // name → ActionFacts: what is made once for each action (see implied.c)
} PlanLoader;

// What steps have that set nothing of their own.
typedef struct Defaults {
    int64_t timeout_ns; // NO_DEADLINE = none
    Repeat retry;
    SvMap params; // name of a parameter → ValueSource (cwd, env, pass_env)
    const Connection **via;
    uint32_t via_count;
} Defaults;

// Defaults are read once vars are known, with the paths of the file they stand in.
typedef struct LaterDefaults {
    const Node *node;
    const LoadedFile *file;
} LaterDefaults;

typedef struct RunbookLoader {
    PlanLoader *load;
    Arena *arena;
    Diags *diags;
    Runbook *runbook;
    LoadedFile *file;
    const LoadedFile *at;        // the file whose nodes are read now: the runbook's, or one it uses
    struct RunbookLoader *outer; // the including runbook's; NULL at the top
    const Step *including;       // the including step; NULL at the top
    uint32_t depth;              // of includes
    Defaults defaults;
    LaterDefaults *later_defaults;
    uint32_t later_count;
    SvMap default_keys; // those given so far → Node of the key
    Scope scope;
    SvMap secret_vars; // names of vars in which a secret takes part
    SvMap ids;         // of steps: id → Known, all of the file, gathered before any is read
} RunbookLoader;

// ── files (files.c) ──
// Reads and parses; NULL, and reported at `place`, where the path names nothing readable beneath
// the root.
LoadedFile *file_open(PlanLoader *load, Sv real, Sv shown, Span place);
// The real path of what `written` names, relative to the file at hand. False, and reported, where
// it is not there or leads out of the project root.
bool file_resolve(RunbookLoader *loader, Span place, Sv written, Sv *real, Sv *shown);
// False, and reported, where the path would lead out of the root; what is not there yet may be
// there later.
bool file_within_root(RunbookLoader *loader, Span place, Sv written, Sv *absolute);

// ── runbooks ──
// A whole runbook from its file (runbook_loader.c). NULL where it cannot be read at all.
Runbook *runbook_read(PlanLoader *load, LoadedFile *file, RunbookLoader *outer,
                      const Step *including);
bool foreign_report(const PlanLoader *load,
                    const LoadedFile *file);            // foreign.c: a file of another tool
void top_read(RunbookLoader *loader, const Node *root); // top.c
void shared_read(RunbookLoader *loader,
                 const Node *root); // top.c: what a file named by `use` can hold too
bool shared_key(Sv key);            // uses.c: may stand in such a file
void uses_read(RunbookLoader *loader, const Node *node);        // uses.c
void inputs_read(RunbookLoader *loader, const Node *node);      // inputs.c
void secrets_read(RunbookLoader *loader, const Node *node);     // secrets.c
void connections_read(RunbookLoader *loader, const Node *node); // connections.c
void connections_check(RunbookLoader *loader);                  // once all steps are known
void vars_read(RunbookLoader *loader, const Node *node);        // vars.c
void vars_order(RunbookLoader *loader);                         // once all are read
void subject_read(RunbookLoader *loader, const Node *node);     // subject.c
void defaults_read(RunbookLoader *loader, const Node *node);    // defaults.c
void allow_read(RunbookLoader *loader, const Node *node);       // allow.c
// False, and reported, where an expression reads a secret that this runbook, or one that includes
// it, does not allow.
bool allow_check(RunbookLoader *loader, const CelNames *names, const CelUse *use);
void lock_read(RunbookLoader *loader, const Node *node);
void outputs_read(RunbookLoader *loader, const Node *node); // outputs.c

const Connection *loader_connection(const RunbookLoader *loader, Sv name);
const Input *runbook_input(const Runbook *runbook, Sv name);
const Secret *runbook_secret(const Runbook *runbook, Sv name);

#endif
