// `exec: [ls, $HOME]`: a variable of the environment that no shell expands.
#include "base/ascii.h"
#include "plan/lint/lint.h"
#include "plan/read/params.h"

// Those that have such words of their own, or expand them.
static bool has_dollars(Sv program) {
    static const char *const programs[] = {"awk",  "gawk", "mawk",     "nawk", "perl",
                                           "ruby", "jq",   "envsubst", "make", "eval"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (sv_eq_c(program, programs[i])) return true;
    return false;
}

// "HOME" of `$HOME` and `$HOME/bin`: nothing but a variable, and a path below it. Within a longer
// text a program may well want the characters.
static Sv variable_of(Sv text) {
    size_t end = 1;
    if (text.len < 3 || text.at[0] != '$' || !ascii_is_upper(text.at[1])) return (Sv){0};
    while (end < text.len &&
           (ascii_is_upper(text.at[end]) || ascii_is_digit(text.at[end]) || text.at[end] == '_'))
        end++;
    bool path = end < text.len && text.at[end] == '/' && sv_find_char(text, ' ', 0) == SV_NONE;
    return end == text.len || path ? sv_slice(text, 1, end) : (Sv){0};
}

static Sv lower(Arena *arena, Sv name) {
    char *copy = arena_copy(arena, name.at, name.len);
    for (size_t i = 0; i < name.len; i++)
        copy[i] = (char)ascii_lower(copy[i]);
    return (Sv){copy, name.len};
}

static void tell(StepBuilder *builder, const Node *node, Sv name) {
    RunbookLoader *loader = builder->loader;
    const Action *shell = registry_taking_script(loader->load->registry);
    Diag *diag = diag_add(loader->diags, DIAG_UNEXPANDED, node->span,
                          "no shell expands '$%.*s' here: the program gets these very characters",
                          SV_ARG(name));
    Sv low = lower(loader->arena, name);
    diag_hint(loader->diags, diag,
              "in a shell it is expanded: %s: … \"%.*s\"\n"
              "or it is an input: inputs: { %.*s: { env: %.*s } }, and here \"${inputs.%.*s}\"\n"
              "for the characters: \"${'%.*s'}\"",
              shell ? shell->name : "sh -c", SV_ARG(node->text), SV_ARG(low), SV_ARG(name),
              SV_ARG(low), SV_ARG(node->text));
}

void variables_check(StepBuilder *builder) {
    const Action *action = builder->step->action;
    const Node *verb = builder->verb;
    ActionScript script;
    if (!action || !action->script || !builder->params || !verb ||
        !action->script(builder->params, builder->loader->load->scratch, &script) || !script.line)
        return;
    if (verb->kind == NODE_MAP) verb = node_get(verb, SV("argv"));
    if (!verb || verb->kind != NODE_LIST || verb->count == 0) return;
    for (uint32_t i = 0; i < verb->count; i++)
        if (verb->items[i]->kind == NODE_SCALAR && has_dollars(verb->items[i]->text)) return;
    for (uint32_t i = 0; i < verb->count; i++) {
        const Node *item = verb->items[i];
        Sv name = item->kind == NODE_SCALAR ? variable_of(item->text) : (Sv){0};
        if (name.len > 0) tell(builder, item, name);
    }
}
