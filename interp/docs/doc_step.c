// One step: when it is done, what is done, how often, and what follows from it.
#include "base/limits.h"
#include "base/text_list.h"
#include "docs/doc_internal.h"

#include <stdarg.h>

static void para(const Md *md, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void para(const Md *md, const char *format, ...) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    va_list args;
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    md_para(md, buf_sv(&text));
}

// ── texts ──

void doc_add_text(Doc *doc, Buf *out, const Step *step, const ValueSource *text) {
    doc_use_source(doc, step->runbook, text);
    if (text->kind != SOURCE_TEMPLATE) {
        md_add_text(out, sv_trim(placeholder_text(doc->arena, text)));
        return;
    }
    const Template *template = text->template;
    for (uint32_t i = 0; i < template->count; i++) {
        const TemplatePart *part = &template->parts[i];
        if (part->program.root)
            md_add_code(out, placeholder(doc->arena, &part->program));
        else
            md_add_text(out, part->literal);
    }
    while (out->len && out->at[out->len - 1] == ' ')
        out->len--;
}

void doc_add_name(Doc *doc, Buf *out, const Step *step) {
    if (step->name_text)
        doc_add_text(doc, out, step, step->name_text);
    else
        md_add_text(out, step->name);
}

// In the largest unit that gives a whole number: "15 minutes", "90 seconds".
static Sv human(Arena *arena, int64_t ns) {
    static const struct {
        const char *name;
        int64_t ns;
    } units[] = {{"day", INT64_C(86400000000000)},
                 {"hour", INT64_C(3600000000000)},
                 {"minute", INT64_C(60000000000)},
                 {"second", INT64_C(1000000000)}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (ns == 0 || ns % units[i].ns != 0) continue;
        long long count = ns / units[i].ns;
        return sv_format(arena, "%lld %s%s", count, units[i].name, count == 1 ? "" : "s");
    }
    return sv_format(arena, "%lld ms", (long long)(ns / 1000000));
}

// ── before ──

static void write_when(Doc *doc, const Md *md, const Step *step) {
    if (!step->when) return;
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&text, "*Only when* ");
    doc_add_condition(doc, &text, step, step->when);
    buf_add_c(&text, step->required ? "; without it there is no GO." : "; else leave it out.");
    md_para(md, buf_sv(&text));
}

static void add_items(Doc *doc, Buf *out, const ValueSource *list) {
    const Value *values = list->kind == SOURCE_CONSTANT ? &list->constant : NULL;
    size_t count = values ? value_count(*values) : list->count;
    for (size_t i = 0; i < count; i++) {
        Sv text = {0};
        if (!values)
            text = placeholder_text(doc->arena, &list->items[i]);
        else if (!value_as_text(doc->arena, value_item(*values, i), &text))
            text = sv_trim(span_text(list->span));
        buf_add_c(out, i ? ", " : "");
        md_add_code(out, text);
    }
}

static void write_loops(Doc *doc, const Md *md, const Step *step) {
    if (!step->loop_count) return;
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&text, "*Once for each* ");
    for (uint32_t i = 0; i < step->loop_count; i++) {
        const Loop *loop = &step->loops[i];
        if (i) buf_add_c(&text, ", and each ");
        buf_addf(&text, "`<%.*s>` of ", SV_ARG(loop->name));
        doc_use_source(doc, step->runbook, &loop->list);
        if (loop->list.kind == SOURCE_EXPR)
            md_add_code(&text, placeholder(doc->arena, &loop->list.expr->program));
        else
            add_items(doc, &text, &loop->list);
    }
    buf_add_c(&text, step->allow_empty ? ". That there is none is fine."
                                       : ". Where there is none, nothing was shown.");
    md_para(md, buf_sv(&text));
}

static void write_question(Doc *doc, const Md *md, const Step *step) {
    if (!step->ask_first) return;
    md_para(md, SV("**Ask first**, and write down who answered; without a yes, leave it out:"));
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    doc_add_text(doc, &text, step, step->ask_first);
    md_quote(md, buf_sv(&text));
}

static void write_given_inputs(Doc *doc, const Md *md, const Step *step) {
    const ValueSource *given = step->include_inputs;
    if (!given || !given->count) return;
    doc_use_source(doc, step->runbook, given);
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&text, "Here ");
    for (uint32_t i = 0; i < given->count; i++) {
        if (i) buf_add_c(&text, i + 1 == given->count ? " and " : ", ");
        buf_addf(&text, "`<%.*s>` is ", SV_ARG(given->keys[i]));
        Sv value = placeholder_text(doc->arena, &given->items[i]);
        md_add_code(&text, value.len ? value : sv_trim(span_text(given->items[i].span)));
    }
    buf_add_char(&text, '.');
    md_para(md, buf_sv(&text));
}

void doc_write_before(Doc *doc, const Md *md, const Step *step) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    Sv description = step->description;
    if (!description.len && step->include) description = step->include->description;
    md_add_prose(&text, description);
    md_para(md, buf_sv(&text));
    write_when(doc, md, step);
    write_loops(doc, md, step);
    write_given_inputs(doc, md, step);
    write_question(doc, md, step);
}

// ── the doing ──

static bool decode(Doc *doc, const Runbook *runbook, const Param *rows, size_t count, size_t size,
                   ValueSource *const *sources, TextList *bare, void **out) {
    Standing standing = {doc->arena, runbook, doc->plan->root, bare};
    Value *values = arena_new_array(doc->arena, Value, count + 1);
    bool *given = arena_new_array(doc->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!sources[i]) continue;
        doc_use_source(doc, runbook, sources[i]);
        given[i] = placeholder_value(&standing, &rows[i], sources[i], &values[i]);
    }
    *out = arena_alloc(doc->arena, size + 1);
    DecodeError error;
    return params_decode(doc->arena, rows, count, values, given, true, *out, &error);
}

static bool begin_with_slash(const ValueSource *list) {
    const Value *values = list->kind == SOURCE_CONSTANT ? &list->constant : NULL;
    size_t count = values ? value_count(*values) : list->count, i = 0;
    for (; i < count; i++) {
        const Value *item =
            !values && list->items[i].kind == SOURCE_CONSTANT ? &list->items[i].constant : NULL;
        Value value = values ? value_item(*values, i) : item ? *item : value_null();
        if (value.kind != VALUE_STRING || !sv_starts(value_text(value), SV("/"))) break;
    }
    return count > 0 && i == count;
}

// The names of loops over texts that all begin with '/', as the page writes them.
static Texts paths_of(Doc *doc, const Step *step) {
    TextList paths = {0};
    for (const Step *at = step; at; at = at->parent)
        for (uint32_t i = 0; i < at->loop_count; i++) {
            const Loop *loop = &at->loops[i];
            const ValueSource *list = &loop->list;
            if (list->kind == SOURCE_EXPR)
                list = placeholder_var(step->runbook, list->expr->program.root);
            if (!list || !begin_with_slash(list)) continue;
            text_list_add(doc->arena, &paths, sv_format(doc->arena, "<%.*s>", SV_ARG(loop->name)));
        }
    return (Texts){paths.items, paths.count};
}

static bool take_manual(Doc *doc, const Step *step, Hand *out) {
    const Action *action = step->action;
    HandCall call = {.arena = doc->arena};
    TextList bare = {0};
    void *params = NULL, *connection = NULL;
    if (!action->manual || !decode(doc, step->runbook, action->params, action->param_count,
                                   action->params_size, step->params, &bare, &params))
        return false;
    if (step->via) {
        const ConnectionKind *kind = step->via->kind;
        doc_use_connection(doc, step->runbook, step->via);
        if (!decode(doc, step->runbook, kind->params, kind->param_count, kind->params_size,
                    step->via->params, NULL, &connection))
            return false;
        call.connection_name = step->via->name;
    }
    call.params = params;
    call.connection = connection;
    call.bare = (Texts){bare.items, bare.count};
    call.paths = paths_of(doc, step);
    action->manual(&call, out);
    return true;
}

// Separate lines must stay separate: Markdown would join them.
static void add_lines(Buf *out, Sv text) {
    Sv line;
    bool goes_on = false;
    while (sv_next_line(&text, &line)) {
        bool empty = !sv_trim(line).len;
        if (out->len) buf_add_c(out, goes_on && !empty ? "\\\n" : "\n");
        md_add_text(out, sv_trim(line));
        goes_on = !empty;
    }
}

static void write_part(const Md *md, const HandPart *part) {
    md_para(md, part->lead);
    if (!part->text.len) return;
    if (part->language) {
        md_fence(md, part->language, part->text);
        return;
    }
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    add_lines(&text, part->text);
    md_quote(md, buf_sv(&text));
}

static void write_doing(Doc *doc, const Md *md, const Step *step) {
    if (!step->action) return;
    Hand hand = {0};
    if (take_manual(doc, step, &hand)) {
        for (size_t i = 0; i < hand.count; i++)
            write_part(md, &hand.parts[i]);
        return;
    }
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_addf(&text, "%.*s: ", SV_ARG(step->verb));
    md_add_code(&text, step_touches(doc->arena, step));
    md_para(md, buf_sv(&text));
}

// ── how often, how long ──

static void add_bounds(Doc *doc, Buf *out, const Repeat *repeat) {
    if (repeat->attempts) buf_addf(out, ", %lld times in all", (long long)repeat->attempts);
    if (repeat->for_ns) {
        Sv length = human(doc->arena, repeat->for_ns);
        buf_addf(out, ", for %.*s at most", SV_ARG(length));
    }
    if (repeat->backoff > 1) buf_add_c(out, ", waiting longer each time");
}

static void write_repeat(Doc *doc, const Md *md, const Step *step, const Repeat *repeat) {
    if (!repeat->given) return;
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    Sv every = human(doc->arena, repeat->every_ns);
    buf_addf(&text,
             repeat->until ? "Look again every %.*s"
                           : "Where there is no answer, or it is not right, try again "
                             "after %.*s",
             SV_ARG(every));
    add_bounds(doc, &text, repeat);
    if (repeat->until) {
        buf_add_c(&text, ", until ");
        doc_add_condition(doc, &text, step, repeat->until);
    }
    buf_add_char(&text, '.');
    if (repeat->stop_if) {
        buf_add_c(&text, " Do not go on trying when ");
        doc_add_condition(doc, &text, step, repeat->stop_if);
        buf_add_char(&text, '.');
    }
    md_para(md, buf_sv(&text));
}

static void write_limits(Doc *doc, const Md *md, const Step *step) {
    bool own = step->action && step->timeout_ns != step->action->timeout_ns;
    int64_t limit = own ? step->timeout_ns : NO_DEADLINE;
    if (step->kind == STEP_GROUP || step->kind == STEP_INCLUDE) limit = step->whole_ns;
    if (limit != NO_DEADLINE && limit > 0) {
        Sv length = human(doc->arena, limit);
        para(md, "Give it %.*s at most; after that there is no answer.", SV_ARG(length));
    }
    if (!step->no_answer) return;
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&text, "It is no answer at all when ");
    doc_add_condition(doc, &text, step, step->no_answer);
    buf_add_char(&text, '.');
    md_para(md, buf_sv(&text));
}

// ── changes ──

static void write_probe(Doc *doc, const Md *md, const Step *step) {
    const Step *probe = step->probe;
    if (!probe) return;
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&text, "Where it broke off and nobody knows whether it happened, do not repeat it: ");
    buf_add_c(&text, "look first. ");
    doc_add_name(doc, &text, probe);
    buf_add_char(&text, '.');
    md_para(md, buf_sv(&text));
    write_doing(doc, md, probe);
    write_repeat(doc, md, probe, &probe->retry);
    write_repeat(doc, md, probe, &probe->poll);
    buf_clear(&text);
    buf_add_c(&text, "It happened when ");
    doc_add_condition(doc, &text, probe, probe->done);
    buf_add_c(&text, "; it did not when ");
    doc_add_condition(doc, &text, probe, probe->not_done);
    buf_add_c(&text,
              " – but as long as it may still be under way that only means: not yet, so look "
              "again later. Otherwise nobody knows: stop.");
    md_para(md, buf_sv(&text));
}

static void write_undo(Doc *doc, const Md *md, const Step *step) {
    if (!step->undo_count) return;
    md_para(md, SV("To take it back, should that be needed:"));
    doc_write_list(doc, md, step->undo, step->undo_count);
}

void doc_write_step(Doc *doc, const Md *md, const Step *step) {
    doc_write_before(doc, md, step);
    if (step->effect == EFFECT_CHANGE && step->action)
        md_para(md, SV("**This changes something: do it once.**"));
    write_doing(doc, md, step);
    write_limits(doc, md, step);
    write_repeat(doc, md, step, &step->poll);
    doc_write_expectations(doc, md, step);
    write_repeat(doc, md, step, &step->retry);
    doc_write_captures(doc, md, step);
    write_probe(doc, md, step);
    write_undo(doc, md, step);
    if (step->on_failure == ON_FAILURE_CONTINUE && step->runbook->on_failure != ON_FAILURE_CONTINUE)
        md_para(md, SV("Go on even where it is not right; it counts all the same."));
}
