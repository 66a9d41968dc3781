// From the blocks of a section to steps: an item with commands does them, one with items of its own
// is a group, and what has neither is a question.
#include "base/limits.h"
#include "gen/import_parts.h"

typedef struct Variables {
    CodeVariable *items;
    uint32_t *lines;
    uint32_t count, capacity, line_capacity;
} Variables;

// What an item came to: steps, and variables that belong to a command elsewhere.
typedef struct Found {
    DraftSteps steps;
    Variables loose;
    Sv remark; // flags
    Sv also;   // code that was not understood, though it is no single word
} Found;

void import_note(Draft *draft, ImportNote note) {
    arena_grow(draft->arena, draft->notes, draft->note_count, draft->note_capacity);
    uint32_t at = draft->note_count++;
    for (; at > 0 && draft->notes[at - 1].line > note.line; at--)
        draft->notes[at] = draft->notes[at - 1];
    draft->notes[at] = note;
}

static void add_step(Draft *draft, DraftSteps *steps, DraftStep *step) {
    arena_grow(draft->arena, steps->items, steps->count, steps->capacity);
    steps->items[steps->count++] = step;
}

static DraftStep *new_step(Draft *draft, DraftKind kind, uint32_t line, Sv name) {
    DraftStep *step = arena_new_of(draft->arena, DraftStep);
    *step = (DraftStep){.kind = kind, .line = line, .name = name};
    return step;
}

static void add_loose(Draft *draft, Variables *loose, CodeVariable variable, uint32_t line) {
    uint32_t count = loose->count;
    arena_grow(draft->arena, loose->items, loose->count, loose->capacity);
    loose->lines = arena_grow_array(draft->arena, loose->lines, sizeof *loose->lines, count,
                                    &loose->line_capacity);
    loose->items[count] = variable;
    loose->lines[count] = line;
    loose->count++;
}

static void add_remark(Draft *draft, Sv *remark, Sv text) {
    *remark =
        remark->len ? sv_format(draft->arena, "%.*s; %.*s", SV_ARG(*remark), SV_ARG(text)) : text;
}

static bool holds(Sv text, const char *word) {
    return sv_find(text, sv_from_c(word), 0) != SV_NONE;
}

// ── code ──

static DraftStep *command_step(Draft *draft, const Code *code, Sv written, uint32_t line) {
    bool plain = code_is_plain(code->command);
    DraftStep *step = new_step(draft, plain ? DRAFT_PROGRAM : DRAFT_SCRIPT, line, written);
    // In a script a variable may be meant for one of its commands alone.
    if (!plain) {
        step->text = import_script(draft, step, code->line.len ? code->line : code->command);
        return step;
    }
    step->text = code->command;
    for (uint32_t i = 0; i < code->variable_count; i++) {
        const CodeVariable *variable = &code->variables[i];
        Sv value = import_template(draft, variable->value, false, line);
        arena_grow(draft->arena, step->variables, step->variable_count, step->variable_capacity);
        step->variables[step->variable_count++] = (DraftVariable){variable->name, value};
    }
    return step;
}

// What a person reads rightly and a shell does not. curl ends well whatever the server answers,
// unless it is told not to.
static void note_traps(Draft *draft, Sv command, DraftStep *step) {
    if (holds(command, " [-") || holds(command, " [<"))
        add_remark(draft, &step->remark, SV("what stands in [ ] can be left out: which is it?"));
    bool told = holds(command, "--fail") || holds(command, " -f") || holds(command, " -sf");
    if (!sv_starts(command, SV("curl ")) || told) return;
    add_remark(draft, &step->remark,
               SV("curl ends well whatever the status is: add --fail, or ask by http"));
}

static DraftStep *request_step(Draft *draft, const Code *code, Sv written, uint32_t line) {
    DraftStep *step = new_step(draft, DRAFT_REQUEST, line, written);
    step->method = code->method;
    step->url = import_template(draft, code->url, true, line);
    step->guessed = code->method_guessed;
    if (step->guessed)
        step->name = sv_format(draft->arena, "%.*s %.*s", SV_ARG(code->method), SV_ARG(written));
    if (sv_starts(code->url, SV("/"))) draft->requests = true;
    return step;
}

static void read_code(Draft *draft, const Code *code, Sv text, uint32_t line, Found *found) {
    Sv written = sv_trim(text);
    switch (code->kind) {
    case CODE_REQUEST:
        add_step(draft, &found->steps, request_step(draft, code, written, line));
        break;
    case CODE_COMMAND: {
        DraftStep *step = command_step(draft, code, written, line);
        note_traps(draft, code->command, step);
        add_step(draft, &found->steps, step);
        break;
    }
    case CODE_VARIABLE: add_loose(draft, &found->loose, code->variables[0], line); break;
    case CODE_FLAG:
        add_remark(draft, &found->remark,
                   sv_format(draft->arena, "line %u has the flag %.*s", line, SV_ARG(written)));
        break;
    case CODE_WORD:
        if (sv_find_char(written, ' ', 0) != SV_NONE)
            add_remark(draft, &found->also,
                       sv_format(draft->arena, "line %u also has %.*s, which was not read", line,
                                 SV_ARG(written)));
        break;
    }
}

// What the page warns of is nothing to be done.
static bool is_warning(Sv words) {
    return holds(words, "o not ") || holds(words, "on't ") || holds(words, "ever ") ||
           holds(words, "void ") || holds(words, "nstead of ");
}

// A path that stands alone, or at the end behind a colon, is asked for; one within a sentence is
// only named by it.
static bool is_asked_for(const Block *block, uint32_t piece) {
    if (piece + 1 < block->piece_count) return false;
    Sv before = piece ? sv_trim(block->pieces[piece - 1].text) : (Sv){0};
    return piece == 0 || sv_ends(before, SV(":"));
}

static void read_pieces(Draft *draft, const Block *block, Found *found) {
    bool warning = is_warning(import_words(draft->arena, block));
    for (uint32_t i = 0; i < block->piece_count && !warning; i++) {
        const Piece *piece = &block->pieces[i];
        if (!piece->code) continue;
        Code code = code_of(draft->arena, piece->text);
        bool named = code.kind == CODE_REQUEST && code.method_guessed && !is_asked_for(block, i);
        if (!named) read_code(draft, &code, piece->text, block->line, found);
    }
}

static bool is_prompted(Sv line) {
    return sv_starts(line, SV("$ "));
}

// Lines of a console that were typed: those behind a prompt, and what goes on behind a backslash.
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

static bool is_shell(Sv info) {
    static const char *const words[] = {"",        "sh",  "bash",         "shell",
                                        "console", "zsh", "shell-session"};
    Sv word = sv_slice(info, 0, sv_find_char(info, ' ', 0));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_eq_nocase(word, sv_from_c(words[i]))) return true;
    return false;
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
        add_remark(draft, &step->remark, text);
        return;
    }
}

static void read_fence(Draft *draft, const Block *block, Sv title, Found *found) {
    Sv script = sv_trim(typed_lines(draft->arena, block->text));
    if (!script.len) return;
    if (is_shell(block->info) && says_something(script) && !code_has_templates(script)) {
        bool one = sv_find_char(script, '\n', 0) == SV_NONE;
        Code code = one ? code_of(draft->arena, script) : (Code){0};
        if (code.kind != CODE_COMMAND && code.kind != CODE_REQUEST)
            code = (Code){.kind = CODE_COMMAND, .command = script};
        Sv rest = script, first = {0};
        while (sv_next_line(&rest, &first) && (!sv_trim(first).len || first.at[0] == '#'))
            continue;
        Sv name = one ? script : sv_format(draft->arena, "%.*s …", SV_ARG(sv_trim(first)));
        DraftStep *step = code.kind == CODE_REQUEST ? request_step(draft, &code, name, block->line)
                                                    : command_step(draft, &code, name, block->line);
        note_printed(draft, block, step);
        note_traps(draft, script, step);
        add_step(draft, &found->steps, step);
        return;
    }
    Sv name = title.len ? title
              : block->info.len
                  ? sv_format(draft->arena, "What is shown was done (%.*s)", SV_ARG(block->info))
                  : SV("What is shown was done");
    DraftStep *step = new_step(draft, DRAFT_QUESTION, block->line, name);
    step->own_name = true;
    step->text = name;
    step->show = script;
    add_step(draft, &found->steps, step);
}

// ── items ──

static bool begins(Sv text, const char *word) {
    size_t length = sv_from_c(word).len;
    return sv_eq_nocase(sv_slice(text, 0, length), sv_from_c(word));
}

// What is done only sometimes.
static bool is_conditional(Sv sentence) {
    static const char *const words[] = {"if ",     "when ",    "for ",        "in case ",
                                        "where ",  "optional", "to include ", "only ",
                                        "unless ", "should ",  "option "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins(sentence, words[i])) return true;
    return false;
}

static Found read_item(Draft *draft, const Block *item, Sv context, bool nested);

static void take_all(Draft *draft, DraftSteps *to, const DraftSteps *from) {
    for (uint32_t i = 0; i < from->count; i++)
        add_step(draft, to, from->items[i]);
}

static void take_loose(Draft *draft, Variables *to, const Variables *from) {
    for (uint32_t i = 0; i < from->count; i++)
        add_loose(draft, to, from->items[i], from->lines[i]);
}

static void read_list(Draft *draft, const Block *list, Sv context, bool nested, Found *found) {
    for (uint32_t i = 0; i < list->child_count && !arena_exhausted(draft->arena); i++) {
        Found inner = read_item(draft, list->children[i], context, nested);
        take_all(draft, &found->steps, &inner.steps);
        take_loose(draft, &found->loose, &inner.loose);
        if (inner.remark.len) add_remark(draft, &found->remark, inner.remark);
    }
}

static const Block *label_of(const Block *item) {
    const Block *first = item->child_count ? item->children[0] : NULL;
    return first && first->kind == BLOCK_PARAGRAPH ? first : NULL;
}

static bool has_action(const DraftStep *step) {
    for (uint32_t i = 0; i < step->children.count; i++)
        if (has_action(step->children.items[i])) return true;
    return step->kind == DRAFT_PROGRAM || step->kind == DRAFT_SCRIPT;
}

static bool have_action(const DraftSteps *steps) {
    for (uint32_t i = 0; i < steps->count; i++)
        if (has_action(steps->items[i])) return true;
    return false;
}

static void give_variables(Draft *draft, Found *found) {
    if (!have_action(&found->steps)) return;
    for (uint32_t v = 0; v < found->loose.count; v++)
        for (uint32_t i = 0; i < found->steps.count; i++)
            import_variable(draft, found->steps.items[i], &found->loose.items[v],
                            found->loose.lines[v]);
    found->loose.count = 0;
}

static bool is_code_alone(const Block *label) {
    return label && label->piece_count == 1 && label->pieces[0].code;
}

static DraftStep *question(Draft *draft, const Block *label, Sv name, Sv context) {
    DraftStep *step = new_step(draft, DRAFT_QUESTION, label->line, name);
    Sv words = import_words(draft->arena, label);
    step->own_name = true;
    if (context.len && is_code_alone(label))
        step->name = sv_format(draft->arena, "%.*s: %.*s", SV_ARG(context), SV_ARG(name));
    step->text =
        context.len ? sv_format(draft->arena, "%.*s: %.*s", SV_ARG(context), SV_ARG(words)) : words;
    return step;
}

// One step stands for itself under the item's words; several are a group.
static DraftStep *one_step(Draft *draft, const Block *label, Sv name, const DraftSteps *steps) {
    if (steps->count == 1) {
        DraftStep *only = steps->items[0];
        if (!only->own_name && name.len) {
            only->name = is_code_alone(label) ? only->name : name;
            only->own_name = !is_code_alone(label);
            return only;
        }
    }
    DraftStep *group =
        new_step(draft, DRAFT_GROUP, label ? label->line : steps->items[0]->line, name);
    group->own_name = true;
    group->children = *steps;
    return group;
}

// ~~service api restart~~
static bool is_struck_out(const Block *label) {
    const Piece *first = label->pieces, *last = first + label->piece_count - 1;
    return label->piece_count && sv_starts(first->text, SV("~~")) &&
           sv_ends(sv_trim(last->text), SV("~~"));
}

static Found read_item(Draft *draft, const Block *item, Sv context, bool nested) {
    Found found = {0};
    const Block *label = label_of(item);
    Sv name = label ? import_sentence(draft->arena, label) : (Sv){0};
    if (label && is_struck_out(label)) {
        import_note(draft, (ImportNote){.line = label->line,
                                        .what = name,
                                        .decide = SV("left out: it is struck out")});
        return found;
    }
    for (uint32_t i = 0; i < item->child_count; i++) {
        const Block *block = item->children[i];
        switch (block->kind) {
        case BLOCK_PARAGRAPH: read_pieces(draft, block, &found); break;
        case BLOCK_CODE: read_fence(draft, block, name, &found); break;
        case BLOCK_LIST: read_list(draft, block, name, true, &found); break;
        default: break;
        }
    }
    give_variables(draft, &found);
    if (!found.steps.count) {
        bool belongs_elsewhere = nested && (found.loose.count || found.remark.len);
        if (belongs_elsewhere) {
            import_note(draft, (ImportNote){.line = label ? label->line : item->line,
                                            .what = name,
                                            .decide = SV("belongs to the command above")});
            return found;
        }
        if (name.len) add_step(draft, &found.steps, question(draft, label, name, context));
        found.loose.count = 0;
    }
    if (!found.steps.count) return found;
    bool own_question = found.steps.count == 1 && found.steps.items[0]->kind == DRAFT_QUESTION;
    DraftStep *step = own_question ? found.steps.items[0]
                      : name.len   ? one_step(draft, label, name, &found.steps)
                                   : NULL;
    if (!step) return found;
    if (!own_question && is_conditional(name))
        step->when = import_condition(draft, name, step->line);
    if (found.remark.len) add_remark(draft, &step->remark, found.remark);
    if (found.also.len && !own_question) add_remark(draft, &step->remark, found.also);
    found.remark = (Sv){0};
    found.steps = (DraftSteps){0};
    add_step(draft, &found.steps, step);
    return found;
}

// ── sections ──

static void describe(Draft *draft, const Block *block) {
    Sv words = import_words(draft->arena, block);
    if (!words.len) return;
    draft->description =
        draft->description.len
            ? sv_format(draft->arena, "%.*s\n\n%.*s", SV_ARG(draft->description), SV_ARG(words))
            : words;
}

// Words before the first step say what the section is about; what warns, and what comes later, is
// something to see to.
static void read_words(Draft *draft, const Block *block, DraftSteps *steps) {
    Sv words = import_words(draft->arena, block);
    if (!words.len) return;
    if (steps->count || is_warning(words))
        add_step(draft, steps,
                 question(draft, block, import_sentence(draft->arena, block), (Sv){0}));
    else
        describe(draft, block);
}

// A paragraph with commands is a step of its own.
static void read_paragraph(Draft *draft, const Block *block, DraftSteps *steps) {
    Found found = {0};
    read_pieces(draft, block, &found);
    if (!found.steps.count) {
        read_words(draft, block, steps);
        return;
    }
    give_variables(draft, &found);
    Sv name = import_sentence(draft->arena, block);
    DraftStep *step = one_step(draft, block, name, &found.steps);
    if (is_conditional(name)) step->when = import_condition(draft, name, step->line);
    add_step(draft, steps, step);
}

static bool has_code(const Block *block) {
    for (uint32_t i = 0; i < block->piece_count; i++)
        if (block->pieces[i].code) return true;
    return false;
}

static void read_blocks(Draft *draft, Block *const *blocks, uint32_t count, DraftSteps *steps);

// The blocks up to the next heading of this level or above are a group.
static uint32_t group_end(Block *const *blocks, uint32_t count, uint32_t at) {
    uint32_t end = at + 1;
    while (end < count &&
           !(blocks[end]->kind == BLOCK_HEADING && blocks[end]->level <= blocks[at]->level))
        end++;
    return end;
}

static void read_blocks(Draft *draft, Block *const *blocks, uint32_t count, DraftSteps *steps) {
    Sv before = {0}; // the words before a fence say what it is for
    for (uint32_t i = 0; i < count && !arena_exhausted(draft->arena); i++) {
        const Block *block = blocks[i];
        Found found = {0};
        switch (block->kind) {
        case BLOCK_HEADING: {
            uint32_t end = group_end(blocks, count, i);
            DraftStep *group =
                new_step(draft, DRAFT_GROUP, block->line, import_title(draft->arena, block));
            read_blocks(draft, blocks + i + 1, end - i - 1, &group->children);
            if (group->children.count) add_step(draft, steps, group);
            i = end - 1;
            break;
        }
        case BLOCK_PARAGRAPH:
            before = (Sv){0};
            if (i + 1 < count && blocks[i + 1]->kind == BLOCK_CODE && !has_code(block))
                before = import_sentence(draft->arena, block);
            else
                read_paragraph(draft, block, steps);
            break;
        case BLOCK_LIST: read_list(draft, block, (Sv){0}, false, &found); break;
        case BLOCK_CODE:
            read_fence(draft, block, before, &found);
            if (before.len && found.steps.count) {
                DraftStep *step = found.steps.items[0];
                step->name = before;
                step->own_name = true;
                if (is_conditional(before))
                    step->when = import_condition(draft, before, step->line);
            }
            before = (Sv){0};
            break;
        case BLOCK_QUOTE: read_blocks(draft, block->children, block->child_count, steps); break;
        case BLOCK_ITEM: break;
        }
        take_all(draft, steps, &found.steps);
    }
}

void import_section(Draft *draft, Block *const *blocks, uint32_t count) {
    read_blocks(draft, blocks, count, &draft->steps);
}
