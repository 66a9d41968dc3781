// The inputs of a runbook and the secrets it declares: where their values come from, what is there
// and what is missing. Also for `plan`, which runs nothing. Knows no run.
#ifndef INPUTS_INPUTS_H
#define INPUTS_INPUTS_H

#include "history/rerun.h"
#include "inputs/profiles.h"
#include "plan/plan.h"

// NAME=VALUE on a command line: --input k=v, --answer ID=yes[@DIGEST].
typedef struct NamedText {
    Sv name, text;
} NamedText;

typedef struct AskedInputs AskedInputs; // asked_inputs.h

// Where values are taken from, the first that has one: --input, --inputs, the earlier run, the
// environment, the default, a person.
typedef struct InputSources {
    const Env *env;
    const NamedText *inputs;
    uint32_t input_count; // --input
    const Sv *files;
    uint32_t file_count; // --inputs, later ones win
    Profiles *profiles;  // where what was read of them is kept; NULL = they are read each time
    const Rerun *rerun;  // a step of an earlier run, done once more; NULL = a run of its own
    Sv folder;          // --dir: where commands and relative databases are; empty = the current one
    int cancel_fd;      // readable once the run is to stop; -1 = none
    AskedInputs *asked; // what a person is asked for where it is missing; NULL = nobody is there
    // Reads a secret at the terminal (for `prompt`); NULL if nobody is there.
    bool (*prompt)(void *self, Sv question, Arena *arena, Sv *out);
    void *self; // handed to prompt
} InputSources;

typedef struct ResolvedInput {
    const Input *input;
    bool present;
    Value value;
    Sv from; // "--input", "profiles/staging.yaml", "LAUNCH_BASE_URL", "default", "the terminal", ""
             // where missing
} ResolvedInput;

// Resolves all inputs of the top runbook; everything missing or mistyped is reported together.
MUST_USE bool inputs_resolve(const Plan *plan, const InputSources *sources, Arena *arena,
                             Diags *diags, ResolvedInput *out);

// ── secrets ──

typedef struct ResolvedSecret {
    const Secret *secret;
    bool present;
    Value value; // tainted
    Sv from;
} ResolvedSecret;

// With `fetch` false no command is run and nobody is asked: only checks that the secret could come
// from somewhere.
MUST_USE bool secrets_resolve(const Plan *plan, const InputSources *sources, bool fetch,
                              Arena *arena, Diags *diags, ResolvedSecret *out);

typedef enum SecretStatus {
    SECRET_THERE,
    SECRET_ABSENT,
    SECRET_WRONG,
    SECRET_DENIED // `allow` does not let its source be touched; *why has what would, on lines of
                  // its own
} SecretStatus;
// Takes one secret from its source. `from` names the source; *why says what is wrong, one line,
// where it is not there.
MUST_USE SecretStatus secret_take(const Plan *plan, const InputSources *sources,
                                  const Secret *secret, bool fetch, Arena *arena, Value *value,
                                  Sv *from, Sv *why);
// Whether something is missing or wrong then.
bool secret_lacks(const Secret *secret, SecretStatus status);
// Whether a group of sets, which begins with that one, holds any secret that may be taken at all.
bool secret_set_matters(const Runbook *runbook, uint32_t first, Arena *arena);
// Says so, with the way to mend it.
void secret_diagnose(Diags *diags, const Secret *secret, SecretStatus end, Sv why);

#endif
