// The order of steps: top-level groups become sections, the rest numbered lists, nested like the
// runbook.
#include "base/limits.h"
#include "docs/doc_internal.h"

#include <string.h>

static bool is_section(const Step *step) {
    return step->kind == STEP_GROUP || step->kind == STEP_INCLUDE;
}

static void add_origin(Doc *doc, Buf *out, const Step *step) {
    if (!step->id.len) return;
    buf_add_c(out, " (");
    md_add_code(out, step_address(doc->arena, step));
    buf_add_char(out, ')');
}

// The way from the page of one file to that of another.
static void add_link(Buf *out, Sv from, Sv to) {
    size_t common = 0;
    for (size_t i = 0; i < from.len && i < to.len && from.at[i] == to.at[i]; i++)
        if (from.at[i] == '/') common = i + 1;
    for (size_t i = common; i < from.len; i++)
        if (from.at[i] == '/') buf_add_c(out, "../");
    Sv rest = sv_slice(to, common, to.len);
    if (sv_ends(rest, SV(".yaml"))) rest.len -= strlen(".yaml");
    buf_addf(out, "%.*s.md", SV_ARG(rest));
}

static void write_link(Doc *doc, const Md *md, const Step *step) {
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&line, "Do all of [");
    md_add_text(&line, step->include->title);
    buf_add_c(&line, "](");
    add_link(&line, doc->plan->top->path, step->include->path);
    buf_add_c(&line, "), and come back; it is right when that is GO.");
    md_para(md, buf_sv(&line));
    doc_write_captures(doc, md, step);
}

// The content beneath the name of a group: the included runbook's steps, or its own.
static void write_children(Doc *doc, const Md *md, const Step *step) {
    if (step->include && doc->linked) {
        write_link(doc, md, step);
        return;
    }
    if (step->include) {
        doc_write_list(doc, md, step->include->steps, step->include->step_count);
        if (step->include->after_rollback_count) {
            md_para(md, SV("If something in this was taken back, look behind that:"));
            doc_write_list(doc, md, step->include->after_rollback,
                           step->include->after_rollback_count);
        }
        if (step->include->finally_count) {
            md_para(md, SV("In any case, at the end of this:"));
            doc_write_list(doc, md, step->include->finally, step->include->finally_count);
        }
        doc_write_captures(doc, md, step);
        return;
    }
    doc_write_list(doc, md, step->children, step->child_count);
}

static void write_item(Doc *doc, const Md *md, const Step *step) {
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_addf(&line, "%u. ", step->position);
    Md inner = {md->out, md->indent + line.len};
    buf_add_c(&line, "**");
    doc_add_name(doc, &line, step);
    buf_add_c(&line, "**");
    add_origin(doc, &line, step);
    md_para(md, buf_sv(&line));
    if (!is_section(step)) {
        doc_write_step(doc, &inner, step);
        return;
    }
    doc_write_before(doc, &inner, step);
    write_children(doc, &inner, step);
}

void doc_write_list(Doc *doc, const Md *md, Step *const *steps, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        write_item(doc, md, steps[i]);
}

// ── the top ──

static void write_section(Doc *doc, const Md *md, const Step *step) {
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_addf(&line, "%u) ", step->position);
    doc_add_name(doc, &line, step);
    md_heading(md, 2, buf_sv(&line));
    buf_clear(&line);
    if (step->include) {
        buf_add_c(&line, "From ");
        md_add_code(&line, step->include->path);
        if (step->id.len) buf_add_c(&line, ", as ");
    }
    if (step->id.len) md_add_code(&line, step_address(doc->arena, step));
    if (line.len) buf_add_char(&line, '.');
    md_para(md, buf_sv(&line));
    doc_write_before(doc, md, step);
    write_children(doc, md, step);
}

// Steps between sections keep their numbers from the run.
static uint32_t write_loose(Doc *doc, const Md *md, Step *const *steps, uint32_t count) {
    uint32_t end = 1;
    while (end < count && !is_section(steps[end]))
        end++;
    BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
    if (end == 1)
        buf_addf(&line, "Step %u", steps[0]->position);
    else
        buf_addf(&line, "Steps %u to %u", steps[0]->position, steps[end - 1]->position);
    md_heading(md, 2, buf_sv(&line));
    doc_write_list(doc, md, steps, end);
    return end;
}

static void write_after_rollback(Doc *doc, const Md *md, const Runbook *top) {
    if (!top->after_rollback_count) return;
    md_heading(md, 2, SV("After taking back"));
    md_para(md, SV("Where something was taken back, and only there, once all of that is done:"));
    doc_write_list(doc, md, top->after_rollback, top->after_rollback_count);
}

static void write_finally(Doc *doc, const Md *md, const Runbook *top) {
    if (!top->finally_count) return;
    md_heading(md, 2, SV("In any case, at the end"));
    md_para(md, SV("Whatever happened before, and also where you stopped:"));
    doc_write_list(doc, md, top->finally, top->finally_count);
}

static void write_criteria(Doc *doc, const Md *md, const Runbook *top) {
    md_heading(md, 2, SV("Go or no-go"));
    md_para(md, SV("It is GO when all of these were seen to be true:"));
    md_gap(md);
    for (uint32_t i = 0; i < top->step_count; i++) {
        const Step *step = top->steps[i];
        bool shows = !step->action || !step->action->shows_nothing;
        if (step->level != LEVEL_MUST || !shows) continue;
        BUF_AUTO Buf line = buf_new(LIMIT_TEMPLATE_BYTES);
        buf_addf(&line, "%u. ", step->position);
        doc_add_name(doc, &line, step);
        if (step->when) {
            buf_add_c(&line, ", where ");
            doc_add_condition(doc, &line, step, step->when);
        }
        buf_add_char(&line, '.');
        md_line(md, buf_sv(&line));
    }
    md_para(
        md,
        SV("What was answered wrongly is NO-GO. What was not seen – no answer, nobody to ask, left out "
           "without a reason – is never GO: it is undecided."));
}

void doc_write_steps(Doc *doc, const Md *md) {
    const Runbook *top = doc->plan->top;
    for (uint32_t i = 0; i < top->step_count;) {
        if (!is_section(top->steps[i])) {
            i += write_loose(doc, md, top->steps + i, top->step_count - i);
        } else {
            write_section(doc, md, top->steps[i]);
            i++;
        }
    }
    write_after_rollback(doc, md, top);
    write_finally(doc, md, top);
    write_criteria(doc, md, top);
}
