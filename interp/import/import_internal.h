// Shared by import*.c alone: a draft in the making.
#ifndef IMPORT_IMPORT_INTERNAL_H
#define IMPORT_IMPORT_INTERNAL_H

#include "base/map.h"
#include "import/import.h"
#include "import/import_code.h"
#include "import/import_joined.h"
#include "import/page/markdown.h"
#include "value/value.h"

// The actions for drafted steps, found by what they take.
typedef struct DraftVerbs {
    const Action *program;   // a list of arguments
    const Action *script;    // verbatim
    const Action *request;   // method and URL
    const Action *statement; // with values bound by name
    const Action *question;  // a person answers
} DraftVerbs;

typedef enum DraftKind {
    DRAFT_GROUP,
    DRAFT_PROGRAM,
    DRAFT_SCRIPT,
    DRAFT_REQUEST,
    DRAFT_STATEMENT,
    DRAFT_QUESTION
} DraftKind;

typedef struct DraftVariable {
    Sv name;
    Sv value; // as YAML text with ${…}
} DraftVariable;

// The parts of a request besides method and URL.
typedef struct DraftRequest {
    DraftVariable *headers;
    uint32_t header_count, header_capacity;
    DraftVariable *form;
    uint32_t form_count, form_capacity;
    Sv user, password; // templates; user empty = no such credentials
    Sv bearer;         // a template; empty = none
    Value json;        // texts in it as on the page
    bool has_json;
    Sv body; // a template
    bool has_body;
    bool follow, insecure;
    Sv timeout; // "10s"; empty = none
} DraftRequest;

typedef struct DraftStep DraftStep;
typedef struct DraftSteps {
    DraftStep **items;
    uint32_t count, capacity;
} DraftSteps;

struct DraftStep {
    DraftKind kind;
    uint32_t line;           // of the page
    Sv name;                 // a sentence
    bool own_name;           // the name is from words of the page, not from the command
    Sv id;                   // empty = none
    Sv text;                 // command, script, question
    Sv show;                 // of a question
    Sv method, url;          // of a request
    bool guessed;            // its method was not written
    DraftRequest *carries;   // NULL = nothing
    bool write, transaction; // of a statement
    bool gives_rows, single; // of a statement: rows; one number
    Sv when;                 // an input; empty = always
    DraftVariable *variables;
    uint32_t variable_count, variable_capacity;
    SvMap *variable_names; // NULL = there are none yet
    Joined remark;         // what else the page says; may be empty
    DraftSteps children;
};

typedef struct DraftInput {
    Sv name;
    const char *type;
    Sv env; // empty = none
    Sv description;
    bool optional;
} DraftInput;

typedef struct DraftSecret {
    Sv name;
    Sv env;
    uint32_t line; // of the item that names it: secrets of one item are alternatives
    bool required; // some step needs it in any case
} DraftSecret;

typedef struct DraftNote {
    ImportNote note;
    uint32_t order; // in which it was made
} DraftNote;

// What the drafts of one page may still become. What passes it ends all loops (import_goes_on); the
// page is refused then.
typedef struct DraftRoom {
    uint32_t steps;      // steps and groups made so far, of LIMIT_PAGE_STEPS
    uint32_t steps_line; // of the one that is too many; 0 = none is
    uint32_t variables;  // given to steps of this draft
    bool too_large;      // its YAML would pass LIMIT_FILE_BYTES
} DraftRoom;

typedef struct Draft {
    Arena *arena;
    const DraftVerbs *verbs;
    Sv page;          // the page's path
    Sv base_variable; // the variable that holds the application's address; empty = BASE_URL
    const Block *heading;
    Sv title;
    Joined description;
    DraftSteps steps;
    DraftInput *inputs;
    uint32_t input_count, input_capacity;
    SvMap input_names;
    DraftSecret *secrets;
    uint32_t secret_count, secret_capacity;
    SvMap secret_names; // → its index, a uint32_t
    SvMap ids;          // of import_unique
    DraftNote *notes;
    uint32_t note_count, note_capacity;
    DraftRoom *room;
    bool requests;   // some request goes to the application
    bool statements; // some statement goes to the database
} Draft;

typedef struct PageVariables {
    CodeVariable *items;
    uint32_t *lines;
    uint32_t count, capacity, line_capacity;
} PageVariables;

// What an item became: steps, and variables that belong to a command elsewhere.
typedef struct FoundValue {
    DraftSteps steps;
    PageVariables loose;
    Joined remark; // flags
    Joined also;   // code that was not understood, though it is more than a word
} FoundValue;

// ── import_names.c ──
// "1) Pre-Deploy Checks" → "Pre-Deploy Checks" → "pre-deploy-checks"
Sv import_title(Arena *arena, const Block *heading);
Sv import_slug(Arena *arena, Sv title);
// The stem, or with 2, 3, … behind the joint if that is taken; it is taken then. Each stem keeps
// its next number as the map's value, so that a thousand equal names do not take a million
// look-ups.
Sv import_unique(Arena *arena, SvMap *taken, Sv stem, char joint);
// "npm run launch:gate" → "launch_gate", unique in the draft.
Sv import_id(Draft *draft, Sv name);
// sessionId, org-id → session_id, org_id
Sv import_snake(Arena *arena, Sv name);
// The words of a block, code as text, without ':' or '.' at their end, the first letter a capital.
Sv import_sentence(Arena *arena, const Block *block);
// The text as one line that can be a name.
Sv import_line(Arena *arena, Sv text);
// The same without changing the end.
Sv import_words(Arena *arena, const Block *block);

// "If an integration fails" → "integration_fails"
Sv import_condition_name(Arena *arena, Sv sentence);

// ── import_needs.c ──
// Text of the page as a template: ${ is not an expression, and placeholders become inputs.
Sv import_template(Draft *draft, Sv text, bool url, uint32_t line);
// A variable that the page sets or names, for this step.
void import_variable(Draft *draft, DraftStep *step, const CodeVariable *variable, uint32_t line);
// The input that says whether this has to be done.
Sv import_condition(Draft *draft, Sv sentence, uint32_t line);
// Placeholders of a script become variables of its environment.
Sv import_script(Draft *draft, DraftStep *step, Sv script);

// A value as a template, in which placeholders of credentials become secrets.
Sv import_value(Draft *draft, Sv text, uint32_t line);
// The secret that a step needs, as a template: for the variable or placeholder in `text`, else
// named `otherwise`. Nothing else of `text` is written down.
Sv import_credential(Draft *draft, Sv text, Sv otherwise, uint32_t line);
// Adds the value that a statement binds as `name`.
void import_bind(Draft *draft, DraftStep *step, Sv name, Sv written);
// The input with the number that is expected of the step's statement, given by whoever runs it: its
// name.
Sv import_expected(Draft *draft, const DraftStep *step);
void import_need_url(Draft *draft, Sv name, Sv env, Sv written, uint32_t line);

// ── import_secrets.c ──
bool import_is_secret(Arena *arena, Sv name);
// The text with … in place of each credential.
Sv import_masked(Arena *arena, Sv text, bool *masked);
// org-id → ORG_ID
Sv import_variable_name(Arena *arena, Sv name);

// ── import_accept.c ──
typedef struct DraftGiven {
    const char *name;
    Value value;
} DraftGiven;
bool import_accepts(const Action *action, const DraftGiven *given, size_t count);
// What the action says that it would do without declaring it; false = nothing.
MUST_USE bool import_acts(Draft *draft, const Action *action, const DraftGiven *given, size_t count,
                          Undeclared *out);

// Whether a failure of the command would go unnoticed, and why.
MUST_USE bool import_loses(const Draft *draft, const DraftStep *step, Sv *why);

// `headers` = a map, or null for none.
bool import_sendable(Draft *draft, Sv method, Sv url, Value headers);

// ── import_statement.c ──
// A question that shows the text without the credentials in it.
DraftStep *import_shown(Draft *draft, Sv name, Sv text, uint32_t line);
// The same for what is too long to be read as commands (LIMIT_PAGE_COMMAND_BYTES), which is said.
DraftStep *import_too_long(Draft *draft, Sv name, Sv text, uint32_t line);
bool import_is_too_long(Sv text);
// Steps for the statements; `line` is that of the first, `title` may be empty.
void import_statements(Draft *draft, Sv text, Sv title, uint32_t line, DraftSteps *steps);

// ── import_request.c ──
typedef struct PageRequest { // as on the page, with shell variables as <$NAME>
    Sv method;               // empty = by its body
    Sv url;
    DraftVariable *headers;
    uint32_t header_count, header_capacity;
    Sv body;
    bool has_body;
    bool json, form; // the kind of body, if no header says so
    Sv user;         // user:password; empty = none
    bool follow, insecure;
    Sv timeout;
    Joined remark;
} PageRequest;
// False, and the draft unchanged, if no step can be that request.
MUST_USE bool import_full_request(Draft *draft, const PageRequest *request, Sv name, uint32_t line,
                                  DraftStep **out);

// ── import_http.c ──
// Requests in the form in which they are sent, separated by lines that begin with ###.
void import_messages(Draft *draft, Sv text, Sv title, uint32_t line, DraftSteps *steps);

// ── import_curl.c ──
// False, and nothing added, unless every command is a curl that a request can replace.
bool import_curls(Draft *draft, Sv script, uint32_t line, DraftSteps *steps);

// ── import_steps.c ──
void import_note(Draft *draft, ImportNote note);
// The notes in the order of their lines.
ImportNote *import_notes(const Draft *draft);
// False where nothing more can become of the page, and what was begun is not used.
bool import_goes_on(const Draft *draft);
void import_add(Draft *draft, DraftSteps *steps, DraftStep *step);
DraftStep *import_step(Draft *draft, DraftKind kind, uint32_t line, Sv name);
void import_loose(Draft *draft, PageVariables *loose, CodeVariable variable, uint32_t line);
// Appends to the remarks so far.
void import_remark(Draft *draft, Joined *remark, Sv text);
bool import_holds(Sv text, const char *word);
// Whether the words are a warning, which is not something to do.
bool import_warns(Sv words);
DraftStep *import_command(Draft *draft, const Code *code, Sv written, uint32_t line);
DraftStep *import_request(Draft *draft, const Code *code, Sv written, uint32_t line);
// Remarks on parts of a command that people understand and a shell does not.
void import_pitfalls(Draft *draft, Sv command, DraftStep *step);
// The code within a paragraph.
void import_pieces(Draft *draft, const Block *block, FoundValue *found);

// ── import_fence.c ──
// `title` = the words that say what the fenced text is for; may be empty.
void import_fence(Draft *draft, const Block *block, Sv title, FoundValue *found);

// ── import_read.c ──
void import_section(Draft *draft, Block *const *blocks, uint32_t count);

// ── import_write_step.c ──
// What must be decided about every step of this kind; NULL = nothing.
const char *import_open_question(DraftKind kind);

// ── import_write.c ──
Sv import_yaml(Draft *draft);
uint32_t import_count(const DraftSteps *steps);

#endif
