// What a step asked, and what came back.
#include "event/observed.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"

enum { LEAVES = 400, LONG_TEXT = 600, ENDS_SHOWN = 5 };

static Sv text_of(Value map, const char *field) {
    return value_field_text(map, field, (Sv){0});
}

// ── what came back ──

static void add_long(Buf *out, Sv text) {
    size_t lines = sv_count(text, '\n') + !sv_ends(text, SV("\n"));
    buf_addf(out, "<details><summary>%zu line%s, %zu bytes</summary>", lines, lines == 1 ? "" : "s",
             text.len);
    html_block(out, text);
    buf_add_c(out, "</details>");
}

static void add_result(Buf *out, Sv name, Value value, HtmlBound bound) {
    buf_add_c(out, "<dt>");
    html_text(out, name);
    buf_add_c(out, "</dt><dd>");
    bool text = value.kind == VALUE_STRING;
    if (text && value_text(value).len > LONG_TEXT)
        add_long(out, value_text(value));
    else
        html_value(out, value, 2, bound);
    buf_add_c(out, "</dd>\n");
}

static void add_observed(Buf *out, Value observed, HtmlBound bound) {
    BUF_AUTO Buf absent = buf_new((size_t)64 * 1024);
    for (size_t i = 0; i < value_count(observed); i++) {
        Sv name = value_text(value_key(observed, i));
        Value value = value_at(observed, i);
        Sv before = observed_told_before(observed, i);
        if (value.kind == VALUE_NULL)
            buf_addf(&absent, "%s%.*s", absent.len ? ", " : "", SV_ARG(name));
        else if (before.len)
            add_result(out, name, value_string(SV("the same as above")), (HtmlBound){0});
        else if (value.kind != VALUE_MAP || !observed_told_by_a_list(observed, value))
            add_result(out, name, value, bound);
    }
    run_fact(out, "absent", buf_sv(&absent));
}

static void add_files(const RunPage *page, Buf *out, Value files) {
    for (size_t i = 0; i < value_count(files); i++) {
        Value file = value_item(files, i);
        run_fact(out, "file",
                 sv_format(page->record->arena, "%.*s, as %.*s, %lld bytes, %.*s",
                           SV_ARG(text_of(file, "path")), SV_ARG(text_of(file, "as")),
                           (long long)value_field_int(file, "size", 0),
                           SV_ARG(text_of(file, "digest"))));
    }
}

static void add_cautions(Buf *out, Value cautions) {
    for (size_t i = 0; i < value_count(cautions); i++)
        run_fact(out, "beware", value_text(value_item(cautions, i)));
}

// ── an attempt ──

static void add_exchange(const RunPage *page, Buf *out, Value attempt) {
    Sv answer = text_of(attempt, "answer");
    html_leaf(out, "code", NULL, text_of(attempt, "request"));
    if (answer.len) buf_add_c(out, " → ");
    html_leaf(out, "code", "seen", answer);
    buf_add_c(out, " <small>in ");
    html_text(out, run_duration(page->record->arena, value_field_int(attempt, "elapsed", 0)));
    buf_add_c(out, "</small>");
}

static void add_what_came_back(const RunPage *page, Buf *out, const ReportEntry *entry,
                               Value attempt) {
    Value observed = value_field(attempt, "observed");
    Sv output = text_of(attempt, "output");
    HtmlBound bound = {LEAVES, run_show_command(page->record, entry)};
    buf_add_c(out, "<dl class=\"observed\">\n");
    run_fact(out, "to mend it", text_of(attempt, "mend"));
    run_fact(out, "saw", text_of(attempt, "saw"));
    run_fact(out, "stopped", text_of(attempt, "stopped"));
    add_files(page, out, value_field(attempt, "files"));
    add_cautions(out, value_field(attempt, "cautions"));
    add_observed(out, observed, bound);
    if (sv_trim(output).len > 0 && !observed_says(observed, sv_trim(output)))
        add_result(out, SV("it said"), value_string(output), bound);
    buf_add_c(out, "</dl>\n");
}

static void add_reason(Buf *out, Value attempt) {
    html_leaf(out, "p", "said", text_of(attempt, "reason"));
}

static void add_last(const RunPage *page, Buf *out, const ReportEntry *entry, Value attempt,
                     RunTelling telling) {
    bool open = !run_is_well(page->record, entry);
    if (telling != TELL_ALL) {
        buf_add_c(out, "<p class=\"exchange\">");
        add_exchange(page, out, attempt);
        buf_add_c(out, "</p>\n");
        add_reason(out, attempt);
        return;
    }
    buf_add_c(out, open ? "<details open class=\"exchange\"><summary>"
                        : "<details class=\"exchange\"><summary>");
    add_exchange(page, out, attempt);
    buf_add_c(out, "</summary>\n");
    add_reason(out, attempt);
    add_what_came_back(page, out, entry, attempt);
    buf_add_c(out, "</details>\n");
}

static void add_earlier(const RunPage *page, Buf *out, Value attempt) {
    Sv reason = text_of(attempt, "reason");
    const Value *again = value_get_c(attempt, "again_in");
    buf_addf(out, "<li value=\"%lld\">", (long long)value_field_int(attempt, "attempt", 0));
    add_exchange(page, out, attempt);
    if (reason.len) buf_add_c(out, " ");
    html_leaf(out, "span", "said", reason);
    Sv saw = text_of(attempt, "saw");
    if (saw.len) buf_add_c(out, " ");
    html_leaf(out, "small", NULL, saw);
    if (again && again->kind == VALUE_INT) {
        buf_add_c(out, " <small>another attempt after ");
        html_text(out, run_duration(page->record->arena, again->integer));
        buf_add_c(out, "</small>");
    }
    buf_add_c(out, "</li>\n");
}

// Of very many those in the middle are counted.
static void add_all_earlier(const RunPage *page, Buf *out, const StepNotes *notes) {
    uint32_t count = notes->attempt_count - 1;
    buf_addf(out, "<h3>%u attempts</h3>\n<ol class=\"attempts\">\n", notes->attempt_count);
    for (uint32_t i = 0; i < count; i++) {
        if (i == ENDS_SHOWN && count > 2 * ENDS_SHOWN) {
            buf_addf(out, "<li class=\"rest\">%u more</li>\n", count - 2 * ENDS_SHOWN);
            i = count - ENDS_SHOWN;
        }
        add_earlier(page, out, notes->attempts[i]);
    }
    buf_add_c(out, "</ol>\n");
}

void run_attempts(const RunPage *page, Buf *out, const ReportEntry *entry, RunTelling telling) {
    const StepNotes *notes = &entry->notes;
    if (notes->attempt_count == 0 || notes->asked.kind == VALUE_MAP) return;
    if (notes->attempt_count > 1) add_all_earlier(page, out, notes);
    add_last(page, out, entry, notes_last_attempt(notes), telling);
}
