// Fenced text: decides by its language, its prompts and its looks what is to be done with it.
#include "base/limits.h"
#include "import/import_internal.h"
#include "import/import_sql.h"

static bool is_prompted(Sv line) {
    return sv_starts(line, SV("$ "));
}

// Lines of a console that were typed: those after a prompt, and what continues them after a
// backslash.
static bool is_typed(Sv line, bool goes_on) {
    return is_prompted(line) || goes_on;
}

static bool has_prompts(Sv text) {
    return is_prompted(text) || sv_find(text, SV("\n$ "), 0) != SV_NONE;
}

// "$ npm ci" as consoles show it: the lines that were typed.
static Sv typed_lines(Arena *arena, Sv text) {
    if (!has_prompts(text)) return text;
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    bool goes_on = false;
    Sv line;
    while (sv_next_line(&text, &line)) {
        bool typed = is_typed(line, goes_on);
        goes_on = typed && sv_ends(line, SV("\\"));
        if (is_prompted(line) || sv_starts(line, SV("> "))) line = sv_slice(line, 2, line.len);
        if (typed) buf_addf(&out, "%.*s\n", SV_ARG(line));
    }
    return buf_keep(&out, arena);
}

static bool is_one_of(Sv info, const char *const *words, size_t count) {
    Sv word = sv_slice(info, 0, sv_find_char(info, ' ', 0));
    for (size_t i = 0; i < count; i++)
        if (sv_eq_nocase(word, sv_from_c(words[i]))) return true;
    return false;
}
#define IS_ONE_OF(info, words) is_one_of((info), (words), sizeof(words) / sizeof *(words))

// The length of a database shell's prompt: "app=# " or "app-> "; 0 if there is none.
static size_t database_prompt(Sv line) {
    size_t end = sv_find_char(line, ' ', 0);
    if (end == SV_NONE) end = line.len;
    if (end < 3 || (line.at[end - 1] != '#' && line.at[end - 1] != '>')) return 0;
    char before = line.at[end - 2];
    bool asks = before == '=' || before == '-' || before == '(' || before == '*';
    return asks && sv_find_char(sv_slice(line, 0, end - 2), '<', 0) == SV_NONE ? end : 0;
}

// The statements that were typed at such prompts; empty if the first line is none.
static Sv statements_typed(const Draft *draft, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    Sv line;
    for (bool first = true; sv_next_line(&text, &line); first = false) {
        size_t prompt = database_prompt(line);
        if (first && !prompt) return (Sv){0};
        if (prompt) buf_addf(&out, "%.*s\n", SV_ARG(sv_trim(sv_slice(line, prompt, line.len))));
    }
    return sv_trim(buf_keep(&out, draft->arena));
}

static bool has_printed(Sv text) {
    Sv line;
    while (sv_next_line(&text, &line))
        if (sv_trim(line).len && !database_prompt(line)) return true;
    return false;
}

static bool is_shell(Sv info) {
    static const char *const words[] = {"",        "sh",  "bash",         "shell",
                                        "console", "zsh", "shell-session"};
    return IS_ONE_OF(info, words);
}

// The languages of the databases that connections can lead to.
static bool is_statements(const Block *block) {
    static const char *const words[] = {"sql",  "postgresql", "postgres", "pgsql",
                                        "psql", "sqlite",     "sqlite3"};
    bool bare = !block->info.len && sql_looks_so(sv_trim(block->text));
    return bare || IS_ONE_OF(block->info, words);
}

static Sv rest_of(const Block *block) {
    return sv_trim(block->text);
}

static bool is_messages(const Draft *draft, const Block *block) {
    const char *const verb[] = {draft->verbs->request->name};
    Sv rest = sv_trim(block->text), first = {0};
    sv_next_line(&rest, &first);
    size_t version = sv_find(first, SV(" HTTP/"), 0);
    bool bare = !block->info.len && version != SV_NONE &&
                code_is_method(sv_slice(first, 0, sv_find_char(first, ' ', 0)));
    // Answers have fences of their own.
    bare = bare || (!block->info.len && sv_starts(rest_of(block), SV("HTTP/")));
    return bare || is_one_of(block->info, verb, 1);
}

static bool says_something(Sv script) {
    Sv line;
    while (sv_next_line(&script, &line)) {
        line = sv_trim(line);
        if (line.len && line.at[0] != '#') return true;
    }
    return false;
}

// What a console printed is what the page expects of the command.
static void note_printed(Draft *draft, const Block *block, DraftStep *step) {
    Sv rest = block->text, line;
    bool goes_on = false;
    for (uint32_t at = block->line + 1; sv_next_line(&rest, &line) && has_prompts(block->text);
         at++) {
        bool typed = is_typed(line, goes_on);
        goes_on = typed && sv_ends(line, SV("\\"));
        if (typed || !sv_trim(line).len) continue;
        Sv text = sv_format(draft->arena, "the page shows in line %u what it prints: %.*s", at,
                            SV_ARG(sv_trim(line)));
        import_remark(draft, &step->remark, text);
        return;
    }
}

static Sv shown_name(Draft *draft, const Block *block, Sv title) {
    if (title.len) return title;
    return block->info.len
               ? sv_format(draft->arena, "What is shown was done (%.*s)", SV_ARG(block->info))
               : SV("What is shown was done");
}

void import_fence(Draft *draft, const Block *block, Sv title, FoundValue *found) {
    Sv script = sv_trim(typed_lines(draft->arena, block->text));
    if (!script.len) return;
    uint32_t inside = block->line + (block->info.len > 0);
    if (import_is_too_long(script)) {
        Sv name = shown_name(draft, block, title);
        import_add(draft, &found->steps, import_too_long(draft, name, script, block->line));
        return;
    }
    Sv typed = statements_typed(draft, block->text);
    if (typed.len && (is_shell(block->info) || is_statements(block))) {
        uint32_t first = found->steps.count;
        import_statements(draft, typed, title, inside, &found->steps);
        if (has_printed(block->text) && found->steps.count > first)
            import_remark(draft, &found->steps.items[first]->remark,
                          SV("the page also shows what is printed"));
        return;
    }
    if (is_statements(block)) {
        import_statements(draft, sv_trim(block->text), title, inside, &found->steps);
        return;
    }
    if (is_messages(draft, block)) {
        import_messages(draft, block->text, title, inside, &found->steps);
        return;
    }
    bool prompts = has_prompts(block->text);
    if (is_shell(block->info) && !prompts && import_curls(draft, script, inside, &found->steps))
        return;
    if (is_shell(block->info) && says_something(script) && !code_has_templates(script)) {
        bool one = sv_find_char(script, '\n', 0) == SV_NONE;
        Code code = one ? code_of(draft->arena, script) : (Code){0};
        if (code.kind != CODE_COMMAND && code.kind != CODE_REQUEST)
            code = (Code){.kind = CODE_COMMAND, .command = script};
        Sv rest = script, first = {0};
        while (sv_next_line(&rest, &first) && (!sv_trim(first).len || first.at[0] == '#'))
            continue;
        Sv name = one ? script : sv_format(draft->arena, "%.*s …", SV_ARG(sv_trim(first)));
        DraftStep *step = code.kind == CODE_REQUEST
                              ? import_request(draft, &code, name, block->line)
                              : import_command(draft, &code, name, block->line);
        note_printed(draft, block, step);
        import_pitfalls(draft, script, step);
        import_add(draft, &found->steps, step);
        return;
    }
    import_add(draft, &found->steps,
               import_shown(draft, shown_name(draft, block, title), script, block->line));
}
