// Shared by the files of this layer while a runbook is read: Load is the load as a whole, Book one
// runbook within it. Internal to plan/. Everything is in the program arena; only the plan outlives
// plan_load.
#ifndef PLAN_READ_RUNBOOK_LOADER_H
#define PLAN_READ_RUNBOOK_LOADER_H

#include "base/map.h"
#include "base/system/file.h"
#include "plan/keys/keys.h"
#include "plan/plan.h"
#include "plan/read/scope.h"

// A file, which is read once, however often it is named.
typedef struct LoadedFile {
    Sv real;  // resolved by realpath
    Sv shown; // as people are shown it
    const Source *source;
    Node *root; // NULL: it could not be read, which has been reported
    bool told;  // its problems have been reported: reading it again reports nothing
    bool read;  // as a runbook, at least once
} LoadedFile;

typedef struct PlanLoader {
    Arena *arena;
    Arena *scratch; // for one step: reset when the next one begins
    Diags *diags;
    const Registry *registry;
    bool undigested;
    bool scripts; // scripts are to be kept in the plan
    Plan *plan;
    SvMap files;            // real path → LoadedFile
    uint32_t file_capacity; // of plan->files
    uint32_t steps;         // read so far, with those of all includes
    bool over;              // more than LIMIT_STEPS: reported, and nothing more is read
    SvMap actions; // name → ActionFacts, which are computed once for each action (see implied.c)
} PlanLoader;

// The values for steps that have none of their own.
typedef struct Defaults {
    int64_t timeout_ns; // NO_DEADLINE = none
    Repeat retry;
    SvMap params; // name of a parameter → ValueSource (cwd, env, pass_env)
    const Connection **via;
    uint32_t via_count;
} Defaults;

// Defaults that are read later, once vars are known; paths are relative to the file they are in.
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
    const LoadedFile *at;        // the file that is being read: the runbook's own, or one it uses
    struct RunbookLoader *outer; // the including runbook's; NULL at the top
    const Step *including;       // the including step; NULL at the top
    uint32_t depth;              // of includes
    Defaults defaults;
    LaterDefaults *later_defaults;
    uint32_t later_count;
    SvMap default_keys; // given so far → Node of the key
    Scope scope;
    SvMap secret_vars; // names of vars in which a secret took part
    SvMap held;        // names of connections whose address was held to `allow`
    SvMap ids;         // id → Known, for all steps of the file; gathered before any is read
} RunbookLoader;

// ── files (files.c) ──
// Reads and parses a file. NULL, and reported at `place`, if the path names nothing readable
// beneath the root.
LoadedFile *file_open(PlanLoader *load, Sv real, Sv shown, const char *kind, Span place);
// Turns to the file in which something stands that is only read now, such as a var of a file that
// is used; returns the one that was being read, to turn back to.
const LoadedFile *file_turn_to(RunbookLoader *loader, const Source *source);
// Reads another file that belongs to the runbook, once, and keeps what was read.
MUST_USE FileStatus file_pin(PlanLoader *load, Sv real, Sv shown, size_t most, const char *kind,
                             Sv *out);
// The same for one that a key names, as a PARAM_FILE takes it. False, and reported, where it cannot
// be read.
bool file_pin_written(RunbookLoader *loader, Span place, Sv written, const char *kind, Value *out);
// The real path of `written`, relative to the file at hand. False, and reported, if it is not there
// or lies outside of the project root.
bool file_resolve(RunbookLoader *loader, Span place, Sv written, Sv *real, Sv *shown);
// False, and reported, if the path would lie outside of the root. It need not be there yet.
bool file_within_root(RunbookLoader *loader, Span place, Sv written, Sv *absolute);

// ── runbooks ──
// Reads a whole runbook from its file (runbook_loader.c). NULL if it cannot be read at all.
Runbook *runbook_read(PlanLoader *load, LoadedFile *file, RunbookLoader *outer,
                      const Step *including);
bool foreign_diagnose(const PlanLoader *load,
                      const LoadedFile *file);          // foreign.c: a file of another tool
void top_read(RunbookLoader *loader, const Node *root); // top.c
void shared_read(RunbookLoader *loader,
                 const Node *root); // top.c: what a file named by `use` can hold too
bool shared_key(Sv key);            // uses.c: may stand in such a file
void uses_read(RunbookLoader *loader, const Node *node);        // uses.c
void inputs_read(RunbookLoader *loader, const Node *node);      // inputs.c
void secrets_read(RunbookLoader *loader, const Node *node);     // secrets.c
void connections_read(RunbookLoader *loader, const Node *node); // connections.c
void connections_check(RunbookLoader *loader);                  // once all steps are known
// Its parameters as far as they are written out; false where they are wrong, which is reported.
bool connection_known(RunbookLoader *loader, const Connection *connection, void **out);
void vars_read(RunbookLoader *loader, const Node *node);     // vars.c
void vars_order(RunbookLoader *loader);                      // once all are read
void subject_read(RunbookLoader *loader, const Node *node);  // subject.c
void defaults_read(RunbookLoader *loader, const Node *node); // defaults.c
void allow_read(RunbookLoader *loader, const Node *node);    // allow.c
// False, and reported at `place`, if this runbook, or one that includes it, does not allow it: a
// secret that an expression reads …
bool allow_check(RunbookLoader *loader, const CelNames *names, const CelUse *use);
bool allow_url(RunbookLoader *loader, Span place, Sv url);          // … the host of a URL
bool allow_path(RunbookLoader *loader, Span place, Sv written);     // … a file
bool allow_program(RunbookLoader *loader, Span place, Sv name);     // … a program
bool allow_variable(RunbookLoader *loader, Span place, Sv name);    // … a variable of the caller
bool allow_setting(RunbookLoader *loader, Span place, Sv variable); // … a variable that is set
// Reports the ways that connections and steps are written to take, and that this runbook, or one
// that includes it, does not allow (ways_check.c). Call once all is read.
void ways_check(RunbookLoader *loader);
void lock_read(RunbookLoader *loader, const Node *node);    // lock_read.c
void lock_check(RunbookLoader *loader, const Node *node);   // once all connections are read
void outputs_read(RunbookLoader *loader, const Node *node); // outputs.c

const Connection *loader_connection(const RunbookLoader *loader, Sv name);
const Input *runbook_input(const Runbook *runbook, Sv name);
const Secret *runbook_secret(const Runbook *runbook, Sv name);

#endif
