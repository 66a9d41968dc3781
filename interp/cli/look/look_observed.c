#include "cli/look/look_observed.h"
#include "base/num.h"
#include "event/observed.h"
#include "report/by_hand.h"

enum { COLUMN = 14, IN = 2, DEEP = 4 };

// ── an attempt ──

static void draw_files(const LookPage *page, Arena *arena, size_t indent, Value files) {
    for (size_t i = 0; i < value_count(files); i++) {
        Value file = value_item(files, i);
        look_entry(page, indent, "file", COLUMN,
                   sv_format(arena, "%.*s, as %.*s, %lld bytes, %.*s",
                             SV_ARG(value_field_text(file, "path", SV(""))),
                             SV_ARG(value_field_text(file, "as", SV(""))),
                             (long long)value_field_int(file, "size", 0),
                             SV_ARG(value_field_text(file, "digest", SV("")))));
    }
}

static void draw_cautions(const LookPage *page, size_t indent, Value cautions) {
    for (size_t i = 0; i < value_count(cautions); i++) {
        Value caution = value_item(cautions, i);
        if (caution.kind == VALUE_STRING)
            look_entry(page, indent, "beware", COLUMN, value_text(caution));
        else
            look_value(page, indent, SV("beware"), caution);
    }
}

static void draw_observed(const LookPage *page, Arena *arena, size_t indent, Value observed) {
    BUF_AUTO Buf absent = buf_new((size_t)64 * 1024);
    for (size_t i = 0; i < value_count(observed); i++) {
        Sv name = value_text(value_key(observed, i));
        Value value = value_at(observed, i);
        Sv before = observed_told_before(observed, i);
        if (before.len)
            look_line(page, indent, "", INK_PLAIN,
                      sv_format(arena, "%.*s: the same as %.*s", SV_ARG(name), SV_ARG(before)));
        else if (value.kind == VALUE_NULL)
            buf_addf(&absent, "%s%.*s", absent.len ? ", " : "", SV_ARG(name));
        else if (value.kind != VALUE_MAP || !observed_told_by_a_list(observed, value))
            look_value(page, indent, name, value);
    }
    look_line(page, indent, "absent: ", INK_PLAIN, buf_sv(&absent));
}

static void draw_said(const LookPage *page, size_t indent, Value attempt) {
    Sv output = value_field_text(attempt, "output", SV(""));
    if (sv_trim(output).len == 0 ||
        observed_says(value_field(attempt, "observed"), sv_trim(output)))
        return;
    look_line(page, indent, "", INK_DIM, SV("the end of what it said:"));
    look_quoted(page, indent + 2, output);
}

static void draw_by_hand(const LookPage *page, size_t indent, Value attempt) {
    for (size_t i = 0; i < asked_by_hand(attempt); i++) {
        look_command(page, indent, "by hand", COLUMN, hand_line_text(attempt, i));
        Sv note = hand_line_note(attempt, i);
        bool line = hand_line_text(attempt, i).len > 0;
        look_entry(page, indent, line ? "where" : "by hand", COLUMN, note);
    }
}

void look_attempt(const LookPage *page, Arena *arena, size_t indent, Value attempt) {
    look_entry(page, indent, "asked", COLUMN, value_field_text(attempt, "request", SV("")));
    look_entry(page, indent, "came back", COLUMN, value_field_text(attempt, "answer", SV("")));
    Sv end = value_field_text(attempt, "end", SV(""));
    if (!sv_eq_c(end, "answered")) look_entry(page, indent, "end", COLUMN, end);
    look_entry(page, indent, "reason", COLUMN, value_field_text(attempt, "reason", SV("")));
    look_entry(page, indent, "to mend it", COLUMN, value_field_text(attempt, "mend", SV("")));
    draw_files(page, arena, indent, value_field(attempt, "files"));
    draw_cautions(page, indent, value_field(attempt, "cautions"));
    draw_observed(page, arena, indent, value_field(attempt, "observed"));
    draw_said(page, indent, attempt);
    draw_by_hand(page, indent, attempt);
    const Value *again = value_get_c(attempt, "again_in");
    if (!again || again->kind != VALUE_INT) return;
    BUF_AUTO Buf wait = buf_new(64);
    duration_add_human(&wait, again->integer);
    Sv asked = value_field_text(attempt, "asked", SV(""));
    look_entry(page, indent, "next", COLUMN,
               sv_format(arena, "another attempt after %.*s%s%.*s", SV_ARG(buf_sv(&wait)),
                         asked.len ? ", " : "", SV_ARG(asked)));
}

// ── what the journal does not hold ──

typedef struct LookLost {
    const LookPage *page;
    Arena *arena;
    bool any;
} LookLost;

static void tell(LookLost *lost, Sv what) {
    if (!lost->any) {
        buf_add_char(lost->page->out, '\n');
        look_line(lost->page, IN, "", INK_BOLD, SV("what the journal does not hold"));
    }
    lost->any = true;
    look_line(lost->page, DEEP, "", INK_PLAIN, what);
}

// "16384 of 20000 bytes", as it stands at the end of a text that was shortened: "… (16384 of 20000
// bytes)".
static Sv how_much(Sv text) {
    size_t from = SV_NONE;
    for (size_t at = sv_find(text, SV("\xe2\x80\xa6 ("), 0); at != SV_NONE;
         at = sv_find(text, SV("\xe2\x80\xa6 ("), at + 1))
        from = at;
    size_t begin = from == SV_NONE ? SV_NONE : from + sizeof "\xe2\x80\xa6 (" - 1;
    if (begin == SV_NONE || !sv_ends(text, SV(")"))) return (Sv){0};
    return sv_slice(text, begin, text.len - 1);
}

// The first text or list within that says that it was shortened.
static Sv shortened(Value value) {
    if (value.kind == VALUE_STRING) return how_much(value_text(value));
    for (size_t i = 0;
         (value.kind == VALUE_LIST || value.kind == VALUE_MAP) && i < value_count(value); i++) {
        Sv found = shortened(value.kind == VALUE_LIST ? value_item(value, i) : value_at(value, i));
        if (found.len) return found;
    }
    return (Sv){0};
}

static void look_at(LookLost *lost, Value fields, Sv where) {
    Value kinds = value_field(fields, "kinds");
    for (size_t i = 0; i < value_count(kinds); i++) {
        if (value_at(kinds, i).kind != VALUE_STRING) continue;
        Sv path = value_text(value_key(kinds, i)), kind = value_text(value_at(kinds, i));
        size_t dot = sv_find_char(path, '.', 0);
        Sv field = sv_slice(path, 0, dot == SV_NONE ? path.len : dot);
        Sv entry = dot == SV_NONE ? (Sv){0} : sv_slice(path, dot + 1, path.len);
        const Value *value = value_get_sv(fields, field);
        if (value && value->kind == VALUE_MAP && entry.len > 0) {
            size_t end = 0;
            while (end < entry.len && entry.at[end] != '.' && entry.at[end] != '[')
                end++;
            const Value *inner = value_get_sv(*value, sv_slice(entry, 0, end));
            if (inner) value = inner;
        }
        Sv shown = sv_starts(path, SV("observed.")) ? entry : path;
        if (sv_eq_c(kind, "cut")) {
            Sv much = value ? shortened(*value) : (Sv){0};
            tell(lost, sv_format(lost->arena, "%.*s%.*s: %s%.*s", SV_ARG(where), SV_ARG(shown),
                                 much.len ? "only " : "shortened", SV_ARG(much)));
        } else if (sv_starts(kind, SV("\xc2\xab"))) {
            tell(lost, sv_format(lost->arena, "%.*s%.*s: %.*s stands there for a secret",
                                 SV_ARG(where), SV_ARG(shown), SV_ARG(kind)));
        }
    }
}

static void look_at_attempts(LookLost *lost, const StepNotes *notes, const char *what) {
    for (uint32_t i = 0; i < notes->attempt_count; i++)
        look_at(lost, notes->attempts[i], sv_format(lost->arena, "%s %u, ", what, i + 1));
}

void look_lost(const LookPage *page, Arena *arena, const LookStory *story) {
    LookLost lost = {page, arena, false};
    for (uint32_t i = 0; i < story->count; i++) {
        const LookTelling *telling = &story->tellings[i];
        look_at(&lost, telling->begin, (Sv){0});
        look_at_attempts(&lost, &telling->notes, "attempt");
        look_at_attempts(&lost, &telling->probe, "attempt of the probe");
        for (uint32_t k = 0; k < telling->notes.capture_count; k++)
            look_at(
                &lost, telling->notes.captures[k],
                sv_format(arena, "%.*s, ",
                          SV_ARG(value_field_text(telling->notes.captures[k], "title", SV("")))));
    }
}
