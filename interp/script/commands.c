// Classifies a command: its program, whether it asks, whether it can fail.
#include "base/limits.h"
#include "base/system/file.h"
#include "script/look.h"

Sv sh_slice(const ShLook *look, ShSpan span) {
    return sv_slice(look->text, span.from, span.to);
}

Sv sh_rewritten(const ShLook *look, ShSpan within, ShSpan place, Sv text) {
    Sv parts[] = {sv_slice(look->text, within.from, place.from), text,
                  sv_slice(look->text, place.to, within.to)};
    return sv_concat(look->arena, parts, 3);
}

bool sh_found_enough(const ShLook *look) {
    return look->found->count >= LIMIT_DIAGNOSTICS;
}

void sh_find(ShLook *look, ShSpan place, const char *reason, Sv hint) {
    ScriptFindings *found = look->found;
    if (sh_found_enough(look)) return;
    for (uint32_t i = 0; i < found->count; i++)
        if (found->items[i].from == place.from) return;
    arena_grow(look->arena, found->items, found->count, found->capacity);
    found->items[found->count++] = (ScriptFinding){place.from, place.to, sv_from_c(reason), hint};
}

Sv sh_plain(const ShWord *word) {
    return word->plain.at ? word->plain : SV("");
}

bool sh_word_is(const ShWord *word, const char *text) {
    return word->plain.at && sv_eq_c(word->plain, text);
}

static bool is_among(Sv word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq_c(word, list[i])) return true;
    return false;
}
#define AMONG(word, list) is_among(word, list, sizeof(list) / sizeof *(list))

static bool is_option(const ShWord *word) {
    return sv_starts(sh_plain(word), SV("-"));
}

static uint32_t skip_options(const ShCommand *command, uint32_t at, const char *taking) {
    while (at < command->word_count && is_option(&command->words[at])) {
        Sv option = sh_plain(&command->words[at++]);
        if (sv_eq_c(option, "--")) break;
        if (option.len == 2 && sv_find_char(sv_from_c(taking), option.at[1], 0) != SV_NONE) at++;
    }
    return at;
}

uint32_t sh_program(const ShCommand *command) {
    static const char *const plain[] = {"nohup", "command", "exec", "setsid", "builtin"};
    uint32_t at = 0;
    while (at < command->word_count) {
        Sv name = path_name(sh_plain(&command->words[at]));
        bool asked = sv_eq_c(name, "command") && at + 1 < command->word_count &&
                     (sh_word_is(&command->words[at + 1], "-v") ||
                      sh_word_is(&command->words[at + 1], "-V"));
        if (asked) return command->word_count;
        if (AMONG(name, plain)) {
            at = skip_options(command, at + 1, "a");
        } else if (sv_eq_c(name, "sudo") || sv_eq_c(name, "doas")) {
            at = skip_options(command, at + 1, "ughpCDRT");
        } else if (sv_eq_c(name, "nice") || sv_eq_c(name, "ionice")) {
            at = skip_options(command, at + 1, "ncp");
        } else if (sv_eq_c(name, "stdbuf")) {
            at = skip_options(command, at + 1, "ioe");
        } else if (sv_eq_c(name, "timeout")) {
            at = skip_options(command, at + 1, "ks") + 1;
        } else if (sv_eq_c(name, "env")) {
            at = skip_options(command, at + 1, "uCS");
            while (at < command->word_count &&
                   sv_find_char(sh_plain(&command->words[at]), '=', 0) != SV_NONE)
                at++;
        } else {
            break;
        }
    }
    return at < command->word_count ? at : command->word_count;
}

Sv sh_program_name(const ShCommand *command) {
    uint32_t at = command->kind == SH_SIMPLE ? sh_program(command) : command->word_count;
    return at < command->word_count ? path_name(sh_plain(&command->words[at])) : SV("");
}

static const ShCommand *last_of(const ShPipe *pipe) {
    return pipe->count > 0 ? pipe->commands[pipe->count - 1] : NULL;
}

bool sh_asks(const ShPipe *pipe) {
    static const char *const questions[] = {
        "[",     "test",  "grep", "egrep", "fgrep", "rg",   "type",   "hash",
        "which", "pgrep", "kill", "diff",  "cmp",   "id",   "getent", "mountpoint",
        "true",  "false", ":",    "let",   "read",  "expr", "find",   "ls"};
    const ShCommand *command = last_of(pipe);
    if (!command || pipe->negated) return true;
    if (command->kind == SH_TEST || command->kind == SH_ARITHMETIC) return true;
    if (command->kind != SH_SIMPLE) return false;
    if (command->word_count > 1 && sh_word_is(&command->words[0], "command")) return true;
    Sv name = sh_program_name(command);
    if (AMONG(name, questions) || name.len == 0) return true;
    static const char *const asking[] = {"is_", "has_", "have_", "can_", "should_", "needs_"};
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (sv_starts(name, sv_from_c(asking[i]))) return true;
    // `systemctl is-active`, `git diff --quiet`, `docker inspect`: a question by its words.
    for (uint32_t i = 1; i < command->word_count; i++) {
        Sv word = sh_plain(&command->words[i]);
        if (sv_starts(word, SV("is-")) || sv_eq_c(word, "--quiet") || sv_eq_c(word, "-q") ||
            sv_eq_c(word, "inspect") || sv_eq_c(word, "exists") || sv_eq_c(word, "--exit-code") ||
            sv_eq_c(word, "--is-ancestor"))
            return true;
    }
    return false;
}

static bool is_status(const ShCommand *command, bool zero) {
    Sv name = sh_program_name(command);
    if (!sv_eq_c(name, "exit") && !sv_eq_c(name, "return")) return false;
    if (command->word_count < 2) return false;
    Sv status = sh_plain(&command->words[1]);
    return zero ? sv_eq_c(status, "0") : !sv_eq_c(status, "0");
}

static const ShPipe *last_in_group(const ShPipe *pipe) {
    const ShCommand *command = pipe->count == 1 ? pipe->commands[0] : NULL;
    bool group = command && (command->kind == SH_GROUP || command->kind == SH_SUBSHELL);
    const ShList *list = group ? command->parts[0] : NULL;
    const ShItem *item = list && list->count > 0 ? &list->items[list->count - 1] : NULL;
    return item && item->count == 1 ? &item->pipes[0] : NULL;
}

bool sh_writes(const ShLook *look, const ShPipe *pipe) {
    for (uint32_t i = 0; i < pipe->count; i++) {
        const ShCommand *command = pipe->commands[i];
        for (uint32_t k = 0; k < command->redirect_count; k++) {
            const ShRedirect *redirect = &command->redirects[k];
            Sv file = sh_plain(&redirect->word);
            bool copied = look->text.at[redirect->word.span.from - 1] == '&'; // >&2
            if (redirect->kind == SH_TO_FILE && !copied && !sv_starts(file, SV("/dev/")))
                return true;
        }
        bool group = command->kind == SH_GROUP || command->kind == SH_SUBSHELL;
        for (uint32_t k = 0; group && k < command->parts[0]->count; k++) {
            const ShItem *item = &command->parts[0]->items[k];
            for (uint32_t p = 0; p < item->count; p++)
                if (sh_writes(look, &item->pipes[p])) return true;
        }
    }
    return false;
}

bool sh_ends_well(const ShPipe *pipe) {
    static const char *const well[] = {"true", ":", "echo", "printf", "logger"};
    const ShPipe *within = last_in_group(pipe);
    if (within) return sh_ends_well(within);
    const ShCommand *command = pipe->count == 1 && !pipe->negated ? pipe->commands[0] : NULL;
    if (!command || command->kind != SH_SIMPLE) return false;
    return AMONG(sh_program_name(command), well) || is_status(command, true);
}

bool sh_ends_badly(const ShPipe *pipe) {
    const ShPipe *within = last_in_group(pipe);
    if (within) return sh_ends_badly(within);
    const ShCommand *command = pipe->count == 1 ? pipe->commands[0] : NULL;
    if (!command || command->kind != SH_SIMPLE) return false;
    return sv_eq_c(sh_program_name(command), "false") || is_status(command, false);
}

bool sh_is_harmless(const ShItem *item) {
    static const char *const harmless[] = {"echo",    "printf", "export", "local",    "set",
                                           "declare", "trap",   "shopt",  "readonly", ":",
                                           "true",    "unset",  "wait",   "kill",     "logger",
                                           "sleep",   "exit",   "return", "umask",    "typeset"};
    if (item->background) return true;
    for (uint32_t i = 1; i < item->count; i++)
        if (item->or_before[i]) return true; // the script says what is to happen then
    const ShPipe *pipe = &item->pipes[item->count - 1];
    if (pipe->count > 1) return false;
    const ShCommand *command = pipe->commands[0];
    switch (command->kind) {
    case SH_FUNCTION: return true;
    case SH_SIMPLE: break;
    case SH_IF:
    case SH_CASE:
    case SH_LOOP:
    case SH_FOR: return true; // decided by its content
    default: return false;
    }
    if (command->word_count == 0) {
        for (uint32_t i = 0; i < command->assign_count; i++)
            if (command->assigns[i].run_count > 0) return false;
        return true;
    }
    return AMONG(sh_program_name(command), harmless);
}

bool sh_cannot_fail(const ShRun *run) {
    static const char *const sure[] = {
        "command",  "which", "type",  "id",   "whoami", "uname", "dirname",
        "basename", "pwd",   "date",  "echo", "printf", "kill",  "seq",
        "hostname", "nproc", "umask", "tput", "jobs",   "pgrep", "pidof"};
    const ShItem *item = run->list->count == 1 ? &run->list->items[0] : NULL;
    const ShPipe *pipe = item && item->count == 1 ? &item->pipes[0] : NULL;
    const ShCommand *command = pipe && pipe->count == 1 ? pipe->commands[0] : NULL;
    if (!command || command->kind != SH_SIMPLE || command->word_count == 0) return false;
    return AMONG(path_name(sh_plain(&command->words[0])), sure);
}
