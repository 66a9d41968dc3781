// One expression: checked, evaluated, printed.
#include "cli/eval/eval_session.h"
#include "journal/type_notes.h"
#include "value/json.h"

enum { MOST_PARTS = 20, TOLD = 3 };

static void show_fault(const Cli *cli, Arena *arena, const Fault *fault) {
    Diags diags = diags_new(arena);
    Diag *diag = diag_add(&diags, DIAG_EVALUATION, fault->span, "%.*s", SV_ARG(fault->message));
    if (fault->hint.len) diag_hint(&diags, diag, "%.*s", SV_ARG(fault->hint));
    cli_diagnose(cli, &diags);
}

// ── what is in a value and is not what it was ──

typedef struct Lost {
    const Cli *cli;
    Arena *arena;
    Buf place;
    uint32_t told;
} Lost;

static void tell_lost(Lost *lost, Value value) {
    size_t len = lost->place.len;
    if (value.taint & TYPE_NOTES_LOST) {
        if (lost->told++ < TOLD)
            cli_errf(lost->cli, "note: %.*s: %.*s\n", SV_ARG(buf_sv(&lost->place)),
                     SV_ARG(type_notes_lost(lost->arena, value)));
        return;
    }
    for (size_t i = 0; value.kind == VALUE_LIST && i < value_count(value); i++) {
        buf_addf(&lost->place, "[%zu]", i);
        tell_lost(lost, value_item(value, i));
        lost->place.len = len;
    }
    for (size_t i = 0; value.kind == VALUE_MAP && i < value_count(value); i++) {
        buf_addf(&lost->place, ".%.*s", SV_ARG(value_text(value_key(value, i))));
        tell_lost(lost, value_at(value, i));
        lost->place.len = len;
    }
}

// Output for people may contain names of secrets; output for programs may not.
static bool is_whole(const Cli *cli, Arena *arena, Value value, EvalForm form) {
    if (!(value_taint(value) & TYPE_NOTES_LOST)) return true;
    Lost lost = {.cli = cli, .arena = arena, .place = buf_new(LIMIT_STRING_BYTES)};
    tell_lost(&lost, value);
    buf_free(&lost.place);
    if (lost.told > TOLD) cli_errf(cli, "note: and %u more\n", lost.told - TOLD);
    if (form == EVAL_JSON) return true;
    cli_fail(cli, STATUS_NO_GO, "a value that is not known as a whole has no typed form");
    return false;
}

// ── why a condition does not hold ──

// A difference has lines of its own.
static void show_part(const Cli *cli, const CelPart *part) {
    Sv rest = part->value, line;
    if (sv_find_char(rest, '\n', 0) == SV_NONE) {
        cli_errf(cli, "  %.*s = %.*s\n", SV_ARG(part->text), SV_ARG(rest));
        return;
    }
    cli_errf(cli, "  %.*s =\n", SV_ARG(part->text));
    while (sv_next_line(&rest, &line))
        cli_errf(cli, "    %.*s\n", SV_ARG(line));
}

static void show_parts(const Cli *cli, const EvalSession *session, Arena *arena,
                       const CelProgram *program) {
    CelPart parts[MOST_PARTS];
    uint32_t count = cel_explain(arena, program, &session->binding, &session->options, cli->width,
                                 parts, MOST_PARTS);
    for (uint32_t i = 0; i < count; i++)
        show_part(cli, &parts[i]);
}

static void print_value(const Cli *cli, Arena *arena, Value value, EvalForm form) {
    BUF_AUTO Buf json = buf_new(LIMIT_JSON_BYTES), out = buf_new((size_t)4 * LIMIT_JSON_BYTES);
    if (form == EVAL_TYPED) value = value_to_typed(arena, value);
    json_write(&json, value, JSON_SPACED);
    json_add_for_log(&out, buf_sv(&json));
    buf_add_char(&out, '\n');
    cli_out(cli, buf_sv(&out));
}

int eval_print(const Cli *cli, const EvalSession *session, Arena *arena, Sv text, EvalForm form,
               bool explain) {
    Diags diags = diags_new(arena);
    CelProgram program;
    CelNames names = session->names;
    names.options = &session->options;
    if (!cel_parse(arena, text, (SpanMap){0}, &diags, &program) ||
        !cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), &diags, NULL)) {
        cli_diagnose(cli, &diags);
        return STATUS_RUNBOOK;
    }
    Value value;
    Fault fault = {0};
    if (!cel_eval(arena, &program, &session->binding, &session->options, &value, &fault)) {
        show_fault(cli, arena, &fault);
        return STATUS_NO_GO;
    }
    if (!is_whole(cli, arena, value, form)) return STATUS_NO_GO;
    print_value(cli, arena, value, form);
    if (explain && value.kind == VALUE_BOOL && !value.boolean)
        show_parts(cli, session, arena, &program);
    return 0;
}
