// What expressions say: every message, explanation and result in tests/golden/cel, whole. A file
// holds cases: lines that begin with "> " are the text, what follows up to the next is what must be
// said. With --update the files are written anew; the difference is then for a person to read.
#include "cel_fixture.h"

#include "base/system/file.h"
#include "cel/syntax/template.h"
#include "check.h"
#include "golden.h"
#include "value/show.h"

enum { COLUMNS = 60, PARTS = 16 };

// ── what a case says ──

static void say_diags(const Diags *diags, Buf *out) {
    diags_render(diags, (DiagStyle){.width = 80}, out);
}

static void say_fault(const Fault *fault, Diags *diags, Buf *out) {
    static const char *const kinds[] = {"error", "missing", "empty", "unknown", "limit"};
    Diag *diag = diag_add(diags, DIAG_EVALUATION, fault->span, "(%s) %.*s", kinds[fault->kind],
                          SV_ARG(fault->message));
    if (fault->hint.len > 0) diag_hint(diags, diag, "%.*s", SV_ARG(fault->hint));
    say_diags(diags, out);
}

static void say_value(Value value, CelType type, Arena *arena, Buf *out) {
    value_show(out, value, COLUMNS);
    buf_addf(out, " : %.*s", SV_ARG(cel_type_show(arena, type)));
    if (value_taint(value) != 0) buf_addf(out, ", taint %x", value_taint(value));
    buf_add_char(out, '\n');
}

// ── what a hint offers ──

static bool tells(const Diags *diags, Sv message) {
    for (uint32_t i = 0; i < diags->count; i++)
        if (sv_eq(diags->items[i].message, message)) return true;
    return false;
}

// A hint that is whole is accepted in the place of what it mends: fewer things are wrong then, and
// none that was not wrong before. Where the text could not be read it now can.
static void hold_hints(Arena *arena, Sv text, CelType wanted, const CelNames *names,
                       const Diags *diags, bool parsed) {
    static const char before[] = "write it as: ";
    for (uint32_t i = 0; i < diags->count && sv_find_char(text, '\n', 0) == SV_NONE; i++) {
        Sv hint = diags->items[i].hint;
        if (!sv_starts(hint, sv_from_c(before)) || sv_find(hint, SV("…"), 0) != SV_NONE) continue;
        Sv mended = sv_slice(hint, sizeof before - 1, hint.len);
        Diags again = diags_new(arena);
        CelProgram program;
        bool read = cel_parse(arena, mended, (SpanMap){0}, &again, &program);
        if (read && parsed) cel_check(arena, &program, names, wanted, &again, NULL);
        bool worse = again.errors >= diags->errors;
        for (uint32_t k = 0; k < again.count; k++)
            worse = worse || !tells(diags, again.items[k].message);
        if (worse) fprintf(stderr, "%.*s is not mended by %.*s\n", SV_ARG(text), SV_ARG(mended));
        CHECK(!worse);
    }
}

static void say_check(Arena *arena, Sv text, CelType wanted, CelUse *use, Diags *diags,
                      const Fixture *fixture, Buf *out) {
    CelProgram program;
    CelNames names = fixture_names(fixture);
    bool parsed = cel_parse(arena, text, (SpanMap){0}, diags, &program);
    bool fine = parsed && cel_check(arena, &program, &names, wanted, diags, use);
    if (!fine) {
        hold_hints(arena, text, wanted, &names, diags, parsed);
        say_diags(diags, out);
        return;
    }
    buf_addf(out, "fine: %.*s\n", SV_ARG(cel_type_show(arena, program.type)));
    for (uint32_t i = 0; i < use->path_count; i++) {
        const CelPath *path = &use->paths[i];
        buf_addf(out, "    reads %.*s", SV_ARG(names.items[path->name].name));
        for (uint32_t f = 0; f < path->count; f++)
            buf_addf(out, " / %.*s", SV_ARG(path->fields[f]));
        buf_addf(out, "%s\n", path->optional ? " (may be absent)" : "");
    }
}

static void say_eval(Arena *arena, Sv text, bool strict, Diags *diags, Fixture *fixture, Buf *out) {
    CelProgram program;
    CelNames names = fixture_names(fixture);
    names.strict = strict;
    bool parsed = cel_parse(arena, text, (SpanMap){0}, diags, &program);
    bool fine = parsed && cel_check(arena, &program, &names, cel_type(CEL_TYPE_DYN), diags, NULL);
    if (!fine) {
        hold_hints(arena, text, cel_type(CEL_TYPE_DYN), &names, diags, parsed);
        say_diags(diags, out);
        return;
    }
    CelBinding binding = {.self = fixture, .get = fixture_get};
    CelOptions options = {.strict = strict};
    Fault fault = {0};
    Value value;
    if (cel_eval(arena, &program, &binding, &options, &value, &fault)) {
        say_value(value, program.type, arena, out);
    } else {
        say_fault(&fault, diags, out);
    }
}

static void say_explain(Arena *arena, Sv text, Diags *diags, Fixture *fixture, Buf *out) {
    CelProgram program;
    CelNames names = fixture_names(fixture);
    bool fine = cel_parse(arena, text, (SpanMap){0}, diags, &program) &&
                cel_check(arena, &program, &names, cel_type(CEL_TYPE_BOOL), diags, NULL);
    if (!fine) {
        say_diags(diags, out);
        return;
    }
    CelBinding binding = {.self = fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    CelPart parts[PARTS];
    uint32_t count = cel_explain(arena, &program, &binding, &options, COLUMNS, parts, PARTS);
    for (uint32_t i = 0; i < count; i++) {
        const char *name =
            parts[i].name == UINT32_MAX ? "-" : sv_to_c(arena, names.items[parts[i].name].name);
        buf_addf(out, "%.*s %s %.*s   (%s%s)\n", SV_ARG(parts[i].text), parts[i].failed ? "!" : "=",
                 SV_ARG(parts[i].value), name, parts[i].taint != 0 ? ", tainted" : "");
    }
}

static void say_template(Arena *arena, Sv text, Diags *diags, Fixture *fixture, Buf *out) {
    Template template;
    CelNames names = fixture_names(fixture);
    CelUse use;
    bool fine = template_parse(arena, text, (SpanMap){0}, diags, &template) &&
                template_check(arena, &template, &names, cel_type(CEL_TYPE_DYN), diags, &use);
    if (!fine) {
        say_diags(diags, out);
        return;
    }
    CelBinding binding = {.self = fixture, .get = fixture_get};
    CelOptions options = {.strict = true};
    Fault fault = {0};
    Value value;
    buf_addf(out, "%s, %u part%s: ",
             template.whole      ? "whole"
             : template.constant ? "constant"
                                 : "text",
             template.count, template.count == 1 ? "" : "s");
    if (template_eval(arena, &template, &binding, &options, &value, &fault)) {
        say_value(value,
                  template.whole ? template.parts[0].program.type : cel_type(CEL_TYPE_STRING),
                  arena, out);
    } else {
        buf_add_char(out, '\n');
        say_fault(&fault, diags, out);
    }
}

static void say(Sv kind, Sv text, Buf *out) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    Diags diags = diags_new(arena);
    Fixture fixture;
    CelUse use = {0};
    fixture_fill(arena, &fixture);
    if (sv_eq_c(kind, "check"))
        say_check(arena, text, cel_type(CEL_TYPE_BOOL), &use, &diags, &fixture, out);
    if (sv_eq_c(kind, "parse"))
        say_check(arena, text, cel_type(CEL_TYPE_DYN), &use, &diags, &fixture, out);
    if (sv_eq_c(kind, "strict")) say_eval(arena, text, true, &diags, &fixture, out);
    if (sv_eq_c(kind, "functions")) say_eval(arena, text, false, &diags, &fixture, out);
    if (sv_eq_c(kind, "plain")) say_eval(arena, text, false, &diags, &fixture, out);
    if (sv_eq_c(kind, "reasons")) say_explain(arena, text, &diags, &fixture, out);
    if (sv_eq_c(kind, "explain")) say_explain(arena, text, &diags, &fixture, out);
    if (sv_eq_c(kind, "template")) say_template(arena, text, &diags, &fixture, out);
    arena_free(arena);
}

// ── files ──

// Takes the text of the next case off `rest`, and what stands under it.
static bool next_case(Sv *rest, Buf *text, Sv *wanted) {
    Sv line;
    buf_clear(text);
    while (sv_starts(*rest, SV("> ")) || sv_starts(*rest, SV(">\n"))) {
        if (text->len > 0) buf_add_char(text, '\n');
        sv_next_line(rest, &line);
        buf_add(text, sv_slice(line, 2, line.len));
    }
    const char *from = rest->at;
    while (rest->len > 0 && !sv_starts(*rest, SV(">")) && sv_next_line(rest, &line))
        continue;
    *wanted = (Sv){from, (size_t)(rest->at - from)};
    return text->len > 0;
}

static void run_file(Arena *arena, const char *kind) {
    Sv path = sv_format(arena, "%s/tests/golden/cel/%s.txt", PROJECT_ROOT, kind), content = {0};
    CHECK(file_read(arena, path, LIMIT_JSON_BYTES, &content) == FILE_OK);
    BUF_AUTO Buf whole = buf_new(LIMIT_JSON_BYTES);
    BUF_AUTO Buf text = buf_new(LIMIT_JSON_BYTES);
    Sv rest = content, wanted;
    // A head of comments stays as it is.
    while (rest.len > 0 && !sv_starts(rest, SV(">"))) {
        Sv line;
        sv_next_line(&rest, &line);
        buf_addf(&whole, "%.*s\n", SV_ARG(line));
    }
    while (next_case(&rest, &text, &wanted)) {
        BUF_AUTO Buf found = buf_new(LIMIT_JSON_BYTES);
        say(sv_from_c(kind), buf_sv(&text), &found);
        buf_add_char(&found, '\n');
        if (!golden_update && !sv_eq(sv_trim(buf_sv(&found)), sv_trim(wanted)))
            fprintf(stderr, "in %s, at: %.*s\n", kind, SV_ARG(buf_sv(&text)));
        if (!golden_update) CHECK_SV(sv_trim(buf_sv(&found)), sv_trim(wanted));
        Sv lines = buf_sv(&text), line;
        while (sv_next_line(&lines, &line))
            buf_addf(&whole, "> %.*s\n", SV_ARG(line));
        buf_add(&whole, buf_sv(&found));
    }
    if (golden_update) CHECK(file_write_atomic(path, buf_sv(&whole), 0644));
}

int main(int argc, char **argv) {
    static const char *const kinds[] = {"parse",    "check",   "strict",    "plain",
                                        "template", "explain", "functions", "reasons"};
    golden_options(argc, argv);
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (golden_asked(kinds[i])) run_file(arena, kinds[i]);
    arena_free(arena);
    return golden_done(check_done());
}
