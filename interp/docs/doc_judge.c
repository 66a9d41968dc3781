// Conditions in words, with the expression beside them.
#include "base/limits.h"
#include "docs/doc_internal.h"
#include "docs/phrasing.h"

static Sv code_of(const Expr *expr) {
    return sv_trim(expr->program.text);
}

void doc_add_condition(Doc *doc, Buf *out, const Step *step, const Expr *condition) {
    doc_use_expr(doc, step, condition);
    bool said = phrasing_add_condition(out, condition, step->action);
    if (said && !phrasing_needs_expression(condition)) return;
    if (said) buf_add_c(out, " (");
    md_add_code(out, code_of(condition));
    if (said) buf_add_char(out, ')');
}

// ── expectations ──

static void add_level(Buf *out, const Step *step, const Expect *expect) {
    if (expect->level == LEVEL_MUST || step->level != LEVEL_MUST) return;
    buf_add_c(out, expect->level == LEVEL_SHOULD ? " – where not, that is a warning only"
                                                 : " – for information");
}

static void write_expectation(Doc *doc, const Md *md, const Step *step, const Expect *expect) {
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&line, "- ");
    if (expect->name) {
        doc_add_text(doc, &line, step, expect->name);
        buf_add_c(&line, ": ");
    }
    doc_add_condition(doc, &line, step, &expect->expr);
    add_level(&line, step, expect);
    if (expect->allow_empty && !expect->sized)
        buf_add_c(&line, "; that there is nothing at all is fine");
    md_line(md, buf_sv(&line));
    if (!expect->message) return;
    buf_clear(&line);
    buf_add_c(&line, "  - if not: ");
    doc_add_text(doc, &line, step, expect->message);
    md_line(md, buf_sv(&line));
}

// "Any exit status will do."
static void write_waived(const Md *md, const Step *step) {
    int result = action_result(step->action, sv_from_c(step->action->implied_unless));
    const ResultField *field = &step->action->results[result];
    Sv name = sv_from_c(field->called ? field->called : field->name);
    if (sv_starts(name, SV("the "))) name = sv_slice(name, 4, name.len);
    BUF_AUTO Buf line = buf_new(500);
    buf_addf(&line, "Any %.*s will do.", SV_ARG(name));
    md_para(md, buf_sv(&line));
}

void doc_write_expectations(Doc *doc, const Md *md, const Step *step) {
    if (step->implied_waived) write_waived(md, step);
    if (!step->expect_count) return;
    md_para(md, step->kind == STEP_CHECK ? SV("See that") : SV("It is right when"));
    md_gap(md);
    for (uint32_t i = 0; i < step->expect_count; i++)
        if (step->expects[i].implied) write_expectation(doc, md, step, &step->expects[i]);
    for (uint32_t i = 0; i < step->expect_count; i++)
        if (!step->expects[i].implied) write_expectation(doc, md, step, &step->expects[i]);
    if (step->level == LEVEL_SHOULD)
        md_para(md, SV("Where it is not, that is a warning: it stops nothing."));
    if (step->level == LEVEL_INFO) md_para(md, SV("This is for information; it decides nothing."));
}

// ── what later steps read ──

static void write_note(const Md *md, const Step *step, Sv name, Sv code, bool secret) {
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES), label = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_addf(&label, "<%.*s%s%.*s>", SV_ARG(step->id), step->id.len ? "." : "", SV_ARG(name));
    buf_add_c(&line, "- ");
    md_add_code(&line, buf_sv(&label));
    buf_add_c(&line, ": ");
    md_add_code(&line, code);
    if (secret) buf_add_c(&line, " – a secret: keep it, and write it down nowhere");
    md_line(md, buf_sv(&line));
}

void doc_write_captures(Doc *doc, const Md *md, const Step *step) {
    uint32_t outputs = step->include ? step->include->output_count : 0;
    if (!step->capture_count && !outputs) return;
    md_para(md, SV("Note for later:"));
    md_gap(md);
    for (uint32_t i = 0; i < step->capture_count; i++) {
        const Capture *capture = &step->captures[i];
        doc_use_expr(doc, step, &capture->expr);
        write_note(md, step, capture->name, code_of(&capture->expr), capture->secret);
    }
    for (uint32_t i = 0; i < outputs; i++) {
        const Output *output = &step->include->outputs[i];
        write_note(md, step, output->name, placeholder(doc->arena, &output->expr.program), false);
    }
}
