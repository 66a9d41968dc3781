// The typed program: a runbook that has passed every static check. It never changes while it runs
// and is shared by all worker threads. It lives in the program arena.
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "cel/syntax/template.h"
#include "plan/written_secrets.h"
#include "spec/action.h"
#include "yaml/node.h"

typedef struct Runbook Runbook;
typedef struct Step Step;

// ── names in expressions: what CelBinding.get is asked for ──
enum {
    SCOPE_INPUTS = 0, // map
    SCOPE_SECRETS,    // map; absent optional ones are left out
    SCOPE_VARS,       // map
    SCOPE_STEPS, // map: id → {verdict attempts elapsed, captures…}, list of those outside a loop
    SCOPE_RUN,   // map {id, started, by}; in finally and after_rollback also {verdict, rolled_back,
                 // stopped}, as they were when the step began
    SCOPE_STEP,  // map {key}
    SCOPE_SUBJECT,   // map
    SCOPE_NOW,       // timestamp: the attempt's start
    SCOPE_LOOP = 16, // + index into Step.loop_names
    SCOPE_RESULT =
        64 // + index into Action.results; of an include, into the included Runbook.outputs
};
// An input that is not required and has no value is null. Outside of a loop, an id within it stands
// for one flat list of all iterations in order, however deeply loops are nested; each item has the
// names of the loops that were left.

// The words for what has become of a run, and the range of run.verdict.
#define RUN_GO        "GO"
#define RUN_NO_GO     "NO-GO"
#define RUN_UNDECIDED "UNDECIDED"
#define RUN_IN_DOUBT  "IN DOUBT"
#define RUN_PARTIAL   "PARTIAL"
#define RUN_STOPPED   "STOPPED"
#define RUN_DENIED    "DENIED"
#define RUN_VERDICTS                                                                               \
    "'" RUN_GO "', '" RUN_NO_GO "', '" RUN_UNDECIDED "', '" RUN_IN_DOUBT "', '" RUN_PARTIAL        \
    "', '" RUN_STOPPED "', '" RUN_DENIED "'"

typedef struct Expr {
    CelProgram program;
    CelNames names; // the names that were visible at its place
    CelUse use;
} Expr;

// A value that may have ${…} anywhere in it, kept as a tree until it is evaluated.
typedef enum SourceKind {
    SOURCE_CONSTANT,
    SOURCE_TEMPLATE,
    SOURCE_EXPR,
    SOURCE_LIST,
    SOURCE_MAP
} SourceKind;
typedef struct ValueSource {
    SourceKind kind;
    Span span;
    Value constant;     // SOURCE_CONSTANT; a path in it is absolute and beneath the root
    Template *template; // SOURCE_TEMPLATE
    Expr *expr;         // SOURCE_EXPR (vars, loops, captures as bare CEL); of a SOURCE_TEMPLATE its
                        // names and use alone
    struct ValueSource *items; // of a list or map
    Sv *keys;                  // of a map
    uint32_t count;
    bool url;    // ${…} follows the URL rules (PARAM_URL, PARAM_SEND)
    bool splice; // in an argv: an item that is one ${…} and yields a list is spliced in
    bool path;   // of a template: the path is relative to Runbook.folder, and checked against the
                 // root once known
} ValueSource;

// ── what a file declares ──
typedef enum InputType {
    INPUT_STRING,
    INPUT_INT,
    INPUT_DOUBLE,
    INPUT_BOOL,
    INPUT_DURATION,
    INPUT_TIMESTAMP,
    INPUT_URL,
    INPUT_PATH,
    INPUT_LIST,
    INPUT_MAP
} InputType;

typedef struct Input {
    Sv name;
    Span span;
    InputType type;
    InputType items; // type of the values of a list or map; INPUT_STRING unless given
    bool has_items;
    const ValueSource *fallback; // constant; NULL = none
    Sv env;                      // environment variable; empty = none
    Sv description;
    Value choices; // list, or null
    bool has_min, has_max;
    Value min, max;
    Sv pattern;    // regular expression over the whole text; empty = none
    bool required; // it is an error if it has neither value nor default (true by default)
    bool secret;
} Input;

typedef struct Secret {
    Sv name;
    Span span;
    enum { SECRET_ENV, SECRET_FILE, SECRET_COMMAND, SECRET_PROMPT } from;
    Sv text;  // variable, path or question
    Sv *argv; // of a command
    uint32_t argc;
    const struct Runbook *runbook; // whose `allow` holds it
    bool optional;
    bool weak; // shorter than LIMIT_SECRET_MIN_BYTES is allowed
    Sv description;
} Secret;

typedef struct SecretSet { // one_of: one of these sets must be complete
    uint32_t *secrets;     // indices
    uint32_t count;
    Span span;
} SecretSet;

typedef struct Connection {
    Sv name;
    Span span;
    const ConnectionKind *kind;
    ValueSource **params; // by index of kind->params; NULL = not given
    const Node *node;     // as written
} Connection;

// Whether what one step is given by it goes with a later one (ConnectionKind.remembers_by).
bool connection_remembers(const Connection *connection);

typedef struct Var {
    Sv name;
    Span span;
    ValueSource value; // SOURCE_EXPR for text, a tree for YAML data
    CelType type;
    const Node *node; // as written
} Var;

typedef struct Subject {
    Sv name;
    Span span;
    ValueSource *text; // template; NULL where argv is given
    ValueSource *argv; // list
} Subject;

// ── what a step holds ──
typedef enum Level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_INFO } Level;
const char *level_name(Level level);

typedef enum OnFailure {
    ON_FAILURE_INHERIT,
    ON_FAILURE_STOP,
    ON_FAILURE_CONTINUE,
    ON_FAILURE_ROLLBACK
} OnFailure;

typedef enum Fresh {
    FRESH_AS_NEEDED,
    FRESH_ALWAYS, // a new connection for each attempt
    FRESH_NEVER   // whichever is kept
} Fresh;

typedef struct Expect {
    Expr expr;
    Span span;
    Sv text;           // as written, lines joined
    ValueSource *name; // text with ${…}; NULL = none
    ValueSource *message;
    Level level; // already capped by the step's
    bool allow_empty;
    bool sized;   // allow_empty follows from another expectation about the size
    bool implied; // required by the verb, not written by the author
    bool of_verb; // written by the author, and reads what the verb would require: an exit status
    // For an implied one: if another expectation of the step's level may read the result that
    // switches it off, that result + 1, and the run decides; 0 = it always applies.
    uint32_t unless_read;
} Expect;

typedef struct Capture {
    Sv name;
    Span span;
    Expr expr;
    bool secret;
} Capture;

typedef struct Repeat { // retry or poll
    bool given;
    Span span;
    int64_t attempts; // 0 = bounded by `for_ns` only
    int64_t for_ns;   // 0 = bounded by attempts only
    int64_t every_ns;
    double backoff;       // factor on `every`, 1 = none
    int64_t max_delay_ns; // 0 = none
    double jitter;        // 0 … 1: share of the delay that is random
    Expr *until;          // poll only
    ValueSource *message; // of a poll: what to tell people if it never held; NULL = none
    Expr *stop_if;        // NULL = none
} Repeat;

typedef struct Loop {
    Sv name;
    Span span;
    ValueSource list; // SOURCE_EXPR or a YAML list
    bool guessed;     // the runbook is wrong and does not name it
} Loop;

typedef enum StepKind {
    STEP_ACTION,
    STEP_CHECK, // only expectations
    STEP_GROUP,
    STEP_INCLUDE
} StepKind;

struct Step {
    Span span; // of the first line of the step
    Sv file;   // path of the file it stands in
    StepKind kind;
    Sv verb; // "http", "check", "steps", "include"
    Span verb_span;
    const Action *action; // STEP_ACTION only
    Sv name;              // as written, or made from the verb; may hold ${…}, then use name_text
    ValueSource *name_text; // NULL = `name` as it is
    Sv id;                  // empty = none
    uint32_t position;      // from 1, among its siblings
    Sv number;              // "3.2", within its file
    Step *parent;           // group or loop it is in; NULL at the top of a file
    bool undoes;            // it is an undo step of its parent, not a child
    Runbook *runbook;       // the runbook whose inputs, secrets and vars it sees
    Sv description;
    Sv *tags;
    uint32_t tag_count;

    ValueSource **params;  // by index of action->params; NULL = not given
    const Connection *via; // NULL = none

    Expr *when;
    bool required;
    Loop *loops;
    uint32_t loop_count;
    Sv *loop_names;
    uint32_t loop_name_count; // visible here, outermost first: SCOPE_LOOP + i
    bool in_loop;             // it is inside an iteration, perhaps its own
    uint32_t parallel;        // how many children (for a loop: iterations) at once; 1 = in order
    bool allow_empty;
    Fresh fresh;        // of its connection
    bool close;         // kept connections are closed first
    bool reads_opening; // it reads a result that is known from the opening of a connection
    Expect *expects;
    uint32_t expect_count; // implied ones last
    Expr *no_answer;
    Capture *captures;
    uint32_t capture_count;
    Repeat retry, poll;
    int64_t timeout_ns; // of one attempt; NO_DEADLINE = none
    int64_t whole_ns; // of the whole group, include or loop; NO_DEADLINE = none. A group or include
                      // that is not a loop has the same in timeout_ns
    Level level;
    Effect effect;
    Step *probe;           // with done / not_done
    Expr *done, *not_done; // of a probe
    bool done_alone;       // `done` reads itself what the verb requires …
    bool not_done_alone; // … and so does `not_done`: then the verb's own requirement does not apply
    Step **undo;
    uint32_t undo_count;
    ValueSource *ask_first;
    OnFailure on_failure;

    Step **children;
    uint32_t child_count;        // of a group
    Runbook *include;            // of an include
    ValueSource *include_inputs; // a map; NULL = none
    bool implied_waived;         // any_status: any status will do
    bool foresees;               // it, or something in it, reads what becomes of the run
    CelType outputs_type;        // the type of steps.<id>
};

typedef struct Output {
    Sv name;
    Span span;
    Expr expr;
    const CelRange *range; // what it can be; NULL = all that its type allows
} Output;

struct Runbook {
    const Source *source;
    Sv path;   // as named
    Sv folder; // of the file, absolute; paths in it are relative to it
    Sv name, title, description, owner;
    Sv *tags;
    uint32_t tag_count;
    Input *inputs;
    uint32_t input_count;
    Secret *secrets;
    uint32_t secret_count;
    SecretSet *one_of;
    uint32_t one_of_count;
    uint32_t *one_of_groups; // the sets form groups of alternatives: index of the group, by set
    Connection *connections;
    uint32_t connection_count;
    Var *vars;
    uint32_t var_count; // in dependency order
    Subject *subject;
    uint32_t subject_count;
    OnFailure on_failure;
    int64_t fresh_for_ns, valid_for_ns;
    Sv lock_name;
    Sv lock_via;
    bool has_allow;
    Value
        allow; // {hosts, programs, databases, paths, insecure, proxies, secrets}: lists of patterns
    Step **steps;
    uint32_t step_count;
    Step **after_rollback; // numbered behind the steps
    uint32_t after_rollback_count;
    Step **finally; // numbered behind those
    uint32_t finally_count;
    Output *outputs;
    uint32_t output_count;
    uint32_t total_steps;    // including groups, includes, after_rollback and finally, as written
    Runbook *parent;         // the including one; NULL at the top
    const Step *included_by; // the step of the parent; NULL at the top
};

// A file that belongs to the runbook: it was read once, and what was read is what runs.
typedef struct PlanFile {
    Sv path;   // as shown
    Sv digest; // sha256:…; empty where nothing will be run
    Sv real;   // resolved by realpath
    Sv named;  // absolute, as it was named: where a link is put in its place it is still this file;
               // may be empty
    Sv text;
    const char *kind; // "runbook", "use", "include", "statement", "schema", "expected"; of a run
                      // also "inputs" and "waivers"
    WrittenSecrets written; // credentials in it that nobody is shown
    const Sv *without; // secret inputs that it gives values: the digest is over «name» in place of
    uint32_t without_count; // each, since a weak one could be guessed from it
} PlanFile;

// A shell script, for linters.
typedef struct PlanScript {
    const Node *node;    // the scalar that holds it
    const char *dialect; // of ActionScript, like the two behind it
    bool errexit, pipefail;
    struct PlanScript *next;
} PlanScript;

typedef struct Plan {
    Arena *arena; // the program arena
    const Registry *registry;
    Runbook *top;
    Sv root; // the project root, absolute
    PlanFile *files;
    uint32_t file_count; // the runbook first, then uses, includes and files in order of reading
    uint32_t total_steps;
    PlanScript *scripts; // if they were asked for, the last one first
} Plan;

typedef struct PlanOptions {
    const Registry *registry;
    Sv root;         // --root; empty = found
    bool scripts;    // keep scripts in the plan
    bool undigested; // nothing will be run: leave out the digests of the files
    Sv meant; // what may be meant where there is no such file: "a.yaml or b.yaml"; empty = unknown
} PlanOptions;

// Reads and checks a runbook with everything it uses and includes. All errors of all files are
// reported at once. NULL if it may not run.
Plan *plan_load(Arena *arena, Sv path, const PlanOptions *options, Diags *diags);
// The file at this real path, if it has been read; NULL if not.
const PlanFile *plan_file(const Plan *plan, Sv real);
// Whether `allow` of this runbook permits to take that way. Whoever is not known yet may be listed.
bool runbook_allows_way(const Runbook *runbook, const Caution *caution);
// Why not: "TLS is not verified, and 'old.example.com:443' is not among allow.insecure of a.yaml".
Sv way_refusal(Arena *arena, const Runbook *runbook, const Caution *caution);
// The address of a step without its iterations: "pre_deploy/build".
Sv step_address(Arena *arena, const Step *step);
// The step's number as a transcript shows it, with a star for the place of each iteration around
// it: "6.2.1", "4.*.1", "3.undo1".
Sv step_number(Arena *arena, const Step *step);
// What the step touches, in one line ("GET /api/x", "npm ci"), with ${…} as written. The verb if
// its action says nothing.
Sv step_touches(Arena *arena, const Step *step);
// What the step's action asks a person, and whether the answers are the runbook's own. False where
// nobody is asked, or that is not known yet.
MUST_USE bool step_question(Arena *arena, const Step *step, Question *out, bool *own);
// The program that it starts, with ${…} as written where it is known only later; empty if it starts
// none.
Sv step_program(Arena *arena, const Step *step);
// Calls `read` with each path into `steps` that the step's own expressions have (steps.a.x), and
// those of its connection; not with what names and messages show to people, nor what its probe, its
// undo and the steps in it read.
typedef void StepRead(void *self, const Step *step, const CelPath *path);
void step_reads(const Step *step, StepRead *read, void *self);
// Only those that decide whether it, or what is in it, begins: `when` and `for_each`.
void step_reads_to_begin(const Step *step, StepRead *read, void *self);
// How many steps stand at the top of a runbook, those of after_rollback and finally included.
uint32_t runbook_children(const Runbook *runbook);
// Whether it is one of the phases that come behind the steps: after_rollback, finally. What is seen
// there is no evidence about what is judged.
bool phase_is_closing(const char *phase);
// Visits every step of a runbook in source order, with those of includes, after_rollback, finally,
// undo and probes.
typedef bool StepVisit(void *self, Step *step, const char *phase,
                       uint32_t depth); // false = do not go into it
void plan_visit(const Runbook *runbook, StepVisit *visit, void *self);

#endif
