// Turns a piece of code on the page into a step: a command, a request, a statement, or a part of
// one of them.
#include "base/limits.h"
#include "import/import_internal.h"

#include <stdlib.h>

void import_note(Draft *draft, ImportNote note) {
    arena_grow(draft->arena, draft->notes, draft->note_count, draft->note_capacity);
    draft->notes[draft->note_count] = (DraftNote){note, draft->note_count};
    draft->note_count++;
}

static int by_line(const void *a, const void *b) {
    const DraftNote *one = a, *other = b;
    if (one->note.line != other->note.line) return one->note.line < other->note.line ? -1 : 1;
    return one->order < other->order ? -1 : 1;
}

ImportNote *import_notes(const Draft *draft) {
    ImportNote *out = arena_new_array(draft->arena, ImportNote, draft->note_count);
    if (draft->note_count) qsort(draft->notes, draft->note_count, sizeof *draft->notes, by_line);
    for (uint32_t i = 0; i < draft->note_count; i++)
        out[i] = draft->notes[i].note;
    return out;
}

bool import_goes_on(const Draft *draft) {
    return !arena_exhausted(draft->arena) && !draft->room->steps_line && !draft->room->too_large;
}

void import_add(Draft *draft, DraftSteps *steps, DraftStep *step) {
    arena_grow(draft->arena, steps->items, steps->count, steps->capacity);
    steps->items[steps->count++] = step;
}

DraftStep *import_step(Draft *draft, DraftKind kind, uint32_t line, Sv name) {
    DraftStep *step = arena_new_of(draft->arena, DraftStep);
    *step = (DraftStep){.kind = kind, .line = line, .name = name};
    DraftRoom *room = draft->room;
    if (++room->steps > LIMIT_PAGE_STEPS && !room->steps_line) room->steps_line = line;
    return step;
}

void import_loose(Draft *draft, PageVariables *loose, CodeVariable variable, uint32_t line) {
    uint32_t count = loose->count;
    arena_grow(draft->arena, loose->items, loose->count, loose->capacity);
    loose->lines = arena_grow_array(draft->arena, loose->lines, sizeof *loose->lines, count,
                                    &loose->line_capacity);
    loose->items[count] = variable;
    loose->lines[count] = line;
    loose->count++;
}

void import_remark(Draft *draft, Joined *remark, Sv text) {
    joined_add(draft->arena, remark, "; ", text);
}

bool import_holds(Sv text, const char *word) {
    return sv_find(text, sv_from_c(word), 0) != SV_NONE;
}

DraftStep *import_command(Draft *draft, const Code *code, Sv written, uint32_t line) {
    bool plain = code_is_plain(code->command), masked;
    written = import_masked(draft->arena, written, &masked);
    Sv rest = plain ? code->command : code->line.len ? code->line : code->command;
    import_masked(draft->arena, rest, &masked);
    if (masked) {
        import_masked(draft->arena, code->command, &masked);
        if (masked) return import_shown(draft, written, rest, line);
        DraftStep *step = import_step(draft, DRAFT_SCRIPT, line, written);
        step->text = import_script(draft, step, code->command);
        for (uint32_t i = 0; i < code->variable_count; i++)
            import_variable(draft, step, &code->variables[i], line);
        return step;
    }
    DraftStep *step = import_step(draft, plain ? DRAFT_PROGRAM : DRAFT_SCRIPT, line, written);
    // In a script a variable may be meant for only one of its commands.
    if (!plain) {
        step->text = import_script(draft, step, code->line.len ? code->line : code->command);
        return step;
    }
    step->text = code->command;
    for (uint32_t i = 0; i < code->variable_count; i++) {
        const CodeVariable *variable = &code->variables[i];
        // Without the value on the page if that is a credential, which is given in another way.
        if (import_is_secret(draft->arena, variable->name)) {
            import_variable(draft, step, variable, line);
            continue;
        }
        Sv value = import_template(draft, variable->value, false, line);
        arena_grow(draft->arena, step->variables, step->variable_count, step->variable_capacity);
        step->variables[step->variable_count++] = (DraftVariable){variable->name, value};
    }
    return step;
}

// Text that people understand and a shell does not.
void import_pitfalls(Draft *draft, Sv command, DraftStep *step) {
    if (step->kind == DRAFT_QUESTION) return;
    if (import_holds(command, " [-") || import_holds(command, " [<"))
        import_remark(draft, &step->remark, SV("what stands in [ ] can be left out: which is it?"));
}

DraftStep *import_request(Draft *draft, const Code *code, Sv written, uint32_t line) {
    DraftStep *step = import_step(draft, DRAFT_REQUEST, line, written);
    step->method = code->method;
    step->url = import_template(draft, code->url, true, line);
    step->guessed = code->method_guessed;
    if (step->guessed)
        step->name = sv_format(draft->arena, "%.*s %.*s", SV_ARG(code->method), SV_ARG(written));
    if (sv_starts(code->url, SV("/"))) draft->requests = true;
    return step;
}

static void read_code(Draft *draft, const Code *code, Sv text, uint32_t line, FoundValue *found) {
    Sv written = sv_trim(text);
    if (import_is_too_long(written) && code->kind != CODE_WORD) {
        Sv name = import_line(draft->arena, written);
        import_add(draft, &found->steps, import_too_long(draft, name, written, line));
        return;
    }
    switch (code->kind) {
    case CODE_REQUEST:
        if (!import_sendable(draft, code->method, code->url, value_null())) {
            import_add(draft, &found->steps, import_shown(draft, written, written, line));
            break;
        }
        import_add(draft, &found->steps, import_request(draft, code, written, line));
        break;
    case CODE_STATEMENT: import_statements(draft, written, (Sv){0}, line, &found->steps); break;
    case CODE_COMMAND: {
        if (import_curls(draft, written, line, &found->steps)) break;
        DraftStep *step = import_command(draft, code, written, line);
        import_pitfalls(draft, code->command, step);
        import_add(draft, &found->steps, step);
        break;
    }
    case CODE_VARIABLE: import_loose(draft, &found->loose, code->variables[0], line); break;
    case CODE_FLAG:
        import_remark(draft, &found->remark,
                      sv_format(draft->arena, "line %u has the flag %.*s", line, SV_ARG(written)));
        break;
    case CODE_WORD:
        if (sv_find_char(written, ' ', 0) != SV_NONE)
            import_remark(draft, &found->also,
                          sv_format(draft->arena, "line %u also has %.*s, which was not read", line,
                                    SV_ARG(written)));
        break;
    }
}

// A warning on the page is not something to do.
bool import_warns(Sv words) {
    return import_holds(words, "o not ") || import_holds(words, "on't ") ||
           import_holds(words, "ever ") || import_holds(words, "void ") ||
           import_holds(words, "nstead of ");
}

// A path by itself, or at the end after a colon, is requested; within a sentence it is only
// mentioned.
static bool is_asked_for(const Block *block, uint32_t piece) {
    if (piece + 1 < block->piece_count) return false;
    Sv before = piece ? sv_trim(block->pieces[piece - 1].text) : (Sv){0};
    return piece == 0 || sv_ends(before, SV(":"));
}

void import_pieces(Draft *draft, const Block *block, FoundValue *found) {
    bool warning = import_warns(import_words(draft->arena, block));
    for (uint32_t i = 0; i < block->piece_count && !warning && import_goes_on(draft); i++) {
        const Piece *piece = &block->pieces[i];
        if (!piece->code) continue;
        Code code = code_of(draft->arena, piece->text);
        bool named = code.kind == CODE_REQUEST && code.method_guessed && !is_asked_for(block, i);
        if (!named) read_code(draft, &code, piece->text, block->line, found);
    }
}
