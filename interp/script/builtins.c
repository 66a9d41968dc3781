// How the shell itself loses the failure of a command: if the command only produces a word of
// another one.
#include "base/system/file.h"
#include "script/look.h"

static const ShRun *first_run(const ShWord *word) {
    return word->run_count > 0 ? &word->runs[0] : NULL;
}

static Sv name_of(const ShLook *look, const ShWord *assign) {
    Sv text = sh_slice(look, assign->span);
    Sv name = sv_slice(text, 0, sv_find_char(text, '=', 0));
    return sv_ends(name, SV("+")) ? sv_slice(name, 0, name.len - 1) : name;
}

// ── export V=$(…) ──

static void look_declaration(ShLook *look, const ShCommand *command) {
    Sv verb = sh_plain(&command->words[0]);
    uint32_t with = 0;
    for (uint32_t i = 1; i < command->word_count && !with; i++)
        if (first_run(&command->words[i])) with = i;
    if (!with) return;
    Sv name = name_of(look, &command->words[with]);
    Sv assign = sh_slice(look, command->words[with].span);
    bool before = sv_eq_c(verb, "local") || sv_eq_c(verb, "declare") || sv_eq_c(verb, "typeset");
    Sv options = {0};
    if (command->word_count > 2 && sv_starts(sh_plain(&command->words[1]), SV("-")))
        options = sh_plain(&command->words[1]);
    bool constant = sv_find_char(options, 'r', 0) != SV_NONE;
    Sv hint = before ? sv_format(look->arena, "%.*s %.*s\n%.*s%s%.*s", SV_ARG(verb), SV_ARG(name),
                                 SV_ARG(assign), constant ? "\nreadonly " : "",
                                 SV_ARG(constant ? name : SV("")))
                     : sv_format(look->arena, "%.*s\n%.*s %.*s", SV_ARG(assign), SV_ARG(verb),
                                 SV_ARG(name));
    sh_find(look, command->span,
            "the status of what makes the value is lost: that of the declaration counts", hint);
}

// ── V=$(…) command ──

static void look_prefix(ShLook *look, const ShCommand *command) {
    for (uint32_t i = 0; i < command->assign_count && command->word_count > 0; i++) {
        const ShWord *assign = &command->assigns[i];
        if (!first_run(assign)) continue;
        Sv name = name_of(look, assign);
        Sv again = sv_format(look->arena, "%.*s=\"$%.*s\"", SV_ARG(name), SV_ARG(name));
        Sv line = sh_rewritten(look, command->span, assign->span, again);
        sh_find(look, command->span,
                "the status of what makes the value is lost: that of the command counts",
                sv_format(look->arena, "%.*s\n%.*s", SV_ARG(sh_slice(look, assign->span)),
                          SV_ARG(line)));
        return;
    }
}

// ── eval "$(…)" ──

static void look_eval(ShLook *look, const ShCommand *command) {
    for (uint32_t i = 1; i < command->word_count; i++) {
        const ShRun *run = first_run(&command->words[i]);
        if (!run || run->process) continue;
        Sv line = sh_rewritten(look, command->span, command->words[i].span, SV("\"$words\""));
        sh_find(look, command->span,
                "the status of what makes the text is lost: nothing is run, and that is 0",
                sv_format(look->arena, "words=%.*s\n%.*s", SV_ARG(sh_slice(look, run->span)),
                          SV_ARG(line)));
        return;
    }
}

// ── [ -z "$(…)" ] ──

// A test that a failed command, which prints nothing, would make true.
static bool holds_for_nothing(const ShCommand *command) {
    bool brackets = command->kind == SH_TEST;
    static const char *const always[] = {"-z", "!=", "!"};
    static const char *const numbers[] = {"-eq", "-le", "-lt", "-ne"};
    for (uint32_t i = 0; i < command->word_count; i++) {
        for (size_t k = 0; k < sizeof always / sizeof *always; k++)
            if (sh_word_is(&command->words[i], always[k])) return true;
        for (size_t k = 0; brackets && k < sizeof numbers / sizeof *numbers; k++)
            if (sh_word_is(&command->words[i], numbers[k])) return true;
    }
    return false;
}

static void look_test(ShLook *look, const ShCommand *command, ShSpan pipe, ShUse use) {
    bool holds = holds_for_nothing(command);
    if (use == SH_USE_UNKNOWN || (use == SH_USE_GOES_ON) != holds) return;
    for (uint32_t i = 0; i < command->word_count; i++) {
        const ShRun *run = first_run(&command->words[i]);
        if (!run || run->process || sh_cannot_fail(run)) continue;
        Sv line = sh_rewritten(look, pipe, command->words[i].span, SV("\"$found\""));
        sh_find(look, pipe,
                "where the command within fails it prints nothing, and that passes for well",
                sv_format(look->arena, "found=%.*s\n%.*s", SV_ARG(sh_slice(look, run->span)),
                          SV_ARG(line)));
        return;
    }
}

// ── trap, wait, set ──

// `trap clean EXIT` with a function that ends with 0, and `exit $?` after another command.
static void look_handler(ShLook *look, const ShCommand *command) {
    const ShWord *word = &command->words[1];
    Sv handler = sh_slice(look, word->span), name = sh_plain(word);
    if (!word->raw && handler.len >= 2) handler = sv_slice(handler, 1, handler.len - 1);
    handler = sv_trim(handler);
    bool at_once = sv_starts(sh_slice(look, word->span), SV("\""));
    bool forgets = sv_ends(handler, SV("exit $?")) && (at_once || !sv_eq_c(handler, "exit $?"));
    if (!forgets && !sh_forgets_status(look, sv_trim(name))) return;
    sh_find(look, command->span, "the script ends with 0 whatever has failed",
            SV("leave the `exit` at its end out: the status then stays what it was"));
}

static void look_trap(ShLook *look, const ShCommand *command) {
    if (command->word_count < 3) return;
    Sv handler = sv_trim(sh_plain(&command->words[1]));
    bool at_end = false;
    for (uint32_t i = 2; i < command->word_count; i++)
        at_end = at_end || sh_word_is(&command->words[i], "EXIT") ||
                 sh_word_is(&command->words[i], "0") || sh_word_is(&command->words[i], "ERR");
    if (at_end) look_handler(look, command);
    if (!at_end || !sv_ends(handler, SV("exit 0"))) return;
    Sv rest = sv_trim(sv_slice(handler, 0, handler.len - 6));
    if (sv_ends(rest, SV(";"))) rest = sv_trim(sv_slice(rest, 0, rest.len - 1));
    bool plain = sv_find_char(rest, '\'', 0) == SV_NONE;
    Sv hint = SV("leave the trap out");
    if (rest.len > 0)
        hint = plain ? sh_rewritten(look, command->span, command->words[1].span,
                                    sv_format(look->arena, "'%.*s'", SV_ARG(rest)))
                     : SV("leave `exit 0` out of it: the status then stays what it was");
    sh_find(look, command->span, "the script ends with 0 whatever has failed", hint);
}

#define EACH_JOB                                                                                   \
    "begin each by: … & jobs+=(\"$!\")\nand wait for each: for job in \"${jobs[@]}\"; do wait \"$job\"; done"

// A $pids that is appended to, or that contains itself.
static bool holds_several(const ShLook *look, Sv word) {
    if (!sv_starts(word, SV("$")) || word.len < 2) return false;
    Sv name = sv_slice(word, 1, word.len);
    Sv adding[] = {sv_format(look->arena, "%.*s+=", SV_ARG(name)),
                   sv_format(look->arena, "%.*s=\"$%.*s ", SV_ARG(name), SV_ARG(name)),
                   sv_format(look->arena, "%.*s=\"${%.*s} ", SV_ARG(name), SV_ARG(name))};
    for (size_t i = 0; i < sizeof adding / sizeof *adding; i++)
        if (sv_find(look->text, adding[i], 0) != SV_NONE) return true;
    return false;
}

static bool runs_jobs(const ShWord *word) {
    const ShRun *run = first_run(word);
    const ShItem *item = run && run->list->count == 1 ? &run->list->items[0] : NULL;
    return item && sv_eq_c(sh_program_name(item->pipes[0].commands[0]), "jobs");
}

// A line that waits for each by itself; empty if there is only one.
static Sv each_by_itself(const ShLook *look, const ShCommand *command) {
    Sv lines = SV("");
    for (uint32_t i = 1; i < command->word_count; i++) {
        Sv word = sh_slice(look, command->words[i].span);
        if (sv_starts(word, SV("-"))) return SV(""); // wait -n: whichever ends first
        if (runs_jobs(&command->words[i])) return SV(EACH_JOB);
        bool list = sv_find(word, SV("[@]"), 0) != SV_NONE ||
                    sv_find(word, SV("[*]"), 0) != SV_NONE || holds_several(look, word);
        if (list)
            return sv_format(look->arena, "for job in %.*s; do wait \"$job\"; done", SV_ARG(word));
        lines = sv_format(look->arena, "%.*s%swait %.*s", SV_ARG(lines), i > 1 ? "\n" : "",
                          SV_ARG(word));
    }
    return command->word_count > 2 ? lines : SV("");
}

static void look_wait(ShLook *look, const ShCommand *command) {
    if (look->kills) return;
    if (command->word_count == 1) {
        sh_find(look, command->span, "`wait` without a job is 0 whatever became of the jobs",
                SV(EACH_JOB));
        return;
    }
    Sv each = each_by_itself(look, command);
    if (each.len > 0)
        sh_find(look, command->span, "of several jobs `wait` tells only what became of the last",
                each);
}

static void set_option(ShLook *look, const ShCommand *command, Sv word, bool on, uint32_t next) {
    bool named = sv_ends(word, SV("o")) && next < command->word_count;
    bool errexit = sv_find_char(word, 'e', 1) != SV_NONE ||
                   (named && sh_word_is(&command->words[next], "errexit"));
    bool pipefail = named && sh_word_is(&command->words[next], "pipefail");
    if (pipefail) look->shell.pipefail = on;
    if (errexit && !on && look->errexit && !look->asks_status && (look->told = true))
        sh_find(look, command->span, "from here on the script goes on after a command that failed",
                SV("leave it out; where a status is to be looked at: status=0; … || status=$?"));
    if (errexit) look->errexit = on;
}

static void look_set(ShLook *look, const ShCommand *command) {
    for (uint32_t i = 1; i < command->word_count; i++) {
        Sv word = sh_plain(&command->words[i]);
        if (word.len > 1 && (word.at[0] == '-' || word.at[0] == '+'))
            set_option(look, command, word, word.at[0] == '-', i + 1);
    }
}

// ── for x in $(…), <(…) ──

static void look_for(ShLook *look, const ShCommand *command) {
    for (uint32_t i = 1; i < command->word_count; i++) {
        const ShRun *run = first_run(&command->words[i]);
        if (look->waits && !look->kills && runs_jobs(&command->words[i])) {
            uint32_t end = command->words[command->word_count - 1].span.to;
            sh_find(look, (ShSpan){command->span.from, end},
                    "`jobs` no longer knows a job that has ended, nor that it failed",
                    SV(EACH_JOB));
            return;
        }
        if (!run || run->process || sh_cannot_fail(run)) continue;
        uint32_t end = command->words[command->word_count - 1].span.to;
        Sv line = sh_rewritten(look, (ShSpan){command->span.from, end}, command->words[i].span,
                               SV("$items"));
        sh_find(look, (ShSpan){command->span.from, end},
                "where the command within fails the loop goes over nothing, and that is 0",
                sv_format(look->arena, "items=%.*s\n%.*s; do", SV_ARG(sh_slice(look, run->span)),
                          SV_ARG(line)));
        return;
    }
}

// The offset of the `<` before a word.
static uint32_t redirection(const ShLook *look, uint32_t at) {
    uint32_t from = at;
    while (from > 0 && (look->text.at[from - 1] == ' ' || look->text.at[from - 1] == '\t'))
        from--;
    return from > 0 && look->text.at[from - 1] == '<' ? from - 1 : at;
}

// `made` counts the files in the hints of one command.
static void find_process(ShLook *look, const ShWord *word, bool input, uint32_t *made) {
    for (uint32_t i = 0; i < word->run_count; i++) {
        const ShRun *run = &word->runs[i];
        if (!run->process || !run->arriving || sh_cannot_fail(run)) continue;
        Sv within = sv_slice(look->text, run->span.from + 2, run->span.to - 1);
        Sv file = *made == 0 ? SV("found.txt") : sv_format(look->arena, "found-%u.txt", *made + 1);
        ++*made;
        ShSpan place = run->span;
        if (input) place.from = redirection(look, place.from);
        sh_find(look, place, "the status of what runs in <( ) is lost",
                sv_format(look->arena, "before it: %.*s > %.*s\nand here: %s%.*s", SV_ARG(within),
                          SV_ARG(file), input ? "< " : "", SV_ARG(file)));
    }
}

static const struct Builtin {
    const char *name;
    void (*look)(ShLook *look, const ShCommand *command);
} builtins[] = {{"export", look_declaration},
                {"local", look_declaration},
                {"declare", look_declaration},
                {"typeset", look_declaration},
                {"readonly", look_declaration},
                {"eval", look_eval},
                {"trap", look_trap},
                {"wait", look_wait},
                {"set", look_set}};

void sh_look_builtin(ShLook *look, const ShCommand *command, ShSpan pipe, ShUse use) {
    uint32_t made = 0;
    for (uint32_t i = 0; i < command->word_count; i++)
        find_process(look, &command->words[i], false, &made);
    for (uint32_t i = 0; i < command->redirect_count; i++)
        find_process(look, &command->redirects[i].word, true, &made);
    if (command->kind == SH_FOR) look_for(look, command);
    if (command->kind == SH_TEST) look_test(look, command, pipe, use);
    if (command->kind != SH_SIMPLE) return;
    look_prefix(look, command);
    Sv name = command->word_count > 0 ? sh_plain(&command->words[0]) : SV("");
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (sv_eq_c(name, builtins[i].name)) builtins[i].look(look, command);
    if (sv_eq_c(name, "[") || sv_eq_c(name, "test")) look_test(look, command, pipe, use);
}
