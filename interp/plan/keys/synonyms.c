#include "plan/keys/synonyms.h"

static const Synonym synonyms[] = {
    {KEY_TOP, "version", "runbook", "write: runbook: 1"},
    {KEY_TOP, "desc summary", "description", NULL},
    {KEY_TOP, "params parameters arguments args", "inputs", NULL},
    {KEY_TOP, "variables var constants", "vars", NULL},
    {KEY_TOP, "servers targets runners endpoints services", "connections", NULL},
    {KEY_TOP, "tasks jobs stages actions checks", "steps", NULL},
    {KEY_TOP, "after cleanup teardown always", "finally", NULL},
    {KEY_TOP, "on_rollback after_undo rolled_back", "after_rollback", NULL},
    {KEY_TOP, "before setup", NULL, "what is done first stands first among the steps"},
    {KEY_TOP, "includes import imports extends", "use",
     "`use` shares inputs, secrets, connections, vars and defaults; an include step runs another runbook"},
    {KEY_TOP, "env environment", NULL,
     "for all steps it stands under defaults:\ndefaults:\n  env:\n    NAME: value"},
    {KEY_TOP, "concurrency mutex", "lock", NULL},
    {KEY_TOP, "permissions policy", "allow", NULL},
    {KEY_TOP, "timeout retry cwd", NULL, "for all steps it stands under defaults"},

    {KEY_INPUT, "enum options values allowed one_of", "choices", NULL},
    {KEY_INPUT, "regex regexp match", "pattern", NULL},
    {KEY_INPUT, "minimum minlength", "min", NULL},
    {KEY_INPUT, "maximum maxlength", "max", NULL},
    {KEY_INPUT, "desc help doc", "description", NULL},
    {KEY_INPUT, "value", "default", NULL},
    {KEY_INPUT, "optional", "required", "write: required: false"},
    {KEY_INPUT, "sensitive", "secret", "write: secret: true"},

    {KEY_SECRET, "from variable name", "env", NULL},
    {KEY_SECRET, "path", "file", NULL},
    {KEY_SECRET, "exec run cmd", "command", NULL},
    {KEY_SECRET, "required", "optional", "a secret is required unless it says optional: true"},
    {KEY_SECRET, "value default", NULL, "a secret's value never stands in a runbook"},

    {KEY_STEP, "if", "when", NULL},
    {KEY_STEP, "unless", "when", "negate the condition: when: '!(…)'"},
    {KEY_STEP, "with_items loop foreach", "for_each", "name the item: for_each: { item: … }"},
    {KEY_STEP, "matrix", "for_each", "each name is a list; every combination is run"},
    {KEY_STEP, "environment envs", "env", NULL},
    {KEY_STEP, "working_directory working-directory chdir dir workdir", "cwd", NULL},
    {KEY_STEP, "retries", "retry", "write: retry: { attempts: 3 }"},
    {KEY_STEP, "until", "poll", "write: poll: { until: …, for: 5m }"},
    {KEY_STEP, "assert asserts assertions test expects validate verify", "expect", NULL},
    {KEY_STEP, "captures save store export set", "capture", NULL},
    {KEY_STEP, "register", "capture", "name what is kept: capture: { name: … }"},
    {KEY_STEP, "outputs", "capture", "outputs are of a runbook; a step keeps values by capture"},
    {KEY_STEP, "continue_on_error continue-on-error ignore_errors", "on_failure",
     "write: on_failure: continue\nor level: should, where a failure only warns"},
    {KEY_STEP, "allow_failure", "level", "write: level: should\na failure of it then only warns"},
    {KEY_STEP, "depends_on depends needs", NULL,
     "steps run in the order they stand in; `parallel` on a group runs several at once"},
    {KEY_STEP, "rollback revert", "undo", NULL},
    {KEY_STEP, "rescue", "undo",
     "undo reverts a step under on_failure: rollback; nothing turns a failure into a pass"},
    {KEY_STEP, "cleanup always", NULL, "finally stands at the top of the runbook"},
    {KEY_STEP, "finally", NULL, "finally stands at the top of the runbook"},
    {KEY_STEP, "after_rollback", NULL,
     "after_rollback stands at the top of the runbook; what takes one step back, and looks whether "
     "that is done, stands in its undo"},
    {KEY_STEP, "title label", "name", NULL},
    {KEY_STEP, "confirm_first", "ask_first", NULL},
    {KEY_STEP, "connection", "via", NULL},
    {KEY_STEP, "interval every", NULL, "`every` stands within poll or retry"},
    {KEY_STEP, "attempts", NULL, "write: retry: { attempts: 3 }"},
    {KEY_STEP, "done not_done", NULL, "`done` and `not_done` stand within probe"},
    {KEY_STEP, "that", NULL, "`that` stands within expect"},
    {KEY_STEP, "import call uses import_playbook playbook", "include", NULL},
    {KEY_STEP, "group block tasks children", "steps", NULL},
    {KEY_STEP, "severity", "level", NULL},
    {KEY_STEP, "concurrency max_parallel", "parallel", NULL},

    {KEY_EXPECT, "assert expr expression check condition test", "that", NULL},
    {KEY_EXPECT, "severity", "level", NULL},
    {KEY_EXPECT, "msg hint reason", "message", NULL},
    {KEY_EXPECT, "title label", "name", NULL},

    {KEY_CAPTURE, "expr expression from", "value", NULL},
    {KEY_CAPTURE, "sensitive mask", "secret", NULL},

    {KEY_RETRY, "delay interval wait sleep pause", "every", NULL},
    {KEY_RETRY, "max_attempts count times max retries tries", "attempts", NULL},
    {KEY_RETRY, "timeout within duration", "for", NULL},
    {KEY_RETRY, "factor multiplier", "backoff", NULL},
    {KEY_RETRY, "max_interval max_wait", "max_delay", NULL},

    {KEY_POLL, "timeout within duration", "for", NULL},
    {KEY_POLL, "delay interval wait sleep pause", "every", NULL},
    {KEY_POLL, "condition expect while", "until", NULL},
    {KEY_POLL, "attempts count times", NULL, "a poll is bounded in time: for: 5m"},
};

const Synonym *synonym_find(KeyPlace place, Sv word) {
    for (uint32_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        Sv rest = sv_from_c(synonyms[i].words), one;
        if (synonyms[i].place != place) continue;
        while (rest.len > 0 && sv_next_part(&rest, ' ', &one))
            if (sv_eq_nocase(word, one)) return &synonyms[i];
    }
    return NULL;
}
