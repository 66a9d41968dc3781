// Statements to a database: a read is judged by a number that whoever runs it must give, a write
// asks first, and what cannot be sent as it is becomes a question that shows it.
#include "base/limits.h"
#include "import/import_internal.h"
#include "import/import_sql.h"

// Whether the action takes it, and whether it must be told that the statement acts: it knows that
// of many, and others only sound so.
static bool accepted(Draft *draft, const SqlBound *bound, bool *write) {
    const Action *action = draft->verbs->statement;
    MapBuilder values = map_builder(draft->arena);
    for (uint32_t i = 0; i < bound->count; i++)
        map_add_sv(&values, bound->names[i].name, value_string(SV("x")));
    DraftGiven given[] = {{"query", value_string(bound->text)},
                          {"write", value_bool(false)},
                          {"params", map_done(&values)}};
    size_t count = bound->count ? 3 : 2;
    Undeclared acts = {0};
    if (import_acts(draft, action, given, count, &acts)) *write = true;
    given[1].value = value_bool(*write);
    // Where there is something better to do than to declare it, a person must see to that.
    return !acts.hint.len && !acts.beside.len && import_accepts(action, given, count);
}

static Sv first_line(Draft *draft, Sv text) {
    Sv rest = text, first = {0}, next;
    sv_next_line(&rest, &first);
    bool more = sv_next_line(&rest, &next);
    return more ? sv_format(draft->arena, "%.*s …", SV_ARG(sv_trim(first))) : sv_trim(first);
}

DraftStep *import_shown(Draft *draft, Sv name, Sv text, uint32_t line) {
    bool masked;
    DraftStep *step = import_step(draft, DRAFT_QUESTION, line, name);
    step->own_name = true;
    step->text = name;
    Sv show = import_masked(draft->arena, text, &masked);
    if (!sv_eq(show, name)) step->show = show;
    if (masked)
        import_remark(draft, &step->remark,
                      SV("the page holds a credential here, which was not written down: where does "
                         "it come from?"));
    return step;
}

bool import_is_too_long(Sv text) {
    return text.len > LIMIT_PAGE_COMMAND_BYTES;
}

DraftStep *import_too_long(Draft *draft, Sv name, Sv text, uint32_t line) {
    DraftStep *step = import_shown(draft, name, text, line);
    import_remark(draft, &step->remark,
                  sv_format(draft->arena,
                            "it has over %d KiB and was not read as commands (PAGE_COMMAND_BYTES)",
                            LIMIT_PAGE_COMMAND_BYTES / 1024));
    return step;
}

static DraftStep *statement_step(Draft *draft, const SqlPiece *piece, uint32_t line) {
    bool comment = piece->comment.len > 0, masked;
    import_masked(draft->arena, piece->text, &masked);
    SqlBound bound = {0};
    bool write = piece->sounds_so;
    bool sent = !piece->shell_command && !masked && sql_bind(draft->arena, piece->text, &bound) &&
                accepted(draft, &bound, &write);
    if (!sent)
        return import_shown(draft, comment ? piece->comment : SV("The statement was sent"),
                            piece->text, line);
    Sv name = comment ? import_line(draft->arena, piece->comment) : first_line(draft, piece->text);
    DraftStep *step = import_step(draft, DRAFT_STATEMENT, line, name);
    step->own_name = comment;
    step->text = bound.text;
    step->write = write;
    step->gives_rows = piece->rows;
    step->single = piece->single && !write;
    for (uint32_t i = 0; i < bound.count; i++)
        import_bind(draft, step, bound.names[i].name, bound.names[i].written);
    draft->statements = true;
    return step;
}

// BEGIN; one statement; COMMIT: one step can do that.
static bool is_one_in_transaction(const SqlPieces *pieces) {
    return pieces->count == 3 && pieces->items[0].begins && pieces->items[2].ends &&
           !pieces->items[1].of_session && !pieces->items[1].ends && !pieces->items[1].begins;
}

static bool belong_together(const SqlPieces *pieces) {
    for (uint32_t i = 0; i < pieces->count; i++)
        if (pieces->items[i].begins || pieces->items[i].ends || pieces->items[i].of_session)
            return true;
    return false;
}

void import_statements(Draft *draft, Sv text, Sv title, uint32_t line, DraftSteps *steps) {
    SqlPieces pieces = {0};
    bool read = sql_pieces(draft->arena, text, &pieces);
    if (read && is_one_in_transaction(&pieces)) {
        DraftStep *step = statement_step(draft, &pieces.items[1], line + pieces.items[1].line);
        if (step->kind == DRAFT_STATEMENT) {
            step->transaction = step->write;
            import_add(draft, steps, step);
            return;
        }
    }
    if (!read || belong_together(&pieces)) {
        Sv name = title.len ? title : SV("The statements shown were sent, all of them together");
        import_add(draft, steps, import_shown(draft, name, text, line));
        return;
    }
    for (uint32_t i = 0; i < pieces.count && import_goes_on(draft); i++)
        import_add(draft, steps,
                   statement_step(draft, &pieces.items[i], line + pieces.items[i].line));
}
