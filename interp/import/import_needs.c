// What steps need from outside: named values become inputs, credentials become secrets, and
// commands get both through their environment.
#include "base/ascii.h"
#include "base/limits.h"
#include "import/import_internal.h"

#include <string.h>

static void push_input(Draft *draft, DraftInput input) {
    arena_grow(draft->arena, draft->inputs, draft->input_count, draft->input_capacity);
    draft->inputs[draft->input_count++] = input;
}

static void add_input(Draft *draft, DraftInput input) {
    if (svmap_add(&draft->input_names, input.name, NULL)) push_input(draft, input);
}

static void need_placeholder(Draft *draft, Sv snake, Sv written, uint32_t line) {
    if (sv_starts(written, SV("<$"))) {
        Sv variable = sv_slice(written, 2, written.len - 1);
        add_input(draft, (DraftInput){.name = snake,
                                      .type = "string",
                                      .env = variable,
                                      .description =
                                          sv_format(draft->arena, "$%.*s in line %u of the page",
                                                    SV_ARG(variable), line)});
        return;
    }
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

static DraftSecret *find_secret(Draft *draft, Sv variable, Sv name, uint32_t line) {
    uint32_t *index = svmap_get(&draft->secret_names, name);
    if (index) return &draft->secrets[*index];
    index = arena_new_of(draft->arena, uint32_t);
    *index = draft->secret_count;
    svmap_add(&draft->secret_names, name, index);
    arena_grow(draft->arena, draft->secrets, draft->secret_count, draft->secret_capacity);
    draft->secrets[draft->secret_count] =
        (DraftSecret){.name = name, .env = variable, .line = line};
    return &draft->secrets[draft->secret_count++];
}

// <$API_TOKEN> → API_TOKEN, <api-token> → API_TOKEN
static Sv variable_of(Arena *arena, Sv name) {
    bool variable = sv_starts(name, SV("$"));
    return variable ? sv_slice(name, 1, name.len) : import_variable_name(arena, name);
}

static Sv required_secret(Draft *draft, Sv variable, uint32_t line) {
    Sv name = import_snake(draft->arena, variable);
    find_secret(draft, variable, name, line)->required = true;
    return sv_format(draft->arena, "${secrets.%.*s}", SV_ARG(name));
}

Sv import_value(Draft *draft, Sv text, uint32_t line) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    bool markup = sv_find(text, SV("</"), 0) != SV_NONE;
    for (size_t i = 0; i < text.len;) {
        Sv name = {0};
        size_t length = code_placeholder(text, i, false, &name);
        if (markup && !sv_starts(name, SV("$"))) length = 0;
        Sv variable = length ? variable_of(draft->arena, name) : (Sv){0};
        if (length && import_is_secret(draft->arena, variable)) {
            Sv secret = required_secret(draft, variable, line);
            buf_add(&out, secret);
        } else if (length) {
            Sv input = import_template(draft, sv_slice(text, i, i + length), false, line);
            buf_add(&out, input);
        } else {
            if (sv_starts(sv_slice(text, i, text.len), SV("${"))) buf_add_char(&out, '$');
            buf_add_char(&out, text.at[i]);
        }
        i += length ? length : 1;
    }
    return buf_keep(&out, draft->arena);
}

Sv import_credential(Draft *draft, Sv text, Sv otherwise, uint32_t line) {
    Sv name;
    text = sv_trim(text);
    bool placeholder = text.len && code_placeholder(text, 0, false, &name) == text.len;
    Sv variable = placeholder ? variable_of(draft->arena, name) : otherwise;
    return required_secret(draft, variable, line);
}

void import_need_url(Draft *draft, Sv name, Sv env, Sv written, uint32_t line) {
    add_input(draft, (DraftInput){.name = name,
                                  .type = "url",
                                  .env = env,
                                  .description = sv_format(
                                      draft->arena, "What stands as %.*s in line %u of the page",
                                      SV_ARG(written), line)});
}

// ── statements ──

Sv import_expected(Draft *draft, const DraftStep *step) {
    Sv stem =
        sv_format(draft->arena, "%.*s_%s", SV_ARG(step->id), step->single ? "expected" : "rows");
    Sv name = import_unique(draft->arena, &draft->input_names, stem, '_');
    const char *what = step->single ? "Which number" : "How many rows";
    push_input(draft, (DraftInput){.name = name,
                                   .type = "int",
                                   .description = sv_format(draft->arena,
                                                            "%s the statement in line %u must give",
                                                            what, step->line)});
    return name;
}

// ── variables ──

static Sv need_secret(Draft *draft, Sv variable, Sv name, uint32_t line) {
    find_secret(draft, variable, name, line);
    return sv_format(draft->arena, "${secrets.?%.*s}", SV_ARG(name));
}

// The variable's value if the page has one, else that of the operator's environment.
static Sv variable_value(Draft *draft, const CodeVariable *variable, uint32_t line) {
    Arena *arena = draft->arena;
    Sv name = import_snake(arena, variable->name);
    if (import_is_secret(arena, variable->name))
        return need_secret(draft, variable->name, name, line);
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
    enum { SHORTEST_LINE = 16 }; // of a variable in the runbook
    if (!step->variable_names) {
        step->variable_names = arena_new_of(draft->arena, SvMap);
        *step->variable_names = svmap_new(draft->arena);
    }
    if (!svmap_add(step->variable_names, name, NULL)) return;
    draft->room->too_large = ++draft->room->variables > LIMIT_FILE_BYTES / SHORTEST_LINE;
    arena_grow(draft->arena, step->variables, step->variable_count, step->variable_capacity);
    step->variables[step->variable_count++] = (DraftVariable){name, value};
}

void import_bind(Draft *draft, DraftStep *step, Sv name, Sv written) {
    Sv snake = import_snake(draft->arena, name);
    need_placeholder(draft, snake, written, step->line);
    add_variable(draft, step, name, sv_format(draft->arena, "${inputs.%.*s}", SV_ARG(snake)));
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
            upper[c] = ascii_upper(upper[c]);
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

// Without a default: whoever runs it decides, so that nothing is silently left out.
Sv import_condition(Draft *draft, Sv sentence, uint32_t line) {
    Sv name = import_unique(draft->arena, &draft->input_names,
                            import_condition_name(draft->arena, sentence), '_');
    push_input(draft,
               (DraftInput){.name = name,
                            .type = "bool",
                            .description = sv_format(draft->arena, "Line %u of the page: %.*s",
                                                     line, SV_ARG(sentence))});
    return name;
}
