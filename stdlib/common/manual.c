#include "common/manual.h"

#include "base/limits.h"

bool hand_is_bare(const HandCall *call, Sv word) {
    for (size_t i = 0; i < call->bare.count; i++)
        if (sv_eq(word, call->bare.items[i])) return true;
    return false;
}

HandPart *hand_part(Hand *hand, Sv lead, const char *language, Sv text) {
    if (hand->count == HAND_PARTS) return &hand->parts[HAND_PARTS - 1];
    HandPart *part = &hand->parts[hand->count++];
    *part = (HandPart){.lead = lead, .language = language, .text = text};
    return part;
}

// ── commands ──

static bool in_file(const Pair *variable) {
    return variable->value.kind == VALUE_MAP;
}

static Sv content(const Pair *variable) {
    return value_field_text(variable->value, "file", (Sv){0});
}

static void add_assignment(Buf *out, const Pair *variable) {
    buf_add(out, variable->name);
    buf_add_char(out, '=');
    if (!in_file(variable)) {
        shell_add_word(out, variable->text);
        return;
    }
    buf_add_c(out, "<(printf %s ");
    shell_add_word(out, content(variable));
    buf_add_char(out, ')');
}

// A process substitution ends with its command, so a script gets a file that stays.
static void add_export(Buf *out, const Pair *variable) {
    buf_add_c(out, "export ");
    if (!in_file(variable)) {
        add_assignment(out, variable);
        buf_add_char(out, '\n');
        return;
    }
    buf_addf(out, "%.*s=$(mktemp)\n", SV_ARG(variable->name));
}

static bool is_script(Sv line) {
    return sv_find_char(line, '\n', 0) != SV_NONE;
}

// A script of several lines gets its variables by export; one command gets them in front of it.
static void add_environment(Buf *out, const Pairs *env, bool script) {
    for (size_t i = 0; i < env->count; i++) {
        if (script) {
            add_export(out, &env->items[i]);
        } else {
            add_assignment(out, &env->items[i]);
            buf_add_c(out, " \\\n");
        }
    }
    if (env->count && !script) buf_add_c(out, "  ");
}

// The files are removed however the script ends; nothing is written to them before that is
// arranged.
static void fill_files(Buf *out, const Pairs *env) {
    bool any = false;
    for (size_t i = 0; i < env->count; i++) {
        if (!in_file(&env->items[i])) continue;
        buf_addf(out, "%s\"$%.*s\"", any ? " " : "trap 'rm -f ", SV_ARG(env->items[i].name));
        any = true;
    }
    if (any) buf_add_c(out, "' EXIT\n");
    for (size_t i = 0; i < env->count; i++) {
        if (!in_file(&env->items[i])) continue;
        buf_add_c(out, "printf %s ");
        shell_add_word(out, content(&env->items[i]));
        buf_addf(out, " >\"$%.*s\"\n", SV_ARG(env->items[i].name));
    }
}

void hand_command(const HandCall *call, const CommandParams *params, Sv lead, Sv line, Hand *out) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    if (params->cwd.len) {
        buf_add_c(&text, "cd ");
        shell_add_word(&text, params->cwd);
        buf_add_char(&text, '\n');
    }
    add_environment(&text, &params->env, is_script(line));
    if (is_script(line)) fill_files(&text, &params->env);
    buf_add(&text, line);
    hand_part(out, lead, "sh", buf_keep(&text, call->arena));
    if (params->input.len)
        hand_part(out, SV("Give it this on its standard input:"), "", params->input);
}
