#include "command.h"
#include "given_time.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "drive/environment.h"
#include "drive/private.h"
#include "drive/process.h"
#include "drive/program.h"
#include "text_json.h"
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

enum { SHOWN_CEILING = 64 * 1024, SMALL = 1024 };

// ── telling ──

static bool is_plain(Sv word) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("_-./:=@%+,", c)) || (unsigned char)c >= 0x80;
        if (!plain) return false;
    }
    return word.len > 0;
}

Sv command_shown(Arena *arena, const Texts *argv) {
    BUF_AUTO Buf line = buf_new(SHOWN_CEILING);
    for (size_t i = 0; i < argv->count; i++) {
        if (i > 0) buf_add_char(&line, ' ');
        const char *quote = is_plain(argv->items[i]) ? "" : "'";
        buf_add_c(&line, quote);
        utf8_add_shown(&line, argv->items[i], false);
        buf_add_c(&line, quote);
    }
    return buf_keep(&line, arena);
}

static void refuse(Outcome *out, OutcomeEnd end, Sv reason, Sv mend) {
    out->end = end;
    out->reason = reason;
    out->mend = mend;
}

static Sv left_note(Arena *arena, const Process *process) {
    if (!process->left) return (Sv){0};
    bool one = process->left == 1;
    return sv_format(
        arena,
        "it left %u process%s running in the background, which %s ended: %s (a service manager starts services)",
        process->left, one ? "" : "es", one ? "was" : "were", process->names);
}

static Sv answer(Arena *arena, const Process *process, Sv signal, bool replaced) {
    BUF_AUTO Buf buf = buf_new(SMALL);
    if (signal.len)
        buf_addf(&buf, "ended by %.*s", SV_ARG(signal));
    else
        buf_addf(&buf, "exit %d", WEXITSTATUS(process->status));
    if (replaced)
        buf_add_c(&buf, "; what it printed is not all UTF-8, ill-formed bytes are shown as U+FFFD");
    return buf_keep(&buf, arena);
}

// ── results ──

enum { EXIT_CODE, SIGNAL, STDOUT, STDERR, LINES, JSON, ELAPSED };

// A text with a hole proves nothing about what stood in it.
static bool whole_text(Arena *arena, Value text, const char *name, Value *out, Sv *error) {
    Sv left_out = text.kind == VALUE_STRING ? capture_left_out(value_text(text)) : (Sv){0};
    if (text.kind != VALUE_STRING)
        *error = sv_format(arena, "there is no %s", name);
    else if (left_out.len)
        *error = sv_format(arena, "%s is not whole: %.*s (OUTPUT_BYTES)", name, SV_ARG(left_out));
    if (text.kind != VALUE_STRING || left_out.len) return false;
    *out = text;
    return true;
}

static bool derive_stdout(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_text(arena, results[STDOUT], "stdout", out, error);
}

static bool derive_stderr(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_text(arena, results[STDERR], "stderr", out, error);
}

static bool derive_lines(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value text;
    if (!derive_stdout(arena, results, &text, error)) return false;
    ListBuilder lines = list_builder(arena);
    Sv rest = value_text(text), line;
    while (sv_next_line(&rest, &line))
        list_add(&lines, value_string(line));
    *out = list_done(&lines);
    return true;
}

static bool derive_json(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value text;
    if (!derive_stdout(arena, results, &text, error)) return false;
    return text_as_json(arena, value_text(text), "stdout", out, error);
}

const ResultField command_results[COMMAND_RESULT_COUNT] = {
    [EXIT_CODE] = {.name = "exit_code",
                   .called = "the exit status",
                   .type = "int",
                   .range = "0..255",
                   .doc = "Its exit status; 128 and the signal's number where a signal ended it."},
    [SIGNAL] = {.name = "signal",
                .type = "string?",
                .range = "'SIG*', 'signal *'",
                .doc = "The signal that ended it, such as `SIGSEGV`; null where none did."},
    [STDOUT] =
        {.name = "stdout",
         .called = "what it prints",
         .type = "string",
         .doc = "What it printed on standard output. Beyond OUTPUT_BYTES only head and tail are "
                "kept, and reading it is an error: a text with a hole proves nothing.",
         .derive = derive_stdout,
         .made_from = "stdout"},
    [STDERR] = {.name = "stderr",
                .called = "what it prints as errors",
                .type = "string",
                .doc = "What it printed on standard error.",
                .derive = derive_stderr,
                .made_from = "stderr"},
    [LINES] = {.name = "lines",
               .type = "list(string)",
               .doc = "The lines of stdout, without their ends.",
               .derive = derive_lines,
               .made_from = "stdout",
               .same_as = "lines(stdout)"},
    [JSON] = {.name = "json",
              .type = "dyn",
              .doc = "stdout read as JSON; an error where it is none.",
              .derive = derive_json,
              .made_from = "stdout",
              .same_as = "json(stdout)"},
    [ELAPSED] = {.name = "elapsed",
                 .type = "duration",
                 .range = "0..",
                 .doc = "From its start to the end of all that came from it.",
                 .not_observed = true},
};

// ── running ──

static bool holds_nul(const Texts *argv) {
    for (size_t i = 0; i < argv->count; i++)
        if (sv_find_char(argv->items[i], '\0', 0) != SV_NONE) return true;
    return false;
}

static bool is_usable(Arena *arena, const CommandParams *params, const CommandLine *line,
                      Outcome *out) {
    if (line->argv.count == 0 || line->argv.items[0].len == 0) {
        refuse(out, OUTCOME_BAD_VALUE, SV("there is no program to run: the list is empty"),
               (Sv){0});
    } else if (holds_nul(&line->argv)) {
        refuse(out, OUTCOME_BAD_VALUE,
               SV("an argument holds a NUL byte, which no program can be given"),
               SV("hand it on by stdin:"));
    } else if (params->input.len > LIMIT_STDIN_BYTES) {
        refuse(out, OUTCOME_BAD_VALUE,
               sv_format(arena, "stdin holds %zu bytes; at most %d are handed on (STDIN_BYTES)",
                         params->input.len, LIMIT_STDIN_BYTES),
               SV("let the command read a file"));
    } else {
        return true;
    }
    return false;
}

// The script's file as the last argument.
static bool add_script(const ActionCall *call, const CommandLine *line, Environment *environment,
                       Texts *argv, Outcome *out) {
    *argv = line->argv;
    if (!line->script.len) return true;
    if (!environment->private_folder)
        environment->private_folder = private_folder_new(call->arena, call->env);
    Sv path =
        environment->private_folder
            ? private_file_new(call->arena, environment->private_folder, "script", line->script)
            : (Sv){0};
    if (!path.len) {
        Sv why = file_error(call->arena, errno);
        refuse(out, OUTCOME_NOT_STARTED,
               sv_format(call->arena,
                         "could not start: the script's private file cannot be written: %.*s",
                         SV_ARG(why)),
               (Sv){0});
        return false;
    }
    Sv *items = arena_new_array(call->arena, Sv, line->argv.count + 1);
    memcpy(items, line->argv.items, line->argv.count * sizeof *items);
    items[line->argv.count] = path;
    *argv = (Texts){items, line->argv.count + 1};
    return true;
}

static void set_results(Arena *arena, Process *process, Outcome *out, bool *replaced) {
    bool out_replaced, err_replaced;
    Value *results = arena_new_array(arena, Value, COMMAND_RESULT_COUNT);
    results[EXIT_CODE] = results[SIGNAL] = results[LINES] = results[JSON] = value_null();
    results[STDOUT] = value_string(capture_text(&process->out, arena, &out_replaced));
    results[STDERR] = value_string(capture_text(&process->err, arena, &err_replaced));
    results[ELAPSED] = value_duration_ns(process->elapsed_ns);
    out->results = results;
    out->output = screen_text(&process->screen, arena);
    *replaced = out_replaced || err_replaced;
}

static void tell_end(Arena *arena, const Process *process, Outcome *out, bool replaced) {
    bool signalled = WIFSIGNALED(process->status);
    Sv signal = signalled ? signal_name(arena, WTERMSIG(process->status)) : (Sv){0};
    int code = signalled ? 128 + WTERMSIG(process->status) : WEXITSTATUS(process->status);
    out->end = OUTCOME_ANSWERED;
    out->answer = answer(arena, process, signal, replaced);
    out->note = left_note(arena, process);
    out->results[EXIT_CODE] = value_int(code);
    if (signalled) out->results[SIGNAL] = value_string(signal);
}

static void tell(const ActionCall *call, Process *process, int64_t allowed_ns, Outcome *out) {
    bool replaced;
    set_results(call->arena, process, out, &replaced);
    switch (process->end) {
    case PROCESS_ENDED: tell_end(call->arena, process, out, replaced); return;
    case PROCESS_NOT_STARTED:
    case PROCESS_UNWATCHED: return; // told by the caller, who knows the names
    case PROCESS_TIMED_OUT: {
        Sv allowed = given_time(call->arena, allowed_ns);
        out->timed_out = true;
        refuse(out, OUTCOME_NO_ANSWER,
               sv_format(call->arena,
                         "it did not end within %.*s, and was ended with all it had started",
                         SV_ARG(allowed)),
               SV("look at what it printed last; where it needs longer, raise timeout:"));
        return;
    }
    case PROCESS_CANCELLED:
        out->cancelled = true;
        refuse(out, OUTCOME_NO_ANSWER,
               SV("the run was stopped, and it was ended with all it had started"), (Sv){0});
        return;
    case PROCESS_LOST:
        refuse(out, OUTCOME_NO_ANSWER,
               SV("the process that watched over it is gone; what became of it is not known"),
               (Sv){0});
        return;
    }
}

static void run_found(const ActionCall *call, const CommandParams *params, const Texts *argv,
                      const Environment *environment, Sv file, Sv folder, Outcome *out) {
    ProcessSpec spec = {.file = file,
                        .argv = argv->items,
                        .argc = argv->count,
                        .environment = environment->entries,
                        .environment_count = environment->count,
                        .folder = folder,
                        .input = params->input,
                        .private_folder = environment->private_folder,
                        .live = call->live,
                        .self = call->self};
    Process process;
    int64_t allowed = wait_left(&call->waiter);
    process_run(&spec, &call->waiter, call->pool, &process);
    if (process.end == PROCESS_NOT_STARTED) {
        Refusal refusal = program_refused(call->arena, argv->items[0], file, folder, process.error);
        refuse(out, OUTCOME_NOT_STARTED, refusal.reason, refusal.mend);
    } else if (process.end == PROCESS_UNWATCHED) {
        Sv why = file_error(call->arena, process.error);
        refuse(out, OUTCOME_NOT_STARTED,
               sv_format(call->arena,
                         "could not start: what watches over programs cannot be had: %.*s",
                         SV_ARG(why)),
               (Sv){0});
    } else {
        tell(call, &process, allowed, out);
    }
    process_free(&process);
}

void command_run(const ActionCall *call, const CommandParams *params, const CommandLine *line,
                 Outcome *out) {
    *out = (Outcome){.request = line->request};
    if (!is_usable(call->arena, params, line, out)) return;
    Sv reason = {0};
    if (!call->permitted(call->self, "program", line->argv.items[0], &reason)) {
        refuse(out, OUTCOME_DENIED, reason, (Sv){0});
        return;
    }
    EnvironmentSpec wanted = {&params->env, &params->pass_env, &call->secret_variables};
    Environment environment;
    if (!environment_build(call->arena, call->env, &wanted, &environment, &reason)) {
        refuse(out, OUTCOME_BAD_VALUE, reason, (Sv){0});
        return;
    }
    Sv folder = params->cwd.len ? path_join(call->arena, call->folder, params->cwd) : call->folder;
    Sv file;
    Texts argv;
    Refusal refusal;
    if (!program_find(call->arena, line->argv.items[0], environment.path, folder, &file, &refusal))
        refuse(out, OUTCOME_NOT_STARTED, refusal.reason, refusal.mend);
    else if (add_script(call, line, &environment, &argv, out))
        run_found(call, params, &argv, &environment, file, folder, out);
    environment_end(&environment);
}
