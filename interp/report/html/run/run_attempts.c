// What a step asked, and what came back.
#include "base/limits.h"
#include "event/observed.h"
#include "report/by_hand.h"
#include "report/html/html_text.h"
#include "report/html/run/run_page.h"
#include "value/json.h"

enum {
    LEAVES = 400,
    LONG_TEXT = 600,
    ENDS_SHOWN = 5,
    OPEN_LEVELS = 2,
    NAMES_BYTES = 64 * 1024,
    BACK_BYTES = 64 * 1024 * 1024
};

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

// [{name, value}, …], as headers are listed.
static bool are_pairs(Value value) {
    for (size_t i = 0; value.kind == VALUE_LIST && i < value_count(value); i++) {
        Value item = value_item(value, i);
        if (item.kind != VALUE_MAP || value_count(item) != 2 || !value_get_c(item, "name") ||
            !value_get_c(item, "value"))
            return false;
    }
    return value.kind == VALUE_LIST && value_count(value) > 0;
}

static void add_pairs(Buf *out, Value pairs, HtmlBound bound) {
    buf_addf(out, "<details><summary>%zu</summary>", value_count(pairs));
    html_rows(out, pairs, (Sv){0}, bound);
    buf_add_c(out, "</details>");
}

// A body comes as text; one that is JSON is read as that.
static bool add_parsed(Buf *out, Sv text, HtmlBound bound) {
    bool structured = sv_starts(text, SV("{")) || sv_starts(text, SV("["));
    if (!structured) return false;
    Arena *arena = arena_new(LIMIT_ATTEMPT_MEMORY);
    Value value;
    bool parsed = json_parse(arena, text, &value, NULL);
    if (parsed) html_value(out, value, OPEN_LEVELS, bound);
    arena_free(arena);
    return parsed;
}

static void add_result(Buf *out, Sv name, Value value, HtmlBound bound) {
    bool text = value.kind == VALUE_STRING;
    buf_add_c(out, "<dt>");
    html_text(out, name);
    buf_add_c(out, "</dt><dd>");
    if (text && add_parsed(out, value_text(value), bound))
        ; // as a tree
    else if (text && value_text(value).len > LONG_TEXT)
        add_long(out, value_text(value));
    else if (are_pairs(value))
        add_pairs(out, value, bound);
    else
        html_value(out, value, OPEN_LEVELS, bound);
    buf_add_c(out, "</dd>\n");
}

static void add_name(Buf *names, Sv name) {
    buf_addf(names, "%s%.*s", names->len ? ", " : "", SV_ARG(name));
}

static bool is_empty(Value value) {
    if (value.kind == VALUE_STRING) return value_text(value).len == 0;
    return (value.kind == VALUE_LIST || value.kind == VALUE_MAP) && value_count(value) == 0;
}

static void add_same(Buf *out, Sv name, Sv as) {
    buf_add_c(out, "<dt>");
    html_text(out, name);
    buf_add_c(out, "</dt><dd>the same as ");
    html_text(out, as);
    buf_add_c(out, "</dd>\n");
}

static void add_observed(Buf *out, Value observed, HtmlBound bound) {
    BUF_AUTO Buf absent = buf_new(NAMES_BYTES), empty = buf_new(NAMES_BYTES);
    for (size_t i = 0; i < value_count(observed); i++) {
        Sv name = value_text(value_key(observed, i));
        Value value = value_at(observed, i);
        Sv before = observed_told_before(observed, i);
        if (value.kind == VALUE_NULL)
            add_name(&absent, name);
        else if (is_empty(value))
            add_name(&empty, name);
        else if (before.len)
            add_same(out, name, before);
        else if (value.kind != VALUE_MAP || !observed_told_by_a_list(observed, value))
            add_result(out, name, value, bound);
    }
    run_fact(out, "empty", buf_sv(&empty));
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

static void add_by_hand(Buf *out, Value attempt) {
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        run_code_fact(out, "by hand", hand_line_text(attempt, i));
        run_fact(out, hand_line_text(attempt, i).len ? "where" : "by hand",
                 hand_line_note(attempt, i));
    }
}

static void add_cautions(Buf *out, Value cautions) {
    for (size_t i = 0; i < value_count(cautions); i++)
        run_fact(out, "beware", run_text_item(cautions, i));
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
    run_fact(out, "to mend it", text_of(attempt, "mend"));
    run_fact(out, "saw", text_of(attempt, "saw"));
    run_fact(out, "stopped", text_of(attempt, "stopped"));
    add_files(page, out, value_field(attempt, "files"));
    add_cautions(out, value_field(attempt, "cautions"));
    add_observed(out, observed, bound);
    if (sv_trim(output).len > 0 && !observed_says(observed, sv_trim(output)))
        add_result(out, SV("it said"), value_string(output), bound);
    add_by_hand(out, attempt);
}

static void add_reason(Buf *out, Value attempt) {
    html_leaf(out, "p", "said", text_of(attempt, "reason"));
}

static void add_last(const RunPage *page, Buf *out, const ReportEntry *entry, Value attempt,
                     RunTelling telling) {
    bool open = !run_is_well(page->record, entry);
    BUF_AUTO Buf back = buf_new(BACK_BYTES);
    if (telling == TELL_ALL) add_what_came_back(page, &back, entry, attempt);
    if (!back.len) {
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
    buf_add_c(out, "<dl class=\"observed\">\n");
    buf_add(out, buf_sv(&back));
    buf_add_c(out, "</dl>\n</details>\n");
    out->full |= back.full;
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
        Sv asked = text_of(attempt, "asked");
        if (asked.len) buf_add_c(out, ", ");
        html_text(out, asked);
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
