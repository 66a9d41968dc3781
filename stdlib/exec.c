// exec: one program, no shell.
#include "common/manual.h"

#include "base/limits.h"

typedef struct ExecParams {
    Texts argv;
    CommandParams command;
} ExecParams;

enum { ARGV, BESIDE };

static const Param params[] = {
    PARAM(
        ExecParams, argv, ARGV, .flags = PARAM_REQUIRED | PARAM_SHORT | PARAM_NO_SECRET,
        .doc =
            "The program, found in PATH, and its arguments. An item that is one `${…}` yielding a "
            "list is spliced in."),
    COMMAND_PARAMS(ExecParams),
};

static const ActionExample examples[] = {
    {"Dependencies are installed", "name: Dependencies are installed\n"
                                   "exec: [npm, ci]\n"
                                   "timeout: 10m\n"},
    {"Every node is ready", "name: Every node is ready\n"
                            "exec: [kubectl, get, nodes, -o, json]\n"
                            "effect: read\n"
                            "pass_env: [KUBECONFIG]\n"
                            "no_answer: exit_code == 1\n"
                            "expect: json.items.size() >= 3\n"},
    {"A secret is handed on in a file",
     "name: The release is signed\n"
     "exec: [cosign, sign, --key, 'env://COSIGN_KEY', \"${vars.image}\"]\n"
     "env:\n"
     "  COSIGN_KEY: ${secrets.signing_key}\n"
     "  DOCKER_CONFIG_FILE: { file: \"${secrets.docker_config}\" }\n"},
};

static bool is_templated(Sv text) {
    return sv_find(text, SV("${"), 0) != SV_NONE;
}

// Found at load time if the program is written out. If it holds a template it is only known later.
static bool validate(const void *decoded, Arena *arena, int *param, Sv *error, Sv *hint) {
    const ExecParams *given = decoded;
    Sv program = given->argv.count > 0 ? given->argv.items[0] : SV("none");
    bool is_words =
        sv_find_char(program, ' ', 0) != SV_NONE && sv_find_char(program, '/', 0) == SV_NONE;
    if (program.len > 0 && (!is_words || is_templated(program)))
        return command_usable(&given->command, BESIDE, arena, param, error, hint);
    *param = 0;
    *error = program.len == 0
                 ? SV("the program's name is empty")
                 : sv_format(arena, "'%.*s' is no program's name: it has a space in it",
                             SV_ARG(program));
    *hint = program.len == 0
                ? SV("the first item names the program: exec: [npm, ci]")
                : SV("write the program and each argument as an item: exec: [npm, ci]");
    return false;
}

static Sv touches(const void *decoded, Arena *arena) {
    return command_shown(arena, &((const ExecParams *)decoded)->argv);
}

static void manual(const HandCall *call, Hand *out) {
    const ExecParams *given = call->params;
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < given->argv.count; i++) {
        if (i > 0) buf_add_char(&line, ' ');
        if (hand_is_bare(call, given->argv.items[i]))
            buf_add(&line, given->argv.items[i]);
        else
            shell_add_word(&line, given->argv.items[i]);
    }
    hand_command(call, &given->command, SV("Run:"), buf_sv(&line), out);
}

static void run(const ActionCall *call, Outcome *out) {
    const ExecParams *given = call->params;
    ProgramLine line = {.request = command_shown(call->arena, &given->argv), .argv = given->argv};
    command_run(call, &given->command, &line, out);
}

// The script of a shell; for any other program the line, since that may pass over a failure too.
static bool script(const void *decoded, Arena *arena, ActionScript *out) {
    const ExecParams *given = decoded;
    if (given->argv.count == 0) return false;
    *out = (ActionScript){.may_stay = given->command.background.count > 0};
    if (command_is_shell(given->argv.items[0])) {
        size_t at = command_shell(&given->argv, out);
        if (at >= given->argv.count) return false;
        out->text = given->argv.items[at];
        return true;
    }
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < given->argv.count; i++) {
        if (i > 0) buf_add_char(&line, ' ');
        shell_add_word(&line, given->argv.items[i]);
    }
    out->text = buf_keep(&line, arena);
    out->line = out->errexit = out->pipefail = true;
    return true;
}

static bool program(const void *decoded, Sv *name, int *param) {
    const ExecParams *given = decoded;
    *param = ARGV;
    if (given->argv.count == 0 || is_templated(given->argv.items[0])) return false;
    *name = given->argv.items[0];
    return true;
}

const Action action_exec = {
    .name = "exec",
    .summary = "Runs one program, without a shell.",
    .since = "0.1",
    .doc =
        "The program is looked up in PATH and gets its arguments as they are: nothing is split, expanded or "
        "quoted. It counts as answered once it has ended; `exit_code == 0` is expected unless a `must` "
        "expectation reads `exit_code` itself. A program that cannot be started makes the step undecided: "
        "nothing was done.\n\n"
        "It runs in a session of its own, so it can ask nobody, and Ctrl-C reaches the runbook alone. At its "
        "timeout, and when the run stops, all that came from it is ended: TERM, two seconds, KILL; "
        "children that made a session of their own are found too. What it leaves running in the background "
        "when it ends is given half a second, then ended the same way. Whether that was done is not known, so a "
        "change is in doubt and a read undecided, unless `background: keep`, or a list of programs such as "
        "`[ssh, git]`, says what is meant to stay: that lives on after the step and after the run, with what it "
        "started itself, and the transcript names it. At a timeout or a stop nothing stays. When the runner itself dies, even by kill -9, all that it started is "
        "ended within a second.\n\n"
        "That something was ended is said only where it was seen to have ended. A program that became another "
        "user cannot be ended by this one: the step says which processes may still be running, and the run's "
        "lock is held until they have ended. A command that kills the process that watches over it is ended "
        "with all it had started, and the step is without an answer.\n\n"
        "Its environment is a small base (`PATH HOME USER LOGNAME LANG LC_* TZ TERM TMPDIR`), what "
        "`pass_env` lets through and what `env` sets. A secret never stands in its arguments; hand it on "
        "by `env`, as a `{ file: … }`, or by `stdin`.",
    .effect = EFFECT_CHANGE,
    .touches = touches,
    .manual = manual,
    .timeout_ns = 600 * (int64_t)1000000000,
    .params = params,
    .param_count = sizeof params / sizeof *params,
    .params_size = sizeof(ExecParams),
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
