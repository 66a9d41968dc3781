// Registry.program: subjects and secrets that come from a program. It runs as the operator's own
// shell would run it, with the whole environment; steps get less (drivers/process/environment.h).
#include "common/command.h"

#include "base/shown/shown.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "common/ending.h"
#include "common/text_json.h"
#include "drivers/process/environment.h"
#include "drivers/process/process.h"
#include "drivers/process/program.h"
#include <sys/wait.h>

static Sv last_words(Arena *arena, const Process *process) {
    enum { LINE = 2048 };
    BUF_AUTO Buf line = buf_new(LINE), shown = buf_new(4 * LINE);
    last_lines_last(&process->lines, &line);
    shown_add(&shown, buf_sv(&line), false);
    return shown.len ? sv_format(arena, ": %.*s", SV_ARG(buf_sv(&shown))) : (Sv){0};
}

// What it printed if it ended well, else *error.
static bool take(Arena *arena, Process *process, bool secret, Sv *out, Sv *error) {
    if (process->end == PROCESS_CANCELLED) {
        *error = SV("the run was stopped");
        return false;
    }
    if (process->end == PROCESS_UNWATCHED) {
        Sv why = file_error(arena, process->error);
        *error = sv_format(arena, "what watches over programs cannot be had: %.*s", SV_ARG(why));
        return false;
    }
    if (process->end != PROCESS_ENDED) {
        bool timed_out = process->end == PROCESS_TIMED_OUT;
        Sv became = ending_clause(arena, process);
        *error = timed_out && process->ended
                     ? SV("it did not end in time")
                     : sv_format(arena, process->ended ? "%s, and %.*s" : "%s; %.*s",
                                 timed_out ? "it did not end in time"
                                           : "the process that watched over it was killed",
                                 SV_ARG(became));
        return false;
    }
    if (process->status != 0) {
        Sv words = secret ? SV("") : last_words(arena, process);
        if (WIFSIGNALED(process->status)) {
            Sv signal = signal_name(arena, WTERMSIG(process->status));
            *error = sv_format(arena, "it was ended by %.*s", SV_ARG(signal));
        } else {
            *error = sv_format(arena, "it ended with exit %d%.*s", WEXITSTATUS(process->status),
                               SV_ARG(words));
        }
        return false;
    }
    Sv text = output_buffer_bytes(&process->out, arena), left_out = output_buffer_left_out(text);
    size_t bad = 0;
    bool is_text = utf8_valid(text, &bad);
    if (left_out.len)
        *error = sv_format(arena, "it printed too much: %.*s (OUTPUT_BYTES)", SV_ARG(left_out));
    else if (!is_text)
        *error = secret ? SV("what it printed is not text in UTF-8")
                        : not_text(arena, text, bad, "what it printed");
    else
        *out = text;
    return is_text && !left_out.len;
}

static bool run(Arena *arena, const Texts *argv, Sv folder, bool secret, const Waiter *waiter,
                const Environment *environment, Sv *out, Sv *error) {
    Sv file;
    Refusal refusal;
    if (!program_find(arena, argv->items[0], environment->path, folder, &file, &refusal)) {
        *error = refusal.reason;
        return false;
    }
    ProcessSpec spec = {.file = file,
                        .argv = argv->items,
                        .argc = argv->count,
                        .environment = environment->entries,
                        .environment_count = environment->count,
                        .folder = folder};
    Process process;
    process_run(&spec, waiter, NULL, &process);
    bool taken = process.end != PROCESS_NOT_STARTED && take(arena, &process, secret, out, error);
    if (process.end == PROCESS_NOT_STARTED)
        *error = program_refused(arena, argv->items[0], file, folder, process.error).reason;
    process_free(&process);
    return taken;
}

bool command_program(Arena *arena, const Texts *argv, Sv folder, bool secret, const Waiter *waiter,
                     Sv *out, Sv *error) {
    static const Sv everything[] = {SV_INIT("*")};
    Texts pass = {everything, 1};
    EnvironmentSpec wanted = {.pass = &pass};
    Environment environment;
    if (argv->count == 0 || argv->items[0].len == 0) {
        *error = SV("there is no program to run: the list is empty");
        return false;
    }
    if (!environment_build(arena, waiter->env, &wanted, &environment, error)) return false;
    bool done = run(arena, argv, folder, secret, waiter, &environment, out, error);
    return done;
}
