#include "common/command.h"
#include "base/ascii.h"
#include "base/num.h"

#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "common/ending.h"
#include "common/save_name.h"
#include "common/text_json.h"
#include "drivers/process/environment.h"
#include "drivers/process/process.h"
#include "drivers/process/program.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

enum { SHOWN_CEILING = 64 * 1024, SMALL = 1024 };

enum {
    EXIT_CODE,
    SIGNAL,
    STDOUT,
    STDERR,
    TEXT,
    STDOUT_BYTES,
    STDERR_BYTES,
    LINES,
    JSON,
    ELAPSED,
    SAVED,
    ROW_COUNT
};

_Static_assert((int)ROW_COUNT == (int)COMMAND_RESULT_COUNT, "command.h says how many there are");

// ── telling ──

static bool is_plain(Sv word) {
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        bool plain =
            ascii_is_alnum(c) || (c && strchr("_-./:=@%+,", c)) || (unsigned char)c >= 0x80;
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
        shown_add(&line, argv->items[i], false);
        buf_add_c(&line, quote);
    }
    return buf_keep(&line, arena);
}

static void refuse(Outcome *out, OutcomeStatus status, Sv reason, Sv hint) {
    out->end = status;
    out->reason = reason;
    out->hint = hint;
}

static bool is_text(Value printed) {
    return printed.kind != VALUE_BYTES;
}

// `… | grep -q x` ends at the first match, and SIGPIPE ends what writes to it: under pipefail that
// is the status of the pipe.
static bool wrote_on(const Process *process) {
    return WIFSIGNALED(process->status) ? WTERMSIG(process->status) == SIGPIPE
                                        : WEXITSTATUS(process->status) == 128 + SIGPIPE;
}

static Sv answer(Arena *arena, const Process *process, Sv signal, const Value *results) {
    BUF_AUTO Buf buf = buf_new(SMALL);
    if (signal.len)
        buf_addf(&buf, "ended by %.*s", SV_ARG(signal));
    else
        buf_addf(&buf, "exit %d", WEXITSTATUS(process->status));
    if (!signal.len && wrote_on(process)) buf_add_c(&buf, " (SIGPIPE)");
    if (!is_text(results[STDOUT]) || !is_text(results[STDERR]))
        buf_add_c(&buf, "; it printed bytes that are not UTF-8, shown as \\x…");
    return buf_keep(&buf, arena);
}

// ── results ──

// A text with a hole in it proves nothing about the missing part.
static bool whole(Arena *arena, Value printed, const char *name, Sv *error) {
    bool there = printed.kind == VALUE_STRING || printed.kind == VALUE_BYTES;
    Sv left_out = there ? output_buffer_left_out(value_text(printed)) : (Sv){0};
    if (!there)
        *error = sv_format(arena, "there is no %s", name);
    else if (left_out.len)
        *error = sv_format(arena, "%s is not whole: %.*s (OUTPUT_BYTES)", name, SV_ARG(left_out));
    return there && !left_out.len;
}

static bool whole_bytes(Arena *arena, Value printed, const char *name, Value *out, Sv *error) {
    if (!whole(arena, printed, name, error)) return false;
    *out = value_bytes(value_text(printed));
    return true;
}

// Bytes that are not text are never turned into some text.
static bool whole_text(Arena *arena, Value printed, const char *name, Value *out, Sv *error) {
    if (!whole(arena, printed, name, error)) return false;
    size_t bad = 0;
    if (utf8_valid(value_text(printed), &bad)) {
        *out = value_string(value_text(printed));
        return true;
    }
    Sv where = not_text(arena, value_text(printed), bad, name);
    *error = sv_format(arena, "%.*s (the bytes themselves are in `%s_bytes`)", SV_ARG(where), name);
    return false;
}

static bool derive_stdout(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_text(arena, results[STDOUT], "stdout", out, error);
}

static bool derive_stderr(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_text(arena, results[STDERR], "stderr", out, error);
}

static bool derive_stdout_bytes(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_bytes(arena, results[STDOUT], "stdout", out, error);
}

static bool derive_stderr_bytes(Arena *arena, const Value *results, Value *out, Sv *error) {
    return whole_bytes(arena, results[STDERR], "stderr", out, error);
}

static bool derive_text(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value text;
    if (!derive_stdout(arena, results, &text, error)) return false;
    Sv all = value_text(text);
    *out = value_string(sv_ends(all, SV("\n")) ? sv_slice(all, 0, all.len - 1) : all);
    return true;
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
                   .of_status = true,
                   .type = "int",
                   .range = "0..255",
                   .doc = "Its exit status; 128 and the signal's number where a signal ended it."},
    [SIGNAL] = {.name = "signal",
                .of_status = true,
                .type = "string?",
                .range = "'SIG*', 'signal *'",
                .doc = "The signal that ended it, such as `SIGSEGV`; null where none did."},
    [STDOUT] =
        {.name = "stdout",
         .called = "what it prints",
         .type = "string",
         .doc =
             "What it printed on standard output. Bytes that are not UTF-8 make reading it an error "
             "(`stdout_bytes` has them), and so does what OUTPUT_BYTES left out: a text with a hole "
             "proves nothing.",
         .derive = derive_stdout,
         .made_from = "stdout"},
    [STDERR] = {.name = "stderr",
                .called = "what it prints as errors",
                .type = "string",
                .doc = "What it printed on standard error.",
                .derive = derive_stderr,
                .made_from = "stderr"},
    [TEXT] = {.name = "text",
              .type = "string",
              .doc = "stdout without its last line feed: `text == '1.4.2'`.",
              .derive = derive_text,
              .made_from = "stdout"},
    [STDOUT_BYTES] = {.name = "stdout_bytes",
                      .type = "bytes",
                      .doc = "What it printed on standard output, byte for byte.",
                      .derive = derive_stdout_bytes,
                      .made_from = "stdout"},
    [STDERR_BYTES] = {.name = "stderr_bytes",
                      .type = "bytes",
                      .doc = "What it printed on standard error, byte for byte.",
                      .derive = derive_stderr_bytes,
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
    [SAVED] =
        {.name = "saved",
         .type = "saved{path: string, digest: string, size: int}",
         .only_with = "save",
         .not_observed = true,
         .doc =
             "The file that keeps its standard output: its path, `sha256:…` over its bytes, and how many."},
};

// ── scripts ──

bool command_is_shell(Sv program) {
    static const char *const shells[] = {"sh", "bash", "dash", "ksh", "zsh", "ash"};
    Sv name = path_name(program);
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (sv_eq_c(name, shells[i])) return true;
    return false;
}

size_t command_shell(const Texts *argv, ActionScript *out) {
    Sv name = path_name(argv->items[0]);
    bool plain = sv_eq_c(name, "sh") || sv_eq_c(name, "dash") || sv_eq_c(name, "ash");
    bool bash = sv_eq_c(name, "bash"), ksh = sv_eq_c(name, "ksh");
    out->has_pipefail = !plain;
    out->dialect = bash ? "bash" : ksh ? "ksh" : plain ? "sh" : NULL;
    for (size_t i = 1; i < argv->count; i++) {
        Sv word = argv->items[i];
        bool letters = word.len > 1 && word.at[0] == '-' && word.at[1] != '-';
        if (!letters) continue;
        bool named = sv_ends(word, SV("o")) && i + 1 < argv->count;
        out->errexit |= sv_find_char(word, 'e', 1) != SV_NONE ||
                        (named && sv_eq_c(argv->items[i + 1], "errexit"));
        out->pipefail |= named && sv_eq_c(argv->items[i + 1], "pipefail");
        if (sv_find_char(word, 'c', 1) != SV_NONE) return i + 1;
        if (named) i++;
    }
    return argv->count;
}

// ── running ──

static bool holds_nul(const Texts *argv) {
    for (size_t i = 0; i < argv->count; i++)
        if (sv_find_char(argv->items[i], '\0', 0) != SV_NONE) return true;
    return false;
}

static bool is_usable(Arena *arena, const CommandParams *params, const ProgramLine *line,
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

// The script's file as the last argument: its path is put there when it is made.
static void add_script(Arena *arena, const ProgramLine *line, Environment *environment,
                       Texts *argv) {
    *argv = line->argv;
    if (!line->script.len) return;
    Sv *items = arena_new_array(arena, Sv, line->argv.count + 1);
    memcpy(items, line->argv.items, line->argv.count * sizeof *items);
    items[line->argv.count] = SV("");
    *argv = (Texts){items, line->argv.count + 1};
    PrivateFile *files = arena_new_array(arena, PrivateFile, environment->file_count + 1);
    for (size_t i = 0; i < environment->file_count; i++)
        files[i] = environment->files[i];
    files[environment->file_count++] = (PrivateFile){
        .name = SV("script"), .content = line->script, .argument = true, .index = line->argv.count};
    environment->files = files;
}

// In the form in which it is recorded: as text if it is text.
static Value printed(Sv bytes) {
    return utf8_valid(bytes, NULL) ? value_string(bytes) : value_bytes(bytes);
}

static void set_results(Arena *arena, Process *process, Outcome *out) {
    Value *results = arena_new_array(arena, Value, COMMAND_RESULT_COUNT);
    for (size_t i = 0; i < COMMAND_RESULT_COUNT; i++)
        results[i] = value_null();
    results[STDOUT] = printed(output_buffer_bytes(&process->out, arena));
    results[STDERR] = printed(output_buffer_bytes(&process->err, arena));
    results[ELAPSED] = value_duration_ns(process->elapsed_ns);
    out->results = results;
    out->output = last_lines_text(&process->lines, arena);
}

static void tell_end(Arena *arena, const Process *process, Outcome *out) {
    bool signalled = WIFSIGNALED(process->status);
    Sv signal = signalled ? signal_name(arena, WTERMSIG(process->status)) : (Sv){0};
    int code = signalled ? 128 + WTERMSIG(process->status) : WEXITSTATUS(process->status);
    out->end = OUTCOME_ANSWERED;
    out->answer = answer(arena, process, signal, out->results);
    if (wrote_on(process))
        out->hint =
            SV("the reader of a pipe closed it early, as `grep -q` and `head` do, while what "
               "writes to it was still writing. Let it read all: `| grep x >/dev/null` in "
               "place of `| grep -q x`, `| sed -n 1p` in place of `| head -1`");
    ending_tell_left(arena, process, out);
    out->results[EXIT_CODE] = value_int(code);
    if (signalled) out->results[SIGNAL] = value_string(signal);
}

static Sv late_text(Arena *arena, int64_t allowed_ns) {
    Sv allowed = duration_given(arena, allowed_ns);
    return sv_format(arena,
                     "it ended by itself, but only after the %.*s that it had: this process stood "
                     "still meanwhile and could not end it",
                     SV_ARG(allowed));
}

static void tell(const ActionCall *call, Process *process, int64_t allowed_ns, Outcome *out) {
    set_results(call->arena, process, out);
    // Nothing that came from it is left on this machine.
    out->over = process->ended;
    if (process->end == PROCESS_ENDED)
        tell_end(call->arena, process, out);
    else
        ending_tell(call->arena, process, allowed_ns, out);
    if (process->late) out->late = late_text(call->arena, allowed_ns);
}

// Words that must be alone; all others are names of programs.
static bool is_word(Sv name) {
    return sv_eq_c(name, "keep") || sv_eq_c(name, "none");
}

// Words that mean yes or no elsewhere; nobody leaves a program of that name running.
static const char *word_meant(Sv name) {
    static const char *const yes[] = {"true", "yes", "on", "all"};
    static const char *const no[] = {"false", "no", "off"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (sv_eq_c(name, yes[i])) return "keep";
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (sv_eq_c(name, no[i])) return "none";
    return NULL;
}

static SupervisorKeep keep_of(const Texts *background) {
    if (background->count == 0 || sv_eq_c(background->items[0], "none")) return KEEP_NOTHING;
    return sv_eq_c(background->items[0], "keep") ? KEEP_ALL : KEEP_NAMED;
}

static bool is_program_name(Sv name) {
    return name.len > 0 && sv_find_char(name, '/', 0) == SV_NONE &&
           sv_find_char(name, ' ', 0) == SV_NONE && sv_find_char(name, '\0', 0) == SV_NONE;
}

bool command_usable(const CommandParams *params, int first, Arena *arena, int *param, Sv *error,
                    Sv *hint) {
    enum { ENV, PASS_ENV, CWD, ANY_STATUS, STDIN, SAVE, BACKGROUND };
    if (!save_name_usable(params->save, arena, error, hint)) {
        *param = first + SAVE;
        return false;
    }
    const Texts *names = &params->background;
    for (size_t i = 0; i < names->count; i++) {
        Sv name = names->items[i];
        bool alone = names->count == 1, word = is_word(name);
        const char *meant = alone ? word_meant(name) : NULL;
        if (!meant &&
            (sv_find(name, SV("${"), 0) != SV_NONE || (is_program_name(name) && (alone || !word))))
            continue;
        *param = first + BACKGROUND;
        *error = sv_format(arena,
                           meant  ? "'%.*s' does not say what is meant to stay"
                           : word ? "'%.*s' stands alone, without names of programs"
                                  : "'%.*s' is no name of a program",
                           SV_ARG(name));
        *hint = meant  ? sv_format(arena, "write background: %s", meant)
                : word ? sv_format(arena, "write background: %.*s", SV_ARG(name))
                       : SV("write the name of its file, without folder or arguments: "
                            "background: [ssh, git]");
        return false;
    }
    return true;
}

static void tell_unfiled(Arena *arena, const PrivateFile *file, int error, Outcome *out) {
    Sv why = file_error(arena, error);
    if (file->argument)
        refuse(out, OUTCOME_NOT_STARTED,
               sv_format(arena,
                         "could not start: the script's private file cannot be written: %.*s",
                         SV_ARG(why)),
               (Sv){0});
    else
        refuse(out, OUTCOME_BAD_VALUE,
               sv_format(arena, "the private file for %.*s cannot be written: %.*s",
                         SV_ARG(file->name), SV_ARG(why)),
               (Sv){0});
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
                        .keep = keep_of(&params->background),
                        .keep_names = params->background.items,
                        .keep_count = params->background.count,
                        .files = environment->files,
                        .file_count = environment->file_count,
                        .live = call->live,
                        .self = call->self};
    Process process;
    int64_t allowed = wait_left(&call->waiter);
    process_run(&spec, &call->waiter, call->pool, &process);
    if (process.end == PROCESS_NOT_STARTED) {
        Refusal refusal = program_refused(call->arena, argv->items[0], file, folder, process.error);
        refuse(out, OUTCOME_NOT_STARTED, refusal.reason, refusal.hint);
    } else if (process.end == PROCESS_UNFILED) {
        tell_unfiled(call->arena, &environment->files[process.file], process.error, out);
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

void command_run(const ActionCall *call, const CommandParams *params, const ProgramLine *line,
                 Outcome *out) {
    *out = (Outcome){.request = line->request};
    if (!is_usable(call->arena, params, line, out)) return;
    Sv reason = {0};
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
    bool found =
        program_find(call->arena, line->argv.items[0], environment.path, folder, &file, &refusal);
    // What is started is the file that was found, and that one is asked for.
    if (!call->permitted(call->self, "program", found ? file : line->argv.items[0], &reason))
        refuse(out, OUTCOME_DENIED, reason, (Sv){0});
    else if (!found)
        refuse(out, OUTCOME_NOT_STARTED, refusal.reason, refusal.hint);
    else {
        add_script(call->arena, line, &environment, &argv);
        run_found(call, params, &argv, &environment, file, folder, out);
    }
}
