#include "script/look.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/system/file.h"
#include <stdlib.h>

static void look_list(ShLook *look, const ShList *list, ShPlace place);

// ── what is run to make words ──

static void look_runs(ShLook *look, const ShWord *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < words[i].run_count; k++)
            look_list(look, words[i].runs[k].list, (ShPlace){.final = true, .taken = true});
}

static void look_words(ShLook *look, const ShCommand *command) {
    look_runs(look, command->assigns, command->assign_count);
    look_runs(look, command->words, command->word_count);
    for (uint32_t i = 0; i < command->redirect_count; i++)
        look_runs(look, &command->redirects[i].word, 1);
}

// ── conditions ──

static bool is_grep(const ShCommand *command) {
    Sv name = sh_program_name(command);
    return sv_eq_c(name, "grep") || sv_eq_c(name, "egrep") || sv_eq_c(name, "fgrep") ||
           sv_eq_c(name, "zgrep") || sv_eq_c(name, "rg");
}

static bool only_says(const ShCommand *command) {
    Sv name = sh_program_name(command);
    return sv_eq_c(name, "echo") || sv_eq_c(name, "printf");
}

// Whether it neither names a file nor redirects from one: its input comes from a pipe around it.
static bool reads_what_comes(const ShCommand *grep) {
    uint32_t operands = 0, wanted = 1;
    for (uint32_t i = sh_program(grep) + 1; i < grep->word_count; i++) {
        Sv word = sh_plain(&grep->words[i]);
        bool option = sv_starts(word, SV("-")) && word.len > 1;
        if (!option) operands++;
        if (!option || word.at[1] == '-') continue;
        if (sv_find_char(word, 'r', 1) != SV_NONE || sv_find_char(word, 'R', 1) != SV_NONE)
            return false;
        char last = word.at[word.len - 1];
        if (last == 'e' || last == 'f') wanted = 0;
        if (last == 'e' || last == 'f' || last == 'm' || last == 'A' || last == 'B' || last == 'C')
            i++;
    }
    return operands <= wanted && grep->redirect_count == 0;
}

// `if grep -q ERROR log; then exit 1; fi`: a log that does not exist has no ERROR in it either.
static void look_absence(ShLook *look, const ShPipe *pipe, ShSpan place) {
    const ShCommand *grep = pipe->count > 0 ? pipe->commands[pipe->count - 1] : NULL;
    if (!grep || !is_grep(grep) || (pipe->count > 1 && only_says(pipe->commands[0]))) return;
    if (pipe->count == 1 && reads_what_comes(grep)) return;
    for (uint32_t i = 0; i < grep->redirect_count; i++)
        if (grep->redirects[i].kind == SH_HERE_WORD || grep->redirects[i].kind == SH_HERE_TEXT)
            return;
    Sv asks = sh_slice(look, grep->span), before = SV("");
    if (pipe->count > 1) {
        ShSpan first = {pipe->commands[0]->span.from, pipe->commands[pipe->count - 2]->span.to};
        before = sv_format(look->arena, "found=$(%.*s)\n", SV_ARG(sh_slice(look, first)));
        asks = sv_format(look->arena, "printf '%%s' \"$found\" | %.*s", SV_ARG(asks));
    }
    sh_find(look, place,
            "an error of what is asked (no such file: status 2) is taken for 'not found'",
            sv_format(look->arena, "%.*sstatus=0\n%.*s || status=$?\n[ \"$status\" -eq 1 ]",
                      SV_ARG(before), SV_ARG(asks)));
}

static const ShPipe *only_pipe(const ShList *list) {
    return list && list->count == 1 && list->items[0].count == 1 ? &list->items[0].pipes[0] : NULL;
}

static const ShPipe *last_pipe(const ShList *list) {
    const ShItem *item = list && list->count > 0 ? &list->items[list->count - 1] : NULL;
    return item && item->count == 1 ? &item->pipes[0] : NULL;
}

static bool only_tells(const ShLook *look, const ShList *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        const ShPipe *pipe = &list->items[i].pipes[0];
        bool next = sv_eq_c(sh_program_name(pipe->commands[0]), "continue");
        if (list->items[i].count > 1 || sh_writes(look, pipe) || (!next && !sh_ends_well(pipe)))
            return false;
    }
    return list->count > 0;
}

// `if deploy; then echo done; else echo failed; fi` at the end.
static void look_told(ShLook *look, const ShCommand *command, ShPlace place) {
    const ShPipe *asked = only_pipe(command->parts[0]);
    if (!place.last || !asked || command->part_count != 2u + command->has_else) return;
    for (uint32_t i = 1; i < command->part_count; i++)
        if (!only_tells(look, command->parts[i])) return;
    ShPipe plain = *asked;
    plain.negated = false;
    bool asks = sh_is_question(look, &plain), alone = look->all->count == 1 && look->depth == 0;
    if (asks && !alone) return;
    Sv words = sv_slice(look->text, plain.commands[0]->span.from, plain.span.to);
    sh_find(look, command->span, "it ends with 0 whatever comes of its condition",
            asks ? SV("let the branch that is not well end with: exit 1") : words);
}

static void look_if(ShLook *look, const ShCommand *command) {
    const ShPipe *asked = only_pipe(command->parts[0]), *done = last_pipe(command->parts[1]);
    if (command->part_count == 2 && asked && !asked->negated && done && sh_ends_badly(done))
        look_absence(look, asked, asked->span);
    for (uint32_t i = 0; i + 1 < command->part_count; i += 2)
        if (only_pipe(command->parts[i])) sh_look_ignored(look, only_pipe(command->parts[i]));
}

// `if A; then exit 1; fi`, `if A; then …; else exit 1; fi`
static ShUse use_of_if(const ShCommand *command, uint32_t condition) {
    if (command->parts[condition]->count != 1 || condition + 1 >= command->part_count)
        return SH_USE_UNKNOWN;
    const ShPipe *done = last_pipe(command->parts[condition + 1]);
    if (done && sh_ends_badly(done)) return SH_USE_ENDS_BADLY;
    const ShPipe *otherwise = command->has_else && condition + 3 == command->part_count
                                  ? last_pipe(command->parts[condition + 2])
                                  : NULL;
    return otherwise && sh_ends_badly(otherwise) ? SH_USE_GOES_ON : SH_USE_UNKNOWN;
}

// ── commands ──

static void look_parts(ShLook *look, const ShCommand *command, ShPlace place) {
    ShPlace ignored = {.asked = true, .taken = place.taken}, within = place;
    switch (command->kind) {
    case SH_GROUP: look_list(look, command->parts[0], place); break;
    case SH_SUBSHELL: {
        bool errexit = look->errexit;
        look_list(
            look, command->parts[0],
            (ShPlace){
                .last = place.last, .final = true, .judged = place.judged, .taken = place.taken});
        look->errexit = errexit;
        break;
    }
    case SH_IF:
        look_if(look, command);
        look_told(look, command, place);
        for (uint32_t i = 0; i < command->part_count; i++) {
            bool condition = i % 2 == 0 && !(command->has_else && i + 1 == command->part_count);
            ignored.use = use_of_if(command, i);
            look_list(look, command->parts[i], condition ? ignored : place);
        }
        break;
    case SH_LOOP:
    case SH_FOR:
        within.loops = true;
        within.final = false;
        for (uint32_t i = 0; i + 1 < command->part_count; i++)
            look_list(look, command->parts[i], ignored);
        look_list(look, command->parts[command->part_count - 1], within);
        break;
    case SH_CASE:
        for (uint32_t i = 0; i < command->part_count; i++)
            look_list(look, command->parts[i], place);
        break;
    case SH_FUNCTION: {
        bool last = sv_eq(sh_plain(&command->words[0]), look->last);
        look_list(look, command->parts[0], (ShPlace){.last = last, .final = true, .taken = true});
        break;
    }
    default: break;
    }
}

static bool judges(const ShCommand *command) {
    static const char *const judging[] = {"grep", "egrep", "fgrep", "jq",   "awk",  "gawk",
                                          "diff", "cmp",   "test",  "node", "ruby", "perl"};
    Sv name = sh_program_name(command);
    if (sv_starts(name, SV("python")) || sv_starts(name, SV("sha")) || sv_eq_c(name, "xmllint"))
        return true;
    for (size_t i = 0; i < sizeof judging / sizeof *judging; i++)
        if (sv_eq_c(name, judging[i])) return true;
    return false;
}

static void look_pipefail(ShLook *look, const ShPipe *pipe) {
    if (look->shell.pipefail || pipe->count < 2 || look->depth > 0) return;
    for (uint32_t i = 0; i + 1 < pipe->count; i++) {
        if (only_says(pipe->commands[i])) continue;
        sh_find(
            look, pipe->span, "without pipefail only the last command of a pipe counts",
            look->shell.has_pipefail
                ? sv_format(look->arena, "set -o pipefail; %.*s",
                            SV_ARG(sh_slice(look, pipe->span)))
                : SV("let bash run it, with -euo pipefail, as a script without `interpreter` is"));
        return;
    }
}

static void look_pipe(ShLook *look, const ShPipe *pipe, ShPlace place) {
    uint32_t judging = pipe->count - 1; // the last command that does; 0 = none behind another
    while (judging > 0 && !judges(pipe->commands[judging]))
        judging--;
    look_pipefail(look, pipe);
    for (uint32_t i = 0; i < pipe->count && !sh_found_enough(look); i++) {
        const ShCommand *command = pipe->commands[i];
        ShPlace own = place;
        own.judged = own.judged || i < judging;
        if (i + 1 < pipe->count) own.last = false, own.taken = true;
        if (command->kind == SH_SIMPLE) sh_look_program(look, command, own);
        bool alone = pipe->count == 1;
        ShUse use = alone ? place.use : SH_USE_UNKNOWN;
        if (pipe->negated && use != SH_USE_UNKNOWN)
            use = use == SH_USE_GOES_ON ? SH_USE_ENDS_BADLY : SH_USE_GOES_ON;
        sh_look_builtin(look, command, alone ? pipe->span : command->span, use);
        look_words(look, command);
        look_parts(look, command, own);
    }
}

// ── lists of && and || ──

static Sv as_lines(const ShLook *look, const ShItem *item) {
    BUF_AUTO Buf text = buf_new((size_t)8 * LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < item->count; i++)
        buf_addf(&text, "%s%.*s", i > 0 ? "\n" : "", SV_ARG(sh_slice(look, item->pipes[i].span)));
    return buf_keep(&text, look->arena);
}

static bool has_or(const ShItem *item) {
    for (uint32_t i = 1; i < item->count; i++)
        if (item->or_before[i]) return true;
    return false;
}

// `a && b` that is not the last: if a fails the shell goes on.
static void look_and(ShLook *look, const ShItem *item, bool final) {
    static const char *const leaving[] = {"exit", "return", "continue", "break"};
    if (item->count < 2 || has_or(item) || final || item->background) return;
    Sv last = sh_program_name(item->pipes[item->count - 1].commands[0]);
    for (size_t i = 0; i < sizeof leaving / sizeof *leaving; i++)
        if (sv_eq_c(last, leaving[i])) return;
    for (uint32_t i = 0; i + 1 < item->count; i++) {
        const ShPipe *before = &item->pipes[i];
        if (sh_is_question(look, before) || sh_ends_well(before) ||
            sh_ends_badly(&item->pipes[item->count - 1]))
            continue;
        sh_find(look, item->span,
                "where a command before && fails the shell goes on with what follows",
                as_lines(look, item));
        return;
    }
}

// `kubectl logs`, `docker describe`
static bool shows(const ShCommand *command) {
    static const char *const showing[] = {"cat", "tail", "head", "journalctl", "dmesg"};
    Sv name = sh_program_name(command);
    for (size_t i = 0; i < sizeof showing / sizeof *showing; i++)
        if (sv_eq_c(name, showing[i])) return true;
    for (uint32_t i = 1; i < command->word_count; i++)
        if (sh_word_is(&command->words[i], "logs") || sh_word_is(&command->words[i], "describe"))
            return true;
    return false;
}

// What is done after the failure only says that there was one.
static bool is_excuse(const ShLook *look, const ShItem *item, const ShPipe *end) {
    const ShPipe *tried = &item->pipes[item->count - 2];
    // A killed process has a status other than 0.
    if (look->kills && sv_eq_c(sh_program_name(tried->commands[0]), "wait")) return false;
    if (sh_ends_well(end)) return !sh_asks(tried) || !sh_writes(look, end);
    const ShCommand *command = end->commands[0];
    if (end->negated || command->kind != SH_SIMPLE || sh_asks(tried) || sh_writes(look, end))
        return false;
    if (sv_eq_c(sh_program_name(command), "continue")) return true;
    if (command->word_count == 0) // failed=1
        return command->assign_count > 0 && !command->assigns[0].run_count;
    // `cat a || cat b` shows another file.
    return shows(command) && !shows(tried->commands[0]);
}

static void look_excuse(ShLook *look, const ShItem *item, ShPlace place) {
    const ShPipe *end = &item->pipes[item->count - 1];
    bool counts = place.last || place.only;
    if (!counts || item->count < 2 || !item->or_before[item->count - 1] ||
        !is_excuse(look, item, end))
        return;
    ShSpan kept = {item->span.from, item->pipes[item->count - 2].span.to};
    sh_find(
        look, item->span, "it ends with 0 whatever comes of what stands before ||",
        sv_format(look->arena,
                  "%.*s\nor, where its failure is only to be told, level: should beside the step",
                  SV_ARG(sh_slice(look, kept))));
}

// A final `true` means nothing, and hides the status of what it follows.
static void look_last_true(ShLook *look, const ShList *list, uint32_t index, ShPlace place) {
    const ShItem *item = &list->items[index];
    const ShCommand *command = item->pipes[0].commands[0];
    if (!place.last || item->count > 1 || item->pipes[0].count > 1 || index == 0) return;
    if (command->redirect_count > 0) return; // `: >file` makes the file
    Sv name = sh_program_name(command);
    bool ends = (sv_eq_c(name, "exit") && command->word_count > 1 &&
                 sh_word_is(&command->words[1], "0") && !look->errexit);
    if (!ends && !sv_eq_c(name, "true") && !sv_eq_c(name, ":")) return;
    sh_find(look, item->span, "it ends with 0 whatever comes of what stands before it",
            SV("leave it out"));
}

static void look_negation(ShLook *look, const ShItem *item, bool end, ShPlace place) {
    const ShPipe *pipe = &item->pipes[0];
    if (item->count > 1 || !pipe->negated || place.asked) return;
    Sv asked = sv_slice(look->text, pipe->commands[0]->span.from, pipe->span.to);
    look_absence(look, pipe, pipe->span);
    if ((end && place.final) || !look->errexit) return;
    sh_find(look, pipe->span, "a command behind ! never ends the script",
            sv_format(look->arena, "if %.*s; then exit 1; fi", SV_ARG(asked)));
}

static void look_background(ShLook *look, const ShItem *item) {
    if (!item->background || look->waits || look->kills || look->shell.may_stay) return;
    sh_find(look, item->span, "nothing waits for it, so whether it fails is never known",
            sv_format(look->arena,
                      "%.*s & jobs+=(\"$!\")\nand at the end: for job in \"${jobs[@]}\"; do wait "
                      "\"$job\"; done\nor say beside the step that it is meant to stay: "
                      "background: keep",
                      SV_ARG(sh_slice(look, item->span))));
}

static void look_errexit(ShLook *look, const ShList *list, uint32_t index) {
    const ShItem *item = &list->items[index];
    if (look->errexit || look->told || look->asks_status || look->depth > 0 ||
        index + 1 == list->count || sh_is_harmless(item))
        return;
    const ShCommand *first = item->pipes[0].commands[0];
    if (first->kind == SH_TEST || sh_program_name(first).len == 0) return;
    look->told = true;
    sh_find(look, item->span, "without errexit the script goes on where this fails",
            sv_format(look->arena, "set -e; %.*s", SV_ARG(sh_slice(look, item->span))));
}

// What the script does if this element of a chain holds.
static ShUse use_of(const ShItem *item, uint32_t index, ShPlace place) {
    if (item->count == 1) return place.asked ? place.use : SH_USE_GOES_ON;
    if (place.asked || index + 2 != item->count || !sh_ends_badly(&item->pipes[index + 1]))
        return SH_USE_UNKNOWN;
    return item->or_before[index + 1] ? SH_USE_GOES_ON : SH_USE_ENDS_BADLY;
}

static bool may_fail(const ShItem *item) {
    const ShCommand *last = item->pipes[item->count - 1].commands[0];
    bool simple = last->kind == SH_SIMPLE && !sv_eq_c(sh_program_name(last), "wait");
    return sh_ends_badly(&item->pipes[item->count - 1]) || !simple || !sh_is_harmless(item);
}

static void take_stock(ShLook *look, const ShList *list) {
    look->functions = svmap_new(look->arena);
    for (uint32_t i = 0; i < list->count; i++) {
        ShCommand *command = list->items[i].pipes[0].commands[0];
        look->may_fail += may_fail(&list->items[i]);
        if (command->kind == SH_FUNCTION)
            svmap_add(&look->functions, sh_plain(&command->words[0]), command);
    }
}

static void look_item(ShLook *look, const ShList *list, uint32_t index, ShPlace place) {
    const ShItem *item = &list->items[index];
    bool end = index + 1 == list->count;
    ShPlace own = {.last = place.last && end,
                   .final = place.final && end,
                   .asked = place.asked,
                   .loops = place.loops,
                   .judged = place.judged,
                   .taken = place.taken,
                   .only = place.last && list == look->all &&
                           look->may_fail == (may_fail(item) ? 1 : 0)};
    look_excuse(look, item, own);
    look_last_true(look, list, index, own);
    look_negation(look, item, end, place);
    look_background(look, item);
    if (look->errexit && !place.asked) look_and(look, item, own.final);
    if (item->count == 2 && !item->or_before[1] && sh_ends_badly(&item->pipes[1]) &&
        !item->pipes[0].negated)
        look_absence(look, &item->pipes[0], item->span);
    for (uint32_t i = 0; i < item->count; i++) {
        bool decides = i + 1 == item->count;
        ShPlace there = {.last = own.last && decides && !item->background,
                         .final = own.final || !decides, // || and && examine it
                         .asked = own.asked,
                         .loops = own.loops,
                         .judged = own.judged,
                         .taken = own.taken};
        there.use = use_of(item, i, place);
        if (!decides) sh_look_ignored(look, &item->pipes[i]);
        look_pipe(look, &item->pipes[i], there);
    }
    look_errexit(look, list, index);
}

static void look_list(ShLook *look, const ShList *list, ShPlace place) {
    for (uint32_t i = 0; i < list->count && !sh_found_enough(look); i++)
        look_item(look, list, i, place);
}

// ── what stands anywhere in it ──

static bool names_program(const ShList *list, const char *name);

static bool command_names(const ShCommand *command, const char *name) {
    if (sv_eq_c(sh_program_name(command), name)) return true;
    for (uint32_t i = 0; i < command->part_count; i++)
        if (names_program(command->parts[i], name)) return true;
    // In a trap, say.
    for (uint32_t i = 0; i < command->word_count; i++)
        if (!command->words[i].raw &&
            sv_find(sh_plain(&command->words[i]), sv_from_c(name), 0) != SV_NONE)
            return true;
    return false;
}

static bool names_program(const ShList *list, const char *name) {
    for (uint32_t i = 0; i < list->count; i++)
        for (uint32_t k = 0; k < list->items[i].count; k++)
            for (uint32_t c = 0; c < list->items[i].pipes[k].count; c++)
                if (command_names(list->items[i].pipes[k].commands[c], name)) return true;
    return false;
}

static int by_place(const void *a, const void *b) {
    const ScriptFinding *first = a, *second = b;
    return (first->from > second->from) - (first->from < second->from);
}

static Sv name_of_last(const ShList *list) {
    const ShItem *item = list->count > 0 ? &list->items[list->count - 1] : NULL;
    return item && item->count == 1 ? sh_program_name(item->pipes[0].commands[0]) : SV("");
}

ScriptFindings sh_look_script(Arena *arena, Sv text, const ScriptShell *shell, ShPlace place,
                              uint32_t depth) {
    ScriptFindings found = {0};
    ShList *list = script_parse(arena, text);
    if (!list) return found;
    ShLook look = {.arena = arena,
                   .text = text,
                   .shell = *shell,
                   .found = &found,
                   .errexit = shell->errexit,
                   .depth = depth,
                   .waits = names_program(list, "wait"),
                   .kills = names_program(list, "kill"),
                   .asks_status = sv_find(text, SV("$?"), 0) != SV_NONE,
                   .all = list,
                   .last = name_of_last(list)};
    take_stock(&look, list);
    look_list(&look, list, place);
    if (found.count > 0) qsort(found.items, found.count, sizeof *found.items, by_place);
    return found;
}

ScriptFindings script_look(Arena *arena, Sv text, const ScriptShell *shell) {
    return sh_look_script(arena, text, shell, (ShPlace){.last = true, .final = true}, 0);
}
