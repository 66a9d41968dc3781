// shell: a script, verbatim.
#include "common/manual.h"

#include "base/system/file.h"
#include <string.h>

typedef struct ShellParams {
    Sv script;
    Texts interpreter;
    CommandParams command;
} ShellParams;

enum { SCRIPT, INTERPRETER, BESIDE };

static const Param params[] = {
    PARAM(ShellParams, script, VERBATIM, .flags = PARAM_REQUIRED | PARAM_SHORT | PARAM_SHELL,
          .doc = "The script, never templated: values reach it by `env`."),
    PARAM(
        ShellParams, interpreter, TEXTS, .flags = PARAM_NO_SECRET | PARAM_FILLED,
        .doc =
            "What runs the script: a program, or a list of one and its arguments. A shell gets the "
            "script by `-c`, anything else as a file. Without it: `bash -euo pipefail`, also within `$(…)` (`inherit_errexit`)."),
    COMMAND_PARAMS(ShellParams),
};

static const ActionExample examples[] = {
    {"The frontend builds", "name: The frontend builds\n"
                            "shell: npm --prefix frontend run build\n"
                            "timeout: 10m\n"},
    {"Values come by the environment", "name: The old archives are gone\n"
                                       "shell: |\n"
                                       "  cd \"$ARCHIVES\"\n"
                                       "  find . -name '*.tar.gz' -mtime +30 -print -delete\n"
                                       "env:\n"
                                       "  ARCHIVES: ${inputs.archives}\n"
                                       "expect: lines.size() < 100\n"},
    {"Another interpreter", "name: The report is well-formed\n"
                            "shell:\n"
                            "  script: |\n"
                            "    import json, sys\n"
                            "    print(len(json.load(sys.stdin)))\n"
                            "  interpreter: [python3, -I]\n"
                            "effect: read\n"
                            "stdin: ${steps.report.body}\n"
                            "expect: int(stdout.trim()) > 0\n"},
};

// One argument holds at most 128 KiB; a longer script becomes a file.
enum { LONGEST_ARGUMENT = 128 * 1024 - 1 };

static const Sv strict_bash[] = {SV_INIT("bash"), SV_INIT("-euo"), SV_INIT("pipefail"),
                                 SV_INIT("-O"), SV_INIT("inherit_errexit")};

static Texts interpreter_of(const ShellParams *given) {
    if (given->interpreter.count > 0) return given->interpreter;
    return (Texts){strict_bash, sizeof strict_bash / sizeof *strict_bash};
}

static Texts with_script(Arena *arena, Texts interpreter, Sv script) {
    Sv *items = arena_new_array(arena, Sv, interpreter.count + 2);
    memcpy(items, interpreter.items, interpreter.count * sizeof *items);
    items[interpreter.count] = SV("-c");
    items[interpreter.count + 1] = script;
    return (Texts){items, interpreter.count + 2};
}

// The first line with content, and whether there is more.
static Sv shown(Arena *arena, Sv script) {
    Sv rest = script, line, first = {0};
    size_t said = 0;
    while (sv_next_line(&rest, &line)) {
        line = sv_trim(line);
        if (line.len == 0 || line.at[0] == '#') continue;
        if (said++ == 0) first = line;
    }
    return said > 1 ? sv_format(arena, "%.*s …", SV_ARG(first)) : first;
}

// python3 -I as python3, -I
static Sv items_of(Arena *arena, Sv words) {
    Buf items BUF_AUTO = buf_new(2 * words.len + 1);
    Sv word;
    while (sv_next_part(&words, ' ', &word))
        if (word.len > 0) buf_addf(&items, "%s%.*s", items.len > 0 ? ", " : "", SV_ARG(word));
    return buf_keep(&items, arena);
}

static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const ShellParams *given = decoded;
    if (given->script.len > 0 && shown(arena, given->script).len == 0) {
        *param = SCRIPT;
        *error = SV("the script does nothing: it has only comments and empty lines");
        *hint = (Sv){0};
        return false;
    }
    Sv interpreter = given->interpreter.count == 1 ? given->interpreter.items[0] : (Sv){0};
    bool templated = sv_find(interpreter, SV("${"), 0) != SV_NONE;
    if (templated || sv_find_char(interpreter, ' ', 0) == SV_NONE)
        return command_usable(&given->command, BESIDE, arena, param, error, hint);
    *param = INTERPRETER;
    *error =
        sv_format(arena, "'%.*s' is no program's name: it has a space in it", SV_ARG(interpreter));
    *hint = sv_format(arena, "write the program and each argument as an item: interpreter: [%.*s]",
                      SV_ARG(items_of(arena, interpreter)));
    return false;
}

static Sv touches(const void *decoded, Arena *arena) {
    return shown(arena, ((const ShellParams *)decoded)->script);
}

static void manual(const HandCall *call, Hand *out) {
    const ShellParams *given = call->params;
    Texts interpreter = interpreter_of(given);
    Sv script = sv_trim(given->script);
    Sv program = command_shown(call->arena, &interpreter);
    if (command_is_shell(interpreter.items[0])) {
        Sv lead = sv_format(call->arena, "Run, in a shell of its own, `%.*s`:", SV_ARG(program));
        hand_command(call, &given->command, lead, script, out);
        return;
    }
    hand_part(out, SV("Put this into a file, `/tmp/script`:"), "", script);
    Sv line = sv_format(call->arena, "%.*s /tmp/script", SV_ARG(program));
    hand_command(call, &given->command, SV("Run it:"), line, out);
}

static void run(const ActionCall *call, Outcome *out) {
    const ShellParams *given = call->params;
    Texts interpreter = interpreter_of(given);
    ProgramLine line = {.request = shown(call->arena, given->script), .argv = interpreter};
    bool fits =
        given->script.len <= LONGEST_ARGUMENT && sv_find_char(given->script, '\0', 0) == SV_NONE;
    if (fits && command_is_shell(interpreter.items[0]))
        line.argv = with_script(call->arena, interpreter, given->script);
    else
        line.script = given->script;
    command_run(call, &given->command, &line, out);
}

// `/usr/bin/env bash` is bash.
static Texts without_env(Texts interpreter) {
    bool env = interpreter.count > 1 && sv_eq_c(path_name(interpreter.items[0]), "env") &&
               command_is_shell(interpreter.items[1]);
    return env ? (Texts){interpreter.items + 1, interpreter.count - 1} : interpreter;
}

static bool script(const void *decoded, Arena *arena, ActionScript *out) {
    (void)arena;
    const ShellParams *given = decoded;
    Texts interpreter = without_env(interpreter_of(given));
    if (given->script.len == 0 || !command_is_shell(interpreter.items[0])) return false;
    *out = (ActionScript){.text = given->script, .may_stay = given->command.background.count > 0};
    command_shell(&interpreter, out);
    return true;
}

static bool program(const void *decoded, Sv *name, int *param) {
    const ShellParams *given = decoded;
    *param = INTERPRETER;
    *name = interpreter_of(given).items[0];
    return sv_find(*name, SV("${"), 0) == SV_NONE;
}

const Action action_shell = {
    .name = "shell",
    .summary = "Runs a script, verbatim, by `bash -euo pipefail`.",
    .since = "0.1",
    .doc =
        "The script is never templated, so that no value can become a command: hand values on by `env`. A "
        "command that fails, a variable that is not set and a failing part of a pipe end the script "
        "(`-e`, `-u`, `-o pipefail`, also within `$(…)`), and `exit_code == 0` is expected unless a `must` expectation reads "
        "`exit_code` itself. Where the shell passes over a failure all the same (`export V=$(…)`, a last "
        "`|| true`, `&` without `wait`, `curl` without `--fail`), `runbook check` says so: it refuses what has no "
        "other evidence than its exit status.\n\n"
        "How it runs, what it may leave behind, and the environment that it gets are those of `exec`. The "
        "script itself can be seen in the list of processes, which is why no secret can stand in it.",
    .effect = EFFECT_CHANGE,
    .touches = touches,
    .manual = manual,
    .timeout_ns = 600 * (int64_t)1000000000,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(ShellParams),
    .validate = validate,
    .script = script,
    .program = program,
    .results = command_results,
    .result_count = COMMAND_RESULT_COUNT,
    .holds = "exit_code == 0",
    .fails = "exit_code == 1",
    .implied_expect = "exit_code == 0",
    .implied_unless = "exit_code",
    .implied_waiver = "any_status",
    .local = true,
    .examples = examples,
    .example_count = sizeof examples / sizeof *examples,
    .run = run,
};
