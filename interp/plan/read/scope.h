// What an expression can see at its place: names, their types, and which steps are known. Steps are
// read in source order and each is checked at once, so one table of steps serves the whole file;
// its content changes as reading goes on.
#ifndef PLAN_READ_SCOPE_H
#define PLAN_READ_SCOPE_H

#include "base/map.h"
#include "cel/cel.h"
#include "plan/plan.h"

// A step with an id. All of a file are known from the moment it is opened.
typedef struct Known {
    Sv id;
    Span span;        // of the id
    CelType plain;    // of steps.<id> where the step is certain to have run
    uint32_t certain; // number of its first fields, which are there whether it ran or not
    CelType guarded; // … where it may have been skipped by `when`, so that captures may be missing
    Sv missing;      // the conditions that are not in force there
    CelType late;    // … in finally, where it may not have been reached
    bool visible;
    const char *why;  // why it is not visible
    bool movable;     // it was not read yet, and could stand further up
    bool secret;      // one of its captures is secret
    const Step *step; // set once it is read
    const Sv *guards; // texts of the conditions it is under, its own included, as in Scope
    uint32_t guard_count;
    uint32_t region; // the list of steps it belongs to: steps, after_rollback, finally, an undo
    CelField field;  // as the checker sees it
} Known;

typedef struct LoopScope LoopScope; // the loop names at a place; see scope.c
typedef struct OwnReads OwnReads;   // what a step read that an undo belongs to; see scope_seen.c

// Whose results an expression can read, besides the names known everywhere.
typedef struct ScopeReader {
    const Action *action;       // NULL = none
    uint64_t missing;           // results of the action that this step does not have
    const Runbook *include;     // its outputs; NULL = none
    bool check;                 // steps, subject and loop names count as observed
    const char *const *without; // by SCOPE_ index of the names known everywhere: why it cannot be
                                // read here; NULL = all can
} ScopeReader;

typedef struct Scope {
    Arena *arena;
    SvMap known;      // id → Known
    CelField *listed; // visible steps, for suggestions
    uint32_t listed_count, listed_capacity;
    Known **order; // in order of becoming visible
    uint32_t order_count, order_capacity;
    CelTypeNode steps; // the record `steps`
    CelTypeNode run;   // the record `run`
    bool *foresaw;     // what becomes of the run was asked for
    CelType inputs, secrets, vars, subject;
    LoopScope *loops; // innermost; never NULL once scope_begin was called
    Sv *guards;       // texts of the conditions in force, each operand of && by itself
    uint32_t guard_count, guard_capacity;
    CelGiven given;            // the same, for the checker
    uint32_t region;           // which list of steps is being read
    uint32_t regions;          // number of regions so far
    bool closing;              // it is finally or after_rollback, or lies within
    const OwnReads *undoing;   // of the innermost undo that is being read; NULL = none
    const CelOptions *options; // for literal arguments that name files
} Scope;

void scope_begin(Scope *scope, Arena *arena);
// The names that are visible now; shared by all places that see the same.
const CelNames *scope_names(Scope *scope, ScopeReader reader);
// A step is known by its id from here on.
void scope_add(Scope *scope, Known *known);
// The type of steps.<id> as it is seen here, with what may not be there.
CelType scope_seen(const Scope *scope, Known *known);
// Hides the steps that were added since `mark` (parallel siblings), and shows them again.
uint32_t scope_mark(const Scope *scope);
void scope_hide(Scope *scope, uint32_t mark, const char *why);
void scope_show(Scope *scope, uint32_t mark);
// Enters a loop with its names and the types of their items. `secret`: a secret took part in the
// list.
typedef struct LoopName {
    Sv name;
    CelType type;
    bool secret;
    bool observed; // its list was observed
    Span span;
} LoopName;
void scope_enter_loop(Scope *scope, const LoopName *names, uint32_t count);
// Leaves the loop: the steps since `mark` become lists, and conditions beyond the first `guards`
// were those of one iteration.
void scope_leave_loop(Scope *scope, uint32_t mark, uint32_t guards);
uint32_t scope_loop_count(const Scope *scope);
const LoopName *scope_loop_name(const Scope *scope, uint32_t index); // outer ones first
// The names of all loops around this place, shared by the steps in it.
Sv *scope_loop_names(const Scope *scope);
void scope_guard(Scope *scope, Sv when);
Sv scope_folded(Arena *arena, Sv when); // on one line, as conditions are kept
void scope_unguard(Scope *scope, uint32_t count);

// Begins a separate list of steps, as finally or after_rollback. Returns the region to go back to.
uint32_t scope_enter_region(Scope *scope);
void scope_leave_region(Scope *scope, uint32_t before);
// The same for the undo steps of a step that has been read. They run only where it acted, so what
// it captured, and what it and the groups around it read without asking for it, is as certain as it
// was there.
void scope_enter_undo(Scope *scope, const Step *own);
void scope_leave_undo(Scope *scope);

enum { SCOPE_NAMES = 8 }; // known everywhere: SCOPE_INPUTS … SCOPE_NOW
bool scope_reserved(Sv name);
// Sets the type of steps.<id> for this step. `extra` are results that are there without a capture.
void scope_type(Scope *scope, const Step *step, Known *known);

#endif
