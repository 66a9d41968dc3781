// What steps need from outside: values that the page has names for become inputs, credentials
// become secrets, and both reach commands by their environment.
#include "base/limits.h"
#include "gen/import_parts.h"

#include <string.h>

static DraftInput *find_input(Draft *draft, Sv name) {
    for (uint32_t i = 0; i < draft->input_count; i++)
        if (sv_eq(draft->inputs[i].name, name)) return &draft->inputs[i];
    return NULL;
}

static void add_input(Draft *draft, DraftInput input) {
    if (find_input(draft, input.name)) return;
    arena_grow(draft->arena, draft->inputs, draft->input_count, draft->input_capacity);
    draft->inputs[draft->input_count++] = input;
}

static void need_placeholder(Draft *draft, Sv snake, Sv written, uint32_t line) {
    add_input(draft, (DraftInput){.name = snake,
                                  .type = "string",
                                  .description = sv_format(draft->arena,
                                                           "What stands as %.*s in line %u of the "
                                                           "page",
                                                           SV_ARG(written), line)});
}

// ── texts ──

Sv import_template(Draft *draft, Sv text, bool url, uint32_t line) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    for (size_t i = 0; i < text.len;) {
        Sv name;
        size_t length = code_placeholder(text, i, url, &name);
        if (length) {
            Sv snake = import_snake(draft->arena, name);
            need_placeholder(draft, snake, sv_slice(text, i, i + length), line);
            buf_addf(&out, "${inputs.%.*s}", SV_ARG(snake));
            i += length;
            continue;
        }
        if (sv_starts(sv_slice(text, i, text.len), SV("${"))) buf_add_char(&out, '$');
        buf_add_char(&out, text.at[i++]);
    }
    return buf_keep(&out, draft->arena);
}

// ── variables ──

static bool is_secret(Sv name) {
    static const char *const words[] = {"TOKEN",   "SECRET",      "PASSWORD",  "PASSWD",
                                        "API_KEY", "PRIVATE_KEY", "CREDENTIAL"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_find(name, sv_from_c(words[i]), 0) != SV_NONE) return true;
    return false;
}

static Sv need_secret(Draft *draft, Sv variable, Sv name, uint32_t line) {
    bool known = false;
    for (uint32_t i = 0; i < draft->secret_count; i++)
        known = known || sv_eq(draft->secrets[i].name, name);
    if (!known) {
        arena_grow(draft->arena, draft->secrets, draft->secret_count, draft->secret_capacity);
        draft->secrets[draft->secret_count++] = (DraftSecret){name, variable, line};
    }
    return sv_format(draft->arena, "${secrets.?%.*s}", SV_ARG(name));
}

// The variable's own value where the page has one, else what the operator's environment says.
static Sv variable_value(Draft *draft, const CodeVariable *variable, uint32_t line) {
    Arena *arena = draft->arena;
    Sv name = import_snake(arena, variable->name);
    if (is_secret(variable->name)) return need_secret(draft, variable->name, name, line);
    if (sv_eq(variable->name, draft->base_variable)) {
        draft->requests = true;
        return SV("${inputs.base_url}");
    }
    Sv says = variable->value.len ? sv_format(arena, "%.*s, or nothing; line %u of the page",
                                              SV_ARG(variable->value), line)
                                  : sv_format(arena, "Named in line %u of the page", line);
    add_input(draft, (DraftInput){.name = name,
                                  .type = "string",
                                  .env = variable->name,
                                  .description = says,
                                  .optional = true});
    return sv_format(arena, "${inputs.%.*s}", SV_ARG(name));
}

static void add_variable(Draft *draft, DraftStep *step, Sv name, Sv value) {
    for (uint32_t i = 0; i < step->variable_count; i++)
        if (sv_eq(step->variables[i].name, name)) return;
    arena_grow(draft->arena, step->variables, step->variable_count, step->variable_capacity);
    step->variables[step->variable_count++] = (DraftVariable){name, value};
}

static bool takes_variables(const DraftStep *step) {
    return step->kind == DRAFT_PROGRAM || step->kind == DRAFT_SCRIPT;
}

void import_variable(Draft *draft, DraftStep *step, const CodeVariable *variable, uint32_t line) {
    for (uint32_t i = 0; i < step->children.count; i++)
        import_variable(draft, step->children.items[i], variable, line);
    if (takes_variables(step))
        add_variable(draft, step, variable->name, variable_value(draft, variable, line));
}

Sv import_script(Draft *draft, DraftStep *step, Sv script) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    for (size_t i = 0; i < script.len;) {
        Sv name;
        size_t length = code_placeholder(script, i, false, &name);
        if (!length) {
            buf_add_char(&out, script.at[i++]);
            continue;
        }
        Sv snake = import_snake(draft->arena, name);
        char *upper = arena_copy(draft->arena, snake.at, snake.len);
        for (size_t c = 0; c < snake.len; c++)
            if (upper[c] >= 'a' && upper[c] <= 'z') upper[c] = (char)(upper[c] - 'a' + 'A');
        Sv variable = {upper, snake.len};
        need_placeholder(draft, snake, sv_slice(script, i, i + length), step->line);
        add_variable(draft, step, variable,
                     sv_format(draft->arena, "${inputs.%.*s}", SV_ARG(snake)));
        buf_addf(&out, "\"$%.*s\"", SV_ARG(variable));
        i += length;
    }
    return buf_keep(&out, draft->arena);
}

// ── conditions ──

// Without a default: whoever runs it says which it is, so that nothing is left out silently.
Sv import_condition(Draft *draft, Sv sentence, uint32_t line) {
    Sv name = import_condition_name(draft->arena, sentence);
    while (find_input(draft, name))
        name = sv_format(draft->arena, "%.*s_too", SV_ARG(name));
    add_input(draft,
              (DraftInput){.name = name,
                           .type = "bool",
                           .description = sv_format(draft->arena, "Line %u of the page: %.*s", line,
                                                    SV_ARG(sentence))});
    return name;
}
