// Scripts within scripts: sh -c '…', ssh HOST '…', a here-document for a shell. Options of the
// outer shell do not reach them.
#include "base/system/file.h"
#include "script/look.h"

enum { MOST_DEPTH = 4 };

static bool is_shell(Sv name) {
    static const char *const shells[] = {"sh", "bash", "dash", "ksh", "zsh", "ash"};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (sv_eq_c(name, shells[i])) return true;
    return false;
}

// Reads the options in front of the script: whether it stops at a failure.
static bool stops(const ShCommand *command, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        Sv word = sh_plain(&command->words[i]);
        bool letters = word.len > 1 && word.at[0] == '-' && word.at[1] != '-';
        if (letters && sv_find_char(word, 'e', 1) != SV_NONE) return true;
        if (sv_eq_c(word, "errexit")) return true;
    }
    return false;
}

static bool goes_on(ShLook *look, Sv text) {
    if (look->depth >= MOST_DEPTH) return false;
    ShList *list = script_parse(look->arena, text);
    if (!list) return false;
    bool asks = sv_find(text, SV("$?"), 0) != SV_NONE;
    for (uint32_t i = 0; i + 1 < list->count; i++) {
        const ShItem *item = &list->items[i];
        const ShCommand *first = item->pipes[0].commands[0];
        bool set = first->kind == SH_SIMPLE && first->word_count > 1 &&
                   sh_word_is(&first->words[0], "set");
        if (set && stops(first, 1, first->word_count)) return false;
        if (!sh_is_harmless(item)) return !asks;
    }
    return false;
}

// Takes over the findings of a script from `from` to `to` in this one.
static void look_within(ShLook *look, ShSpan script, bool errexit, ShPlace place, bool quoted) {
    if (look->depth >= MOST_DEPTH) return;
    ScriptShell shell = {.errexit = errexit, .pipefail = true, .may_stay = true};
    ShPlace own = {.last = place.last, .final = true, .judged = place.judged, .taken = place.taken};
    ScriptFindings found =
        sh_look_script(look->arena, sh_slice(look, script), &shell, own, look->depth + 1);
    for (uint32_t i = 0; i < found.count; i++) {
        const ScriptFinding *one = &found.items[i];
        // Quotes within quotes have a different meaning.
        bool plain = !quoted || sv_find_char(one->hint, '"', 0) == SV_NONE;
        Sv hint =
            plain ? one->hint : sv_format(look->arena, "in single quotes: %.*s", SV_ARG(one->hint));
        sh_find(look, (ShSpan){script.from + one->from, script.from + one->to},
                sv_to_c(look->arena, one->reason), hint);
    }
}

static void find_text(ShLook *look, const ShCommand *command, const ShWord *word, bool errexit,
                      ShPlace place) {
    if (word->raw || word->span.to - word->span.from < 2) return;
    char quote = look->text.at[word->span.from];
    if (quote != '\'' && quote != '"') return;
    ShSpan script = {word->span.from + 1, word->span.to - 1};
    look_within(look, script, errexit, place, quote == '"');
    if (errexit || !goes_on(look, sh_slice(look, script))) return;
    ShSpan begin = {word->span.from + 1, word->span.from + 1};
    sh_find(look, command->span,
            "within it a command that fails is passed over: only the last one counts",
            sh_rewritten(look, command->span, begin, SV("set -e; ")));
}

static void find_here(ShLook *look, const ShCommand *command, bool errexit, ShPlace place) {
    for (uint32_t i = 0; i < command->redirect_count; i++) {
        const ShRedirect *redirect = &command->redirects[i];
        if (redirect->kind != SH_HERE_TEXT) continue;
        look_within(look, redirect->body, errexit, place, false);
        if (errexit || !goes_on(look, sh_slice(look, redirect->body))) continue;
        sh_find(look, command->span,
                "within it a command that fails is passed over: only the last one counts",
                SV("let its first line be: set -e"));
    }
}

// The first word from there on that is not an option.
static uint32_t operand(const ShCommand *command, uint32_t at, Sv taking) {
    while (at < command->word_count) {
        Sv word = sh_plain(&command->words[at]);
        if (!sv_starts(word, SV("-")) || word.len < 2) break;
        at += word.len == 2 && sv_find_char(taking, word.at[1], 0) != SV_NONE ? 2 : 1;
    }
    return at;
}

static void look_shell(ShLook *look, const ShCommand *command, uint32_t program, ShPlace place) {
    for (uint32_t i = program + 1; i < command->word_count; i++) {
        Sv word = sh_plain(&command->words[i]);
        bool letters = word.len > 1 && word.at[0] == '-' && word.at[1] != '-';
        if (letters && sv_find_char(word, 'c', 1) != SV_NONE) {
            bool errexit = stops(command, program + 1, i + 1);
            if (i + 1 < command->word_count)
                find_text(look, command, &command->words[i + 1], errexit, place);
            return;
        }
    }
    find_here(look, command, stops(command, program + 1, command->word_count), place);
}

void sh_look_inner(ShLook *look, const ShCommand *command, uint32_t program, ShPlace place) {
    Sv name = sh_program_name(command);
    if (is_shell(name)) {
        look_shell(look, command, program, place);
    } else if (sv_eq_c(name, "ssh")) {
        uint32_t host = operand(command, program + 1, SV("bcDEeFIiJLlmOopQRSWw"));
        if (host + 2 == command->word_count)
            find_text(look, command, &command->words[host + 1], false, place);
        bool plain = host + 1 >= command->word_count ||
                     is_shell(path_name(sh_plain(&command->words[host + 1])));
        if (plain) find_here(look, command, stops(command, host + 1, command->word_count), place);
    } else if (sv_eq_c(name, "docker") || sv_eq_c(name, "podman") || sv_eq_c(name, "kubectl") ||
               sv_eq_c(name, "xargs") || sv_eq_c(name, "su") || sv_eq_c(name, "find") ||
               sv_eq_c(name, "nsenter") || sv_eq_c(name, "chroot") || sv_eq_c(name, "flock")) {
        // A shell further down the command.
        for (uint32_t i = program + 1; i + 1 < command->word_count; i++)
            if (is_shell(path_name(sh_plain(&command->words[i])))) {
                look_shell(look, command, i, place);
                return;
            }
        bool su = sv_eq_c(name, "su");
        for (uint32_t i = program + 1; su && i + 1 < command->word_count; i++)
            if (sh_word_is(&command->words[i], "-c"))
                find_text(look, command, &command->words[i + 1], false, place);
    }
}
