// Functions of the script: what happens to a failure within one that is in a condition, or that a
// trap calls.
#include "base/buf.h"
#include "base/limits.h"
#include "script/look.h"

enum { MOST_CALLS = 4 };

const ShCommand *sh_function(const ShLook *look, Sv name) {
    return name.len > 0 ? svmap_get(&look->functions, name) : NULL;
}

// The commands of a group as one chain.
static Sv joined(const ShLook *look, const ShList *list, bool brace) {
    BUF_AUTO Buf text = buf_new((size_t)8 * LIMIT_FILE_BYTES);
    for (uint32_t i = 0; i < list->count; i++)
        buf_addf(&text, "%s%.*s",
                 i > 0   ? " && "
                 : brace ? "{ "
                         : "( ",
                 SV_ARG(sh_slice(look, list->items[i].span)));
    buf_add_c(&text, brace ? "; }" : " )");
    return buf_keep(&text, look->arena);
}

static bool only_shows(const ShCommand *command) {
    static const char *const showing[] = {"shift", "date",  "hostname", "uname",
                                          "pwd",   "clear", "tput"};
    Sv name = sh_program_name(command);
    for (size_t i = 0; i < sizeof showing / sizeof *showing; i++)
        if (sv_eq_c(name, showing[i])) return true;
    return sv_eq_c(name, "cat") && command->redirect_count > 0 &&
           command->redirects[0].kind == SH_HERE_TEXT; // a usage message, say
}

// In a function, values and questions are examined by what follows; functions that only print do no
// work.
static bool is_work(const ShLook *look, const ShItem *item, uint32_t depth) {
    const ShPipe *end = &item->pipes[item->count - 1];
    const ShCommand *last = end->commands[end->count - 1];
    if (sh_is_harmless(item) || last->kind != SH_SIMPLE || last->word_count == 0 || sh_asks(end) ||
        only_shows(last))
        return false;
    const ShCommand *function = sh_function(look, sh_program_name(last));
    if (!function) return true;
    const ShList *list = function->parts[0];
    for (uint32_t i = 0; depth > 0 && i < list->count; i++)
        if (is_work(look, &list->items[i], depth - 1)) return true;
    return false;
}

static void look_called(ShLook *look, const ShCommand *function) {
    const ShList *list = function->parts[0];
    for (uint32_t i = 0; i + 1 < list->count; i++) {
        if (!is_work(look, &list->items[i], MOST_CALLS)) continue;
        Sv name = sh_slice(look, function->words[0].span);
        sh_find(look, list->items[i].span,
                "here the shell goes on after it failed: the function is called in a condition",
                sv_format(look->arena, "%.*s || return\nor call %.*s by itself, in no condition",
                          SV_ARG(sh_slice(look, list->items[i].span)), SV_ARG(name)));
        return;
    }
}

void sh_look_ignored(ShLook *look, const ShPipe *pipe) {
    const ShCommand *command = pipe->count == 1 ? pipe->commands[0] : NULL;
    if (!command) return;
    const ShCommand *function =
        command->kind == SH_SIMPLE ? sh_function(look, sh_program_name(command)) : NULL;
    if (function) look_called(look, function);
    if (command->kind != SH_GROUP && command->kind != SH_SUBSHELL) return;
    const ShList *list = command->parts[0];
    for (uint32_t i = 0; i + 1 < list->count; i++) {
        if (sh_is_harmless(&list->items[i])) continue;
        sh_find(look, command->span,
                "here the shell goes on after a command that failed: it stands in a condition",
                joined(look, list, command->kind == SH_GROUP));
        return;
    }
}

bool sh_is_question(const ShLook *look, const ShPipe *pipe) {
    const ShCommand *function = sh_function(look, sh_program_name(pipe->commands[0]));
    if (!function) return sh_asks(pipe);
    const ShList *list = function->parts[0];
    const ShItem *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    if (!last || last->count != 1) return true;
    return sh_asks(&last->pipes[0]) ||
           sv_eq_c(sh_program_name(last->pipes[0].commands[0]), "return");
}

bool sh_forgets_status(const ShLook *look, Sv name) {
    const ShCommand *function = sh_function(look, name);
    const ShList *list = function ? function->parts[0] : NULL;
    const ShItem *item = list && list->count > 0 ? &list->items[list->count - 1] : NULL;
    const ShCommand *command = item && item->count == 1 ? item->pipes[0].commands[0] : NULL;
    if (!command || command->kind != SH_SIMPLE || command->word_count < 2 ||
        !sh_word_is(&command->words[0], "exit"))
        return false;
    // After another command $? is the status of that one.
    Sv status = sh_slice(look, command->words[1].span);
    bool own = sv_eq_c(status, "$?") || sv_eq_c(status, "\"$?\"");
    return sh_word_is(&command->words[1], "0") || (own && list->count > 1);
}
