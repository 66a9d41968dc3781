// What an action is: one const row with its parameters, results and the function that does it.
// The row is the source of checks, decoding, static types, schema, reference and `explain`. An
// action is plain blocking code: it waits only through call->waiter, prints nothing and knows no
// runbook.
#ifndef SPEC_ACTION_H
#define SPEC_ACTION_H

#include "base/system/waiter.h"
#include "spec/caution.h"
#include "spec/connection_memory.h"
#include "spec/hand_line.h"
#include "spec/param.h"
#include "spec/pool.h"
#include "spec/used_file.h"
#include "value/value.h"

typedef enum Effect {
    EFFECT_READ,       // may be done again at will
    EFFECT_IDEMPOTENT, // may be done again with the same step.key
    EFFECT_CHANGE,     // done at most once; its intent is durable before it acts
    EFFECT_ANSWER      // a person's answer
} Effect;
const char *effect_name(Effect effect);
MUST_USE bool effect_parse(Sv text, Effect *out); // read, idempotent, change

// ── results ──
typedef struct ResultField {
    const char *name; // as expressions read it
    const char *type; // as cel_type_parse reads it: "int", "map(string, string)", "string?"
    const char *doc;
    // If set, the value is derived from the other results when it is first read (json from body).
    // False with *error: "the body is HTML, not JSON: it begins with <!doctype html>".
    bool (*derive)(Arena *arena, const Value *results, Value *out, Sv *error);
    const char *made_from; // with `derive`: the result that it is derived from
    const char *columns;   // the name of a result: this one is a list of maps whose keys are those
                           // listed there
    const char *only_with; // a parameter: there is such a result where it is true or not empty
    const char *not_with;  // … or where it is not; NULL = always
    bool not_observed;  // it does not come from the system under operation (elapsed): reading only
                        // this shows nothing
    bool of_status;     // it only says whether it ended well (an exit status)
    const char *called; // its name in a sentence, in the singular: "the status"; NULL = by its name
    bool of_opening; // it is determined when the connection is opened: a step that reads it begins
                     // a new one
    // Its possible values, as cel_range_read reads them: "0..255", "101, 200..999", "'1.0', '1.1'";
    // for a record, of the numbers in it. NULL = any of its type.
    const char *range;
    const char *same_as; // an expression over the other results that it always equals: "size(rows)"
} ResultField;

// ── outcome ──
typedef enum OutcomeStatus {
    OUTCOME_ANSWERED, // the system answered: expectations are judged on the results
    OUTCOME_FAILED,   // the system answered in a way that is a failure by itself (certificate, SQL
                      // error): results may be partly set
    OUTCOME_NOT_STARTED, // it could not connect or start, and nothing acted: undecided
    OUTCOME_NO_ANSWER, // a byte was sent or the program was started, then no answer: undecided, for
                       // a change in doubt
    OUTCOME_DENIED,    // outside what policy permits; nothing acted
    OUTCOME_BAD_VALUE  // a value turned out wrong after the start (CR in a header); nothing acted:
                       // undecided
} OutcomeStatus;

// A text that is kept for later steps of the connection, and never shown.
typedef struct KeptName {
    const char *what; // "cookie"
    Sv name;
    Sv secret;  // empty = there is nothing to hide
    bool given; // it was there before: it comes of no answer
} KeptName;

typedef struct KeptNames {
    KeptName *items;
    unsigned count, capacity;
} KeptNames;

typedef struct Outcome {
    OutcomeStatus end;
    bool cancelled; // the end came from a cancel or our own signal
    bool timed_out; // the end came from the deadline
    Sv request;     // what was asked, one line: "GET /api/x", "SELECT count(*) …", "npm ci"
    Sv answer;      // what came back, one line: "200", "3 rows", "exit 1"
    Sv reason;      // why not answered or failed, one line: "connection refused by 127.0.0.1:8080"
    Sv hint;        // what to try; may be empty
    // One for each ResultField, in order; NULL if there are none. A derived one may be set as well:
    // that value is recorded, while expressions read the derived one.
    Value *results;
    Sv note;       // what a reader must know even if the step passed, one line; may be empty
    Sv unfinished; // it was answered, but something of it had to be ended, one line: a change is in
                   // doubt, a read that would pass is undecided; may be empty
    Sv late;   // it was answered, but only after the deadline, one line: it is undecided, unless
               // it failed; may be empty
    Sv output; // what was printed, or the answer if that explains the failure, for people; may be
               // empty
    bool gateway_unsure; // a gateway answered that does not know what happened (502, 504): a change
                         // is in doubt
    bool over; // it is known to have ended: it was answered, the connection broke, or the cancel
               // was confirmed. Otherwise it may still be under way
    int64_t over_by_ns; // the other side has a deadline of its own, and has ended by then
                        // (env->mono_ns); 0 = it has none
    bool taken_back;    // the change was rolled back completely: nothing of it remains
    Sv untouched; // the change was carried out but touched nothing, as far as is known: "it touched
                  // no row". Unless an expectation reads a result of `shown_by` that is no
                  // evidence. Empty = it did, or any number will do
    Sv untouched_hint; // what to write then
    bool idle; // the change was carried out, and is known to have changed nothing, also not aside
               // (by a trigger, a function): where it does not pass it may be made again
    Cautions cautions; // what a reader must know of the way that was taken
    UsedFiles files;   // that were sent: the bytes that were
    HandLines by_hand; // how a person asks the same, a line for each request; may be none
    KeptNames keeps;   // what the connection's memory took of the answer; a secret each
    int64_t wait_ns;   // the other side asks to be left alone for so long; 0 = it does not
    Sv wait_said;      // by what it asks, with `wait_ns`: "Retry-After: 120"
} Outcome;

// ── asking a person ──
typedef struct Choice {
    Sv word;     // "yes"
    bool passes; // what becomes of the step
    Sv means;    // what it says, in a few words; may be empty
} Choice;

typedef struct Question {
    Sv text; // the question
    Sv show; // what to look at, may be several lines; may be empty
    const Choice *choices;
    size_t count;
    bool acts; // asked before a step acts: a passing answer lets it act, otherwise it is left out
    bool attended;      // an answer given ahead does not count
    bool note_required; // an answer without a note does not count
    int64_t expires_ns; // from being asked; NO_DEADLINE = never
    // Who asks, for those who want to know: filled in by whoever hands the question on.
    Sv number, name; // of the step
    Sv about;        // its description; may be empty
    Sv place;        // "release.yaml:41:9"
} Question;

typedef enum AskStatus {
    ASK_ANSWERED,
    ASK_NO_TERMINAL, // nobody is there to ask
    ASK_NO_ANSWER,   // end of input
    ASK_EXPIRED,
    ASK_CANCELLED,
    ASK_PARKED, // the run ends here, until somebody takes it up again
    ASK_REFUSED // an answer given ahead is not allowed here, or is for another question's digest
} AskStatus;

typedef struct Answer {
    AskStatus end;
    Sv word; // one of the choices
    bool passes;
    Sv by;           // who
    Sv note;         // what they added; may be empty
    bool terminal;   // given at a terminal (else ahead, by --answer)
    Sv reason;       // for every end but ASK_ANSWERED: one line
    int64_t wall_ns; // when
} Answer;

// ── the call ──
typedef struct ActionCall {
    Arena *arena;           // the attempt's; results and reasons live here
    const void *params;     // the action's decoded parameters (Action.params_size bytes)
    const void *connection; // decoded parameters of the connection, NULL where the step has none
    Sv connection_name;     // "" where none
    uint64_t credentials;   // fingerprint of the connection's evaluated parameters: only equal ones
                            // may share connections
    ConnectionMemory *memory; // of the connection; NULL where the step has none
    // The branch that the step stands in, of those that run side by side: it begins with the one
    // around it, and of two that ran one after the other the later one is greater. Empty = in none.
    Sv branch;
    Texts lost;    // names of what an earlier session kept for the connection, and this one has not
    Sv lost_by;    // who was given it: "1 Log in"
    Waiter waiter; // cancel and deadline of this attempt
    const Env *env;
    Sv folder;  // where processes start by default (the caller's folder, or --dir), absolute
    Sv key;     // step.key: stable over attempts and resumes
    Pool *pool; // kept connections of this run
    // Which of them may be used, as for pool_take. A connection that holds what exists nowhere else
    // (a database in memory) may be older, unless a new one was asked for (POOL_ASKED).
    uint64_t kept_since;
    bool acts_once; // the step changes something: it must not send anything twice
    // Shows the last line of output of what is running on the terminal. May be called often, from
    // this thread. Never NULL.
    void (*live)(void *self, Sv line);
    // Asks a person. Never NULL.
    bool (*ask)(void *self, const Question *question, const Waiter *waiter, Arena *arena,
                Answer *out);
    // May this host:port, database, program or path be touched? False with *reason. Never NULL.
    bool (*permitted)(void *self, const char *kind, Sv what, Sv *reason);
    // May a way be taken of which this must be known? False with *reason; caution_hint says what to
    // write. Never NULL.
    bool (*may_go)(void *self, const Caution *caution, Sv *reason);
    // Whether a change that can still be rolled back may stay: judges the outcome so far by the
    // step's expectations. If false the change must be rolled back, and the outcome has the same
    // results and `taken_back`. Never NULL.
    bool (*may_stay)(void *self, const Outcome *so_far);
    void *self;             // handed to live, ask, permitted, may_go and may_stay
    Texts secret_variables; // environment variables with declared secrets: no pattern passes them
                            // to a process
    Taint secret_params;    // taint of the parameters (for actions that must take care of it)
    const Value
        *values; // of each parameter, as the rows stand, before it was decoded; NULL = not known
    Taint home_taint; // of the connection's parameters
} ActionCall;

// What a step would do without saying so.
typedef struct Undeclared {
    int param; // the parameter that does it
    Sv does;   // one line: "CHECKPOINT has the server write …"
    Sv hint;   // what to do instead of declaring it; empty = declare it …
    Sv beside; // … and this parameter with it: "transaction: true"; may be empty
} Undeclared;

// Words that an action knows, for `explain` and the reference.
typedef struct ActionWord {
    const char *word;
    const char *doc; // what it means
} ActionWord;

typedef struct ActionWords {
    const char *topic; // what `explain` calls the list: "sql-functions"
    const char *title; // a heading
    const char *doc;   // a paragraph, Markdown
    const ActionWord *words;
    size_t count;
} ActionWords;

typedef struct ActionExample {
    const char *title; // a sentence
    const char *yaml;  // a step, two spaces an indent
} ActionExample;

// ── the same by hand ──
// How a person does it without this program, for `runbook doc`. Values that are not known before a
// run appear as <name>.
typedef struct HandPart {
    Sv lead;              // Markdown in front, ending in ':' if something follows; may be empty
    const char *language; // of the fenced text: "sh", "sql", "" for none; NULL = a quotation
    Sv text;              // may be empty: then the lead is all
} HandPart;

typedef struct HandCall {
    Arena *arena;
    const void *params;     // decoded; unknown values are only given if they are texts
    const void *connection; // decoded likewise; NULL where the step has none
    Sv connection_name;
    Texts bare;  // placeholders of values that are not texts, <limit>: never quoted
    Texts paths; // placeholders of texts that all begin with '/'
} HandCall;

enum { HAND_PARTS = 4 };
typedef struct Hand {
    HandPart parts[HAND_PARTS];
    size_t count;
} Hand;

// ── a script for a shell ──
typedef struct ActionScript {
    Sv text;       // as it is written; for a line, the arguments as a shell would take them
    bool line;     // made from arguments, not a script by itself
    bool errexit;  // the shell stops at a failure
    bool pipefail; // of a pipe too
    bool has_pipefail;
    bool may_stay;       // what it leaves running is meant to stay
    const char *dialect; // "bash", "sh", "dash", "ksh"; NULL = none that linters know
} ActionScript;

typedef struct Action {
    const char *name;    // the verb
    const char *summary; // one sentence
    const char *since;   // version
    const char *doc;     // a paragraph or more, Markdown
    Effect effect;       // by default
    // The effect if it depends on parameters known at load time; NULL = `effect`. Templated
    // parameters are empty.
    Effect (*effect_of)(const void *params);
    // What the step touches, in one line for `plan` ("GET /api/x"), with templated parts as ${…};
    // NULL = the verb.
    Sv (*touches)(const void *params, Arena *arena);
    // What a person is asked, as far as it is known before anything runs: the choices, and which
    // answers count. True if the choices are the author's own. NULL = nobody is asked.
    bool (*question)(const void *params, Arena *arena, Question *out);
    // What its own parameters bring, over those of its connection (NULL = none, or not known). With
    // a hook the action itself asks `may_go` and tells what was used (Outcome.cautions); without
    // one what its connection brings counts. `env` NULL = not known yet.
    void (*cautions)(const void *params, const void *connection, const Env *env, Arena *arena,
                     Cautions *out);
    // Adds what it would ask, a line for each request as far as that is known before any is sent;
    // nothing where the parameters are not in order. NULL = it has no such lines.
    void (*by_hand)(const ActionCall *call, HandLines *out);
    // How a person does it; NULL = as `touches` says. `out` is zeroed.
    void (*manual)(const HandCall *call, Hand *out);
    const char *connection_kind; // "http", "sql"; NULL = takes no `via`
    bool connection_required;
    // For actions where it depends on parameters known at load time (a relative URL needs a
    // connection); NULL = connection_required.
    bool (*needs_connection)(const void *params);
    int64_t timeout_ns; // of an attempt, unless the step says otherwise; NO_DEADLINE only for
                        // asking people
    const Param *params;
    size_t param_count;
    size_t params_size; // bytes of the decoded struct
    // Checks that span several parameters, at load time (literal ones are decoded) and again before
    // each attempt. False with *error and *param (index, or -1).
    bool (*validate)(const void *params, Arena *arena, int *param, Sv *error, Sv *hint);
    // Checks that depend on what the connection leads to, at load time, by its address as it is
    // written (with ${…}, where it has any). The action itself looks again before it acts. NULL =
    // none.
    bool (*fits)(const void *params, Sv address, Arena *arena, int *param, Sv *error, Sv *hint);
    // What the step would do although the bool at index `declares` does not say true, as far as is
    // known at load time: it is refused. The action itself looks again before it acts. False =
    // nothing; NULL = never anything. What such a bool declares is no read, whatever `effect:`
    // says.
    bool (*undeclared)(const void *params, Arena *arena, Undeclared *out);
    int declares;
    const ActionWords *words;
    size_t words_count;
    // The part of its parameters that a shell runs, as far as known at load time; false = none.
    // NULL = never any.
    bool (*script)(const void *params, Arena *arena, ActionScript *out);
    // The program that it starts, as far as known at load time; false = not known yet. NULL = it
    // starts none. *param is the index of the parameter that may name it.
    bool (*program)(const void *params, Sv *name, int *param);
    const ResultField *results;
    size_t result_count;
    // What an expectation of it most often says, and what says the contrary, for hints; NULL =
    // none.
    const char *holds, *fails;
    const char *implied_expect; // must hold too …
    const char *implied_unless; // … unless a must expectation reads this result; NULL with
                                // implied_expect NULL
    const char *implied_waiver; // … or this parameter, a literal bool, is true; NULL = none
    bool needs_expect;          // a step without any expectation is refused at load time …
    bool (*expect_needed)(const void *params); // … where this says so; NULL = always
    bool shows_nothing;                        // passing is no evidence (wait)
    bool local; // its work is done by programs on this machine that end with the run: once nothing
                // of a run acts any more (its journal's lock is free) that work is over
    uint64_t
        shown_by; // bit i: result i tells whether a change touched anything (Outcome.untouched)
    const ActionExample *examples;
    size_t example_count;
    void (*run)(const ActionCall *call, Outcome *out);
} Action;

typedef struct SharedLock SharedLock; // shared_lock.h

// A kind of connection: what entries of `connections:` with this key take.
typedef struct ConnectionKind {
    const char *name; // the key that makes it this kind: "http", "sql"
    const char *summary;
    const Param *params; // the first is the key itself (the address)
    size_t param_count;
    size_t params_size;
    // Where it leads, for people, without credentials; from that folder, which may be empty where
    // none is known.
    Sv (*show)(const void *params, Sv folder, Arena *arena);
    // The same in a form that is equal for everyone who means the same system; empty if nobody else
    // can reach it. NULL = as shown.
    Sv (*place)(const void *params, Sv folder, Arena *arena);
    const char *one, *several; // what it leads to, as plans count it: "host", "hosts"
    bool whole_host;           // of its address only the host tells it from another one
    // Names of the parameters by which its memory holds something between steps; of a map of texts
    // it is the word in its place. NULL-terminated; NULL = it never does.
    const char *const *remembers_by;
    // What a reader must know of the way to it, as far as the parameters are known (the others are
    // zero). `env` NULL = not known yet. NULL = nothing, ever.
    void (*cautions)(const void *params, const Env *env, Arena *arena, Cautions *out);
    bool (*validate)(const void *params, Arena *arena, int *param, Sv *error, Sv *hint);
    const SharedLock *lock; // how it holds a lock between hosts; NULL = it cannot
} ConnectionKind;

// Given to the layers above as a pointer.
typedef struct Registry {
    const Action *const *actions;
    size_t action_count;
    const ConnectionKind *const *kinds;
    size_t kind_count;
    // Runs a program without a shell, waits for its end and returns its standard output (for a
    // subject, a secret by command). False with *error, one line, if it could not be run, failed or
    // ran out of time; of what it printed that has nothing where it is `secret`. NULL = this
    // registry cannot run programs.
    bool (*program)(Arena *arena, const Texts *argv, Sv folder, bool secret, const Waiter *waiter,
                    Sv *out, Sv *error);
    // Why a list of programs bounds little once it holds one of this name, in a few words ("a
    // shell: …"); NULL = nothing is known of it.
    const char *(*unbound)(Sv program);
    // Removes private files of commands whose runs were killed; NULL = this registry makes none.
    void (*clear)(void);
} Registry;

const Action *registry_action(const Registry *registry, Sv name);
const ConnectionKind *registry_kind(const Registry *registry, Sv name);
// The action whose short form, the scalar or the list behind its verb, is a script, or a program
// with its arguments; NULL where there is none.
const Action *registry_taking_script(const Registry *registry);
const Action *registry_taking_list(const Registry *registry);
// Index of a result by name, or -1.
int action_result(const Action *action, Sv name);
int action_param(const Action *action, Sv name);
// The results that a step with such parameters (decoded, as far as they are known) does not have:
// bit i for result i.
uint64_t action_missing_results(const Action *action, const void *params);
// Why not, in a few words: "only a step with 'catalogue: true' has it".
Sv action_missing_why(Arena *arena, const Action *action, size_t result);
// The parameter that stands behind the verb itself; -1 where none does.
int action_short(const Action *action);

#endif
