#include "base/num.h"
#include "base/shown/shown.h"
#include "cli/found/run_watch.h"
#include "cli/look/look_observed.h"
#include "cli/look/look_step.h"
#include "report/failure.h"
#include "report/sessions.h"

enum { COLUMN = 12, IN = 2, DEEP = 4 };

typedef struct Look {
    LookPage page;
    Arena *arena;
    Sv word;
} Look;

static Sv text_of(const LookTelling *telling, const char *field) {
    Sv text = value_field_text(telling->end, field, SV(""));
    return text.len ? text : value_field_text(telling->begin, field, SV(""));
}

static Sv human(Arena *arena, int64_t ns) {
    BUF_AUTO Buf text = buf_new(64);
    duration_add_human(&text, ns);
    return buf_keep(&text, arena);
}

static void heading(const Look *look, Sv text) {
    buf_add_char(look->page.out, '\n');
    look_line(&look->page, IN, "", INK_BOLD, text);
}

// ── its head ──

static Sv place_of(const Look *look, Value fields) {
    Value place = value_field(fields, "place");
    Sv path = value_field_text(place, "path", SV(""));
    if (!path.len) return path;
    return sv_format(look->arena, "%.*s:%lld:%lld", SV_ARG(path),
                     (long long)value_field_int(place, "line", 0),
                     (long long)value_field_int(place, "column", 0));
}

static void draw_title(const Look *look, const RecordedStep *step, const LookTelling *last) {
    Sv verdict = text_of(last, "verdict");
    const VerdictLook *seen = verdict_look(verdict.len ? verdict : SV("undecided"));
    ink_text(look->page.out, look->page.cli->out_color, seen->ink,
             verdict.len ? sv_from_c(seen->mark) : SV("▸"));
    buf_add_char(look->page.out, ' ');
    look_rest(
        &look->page, 2, INK_BOLD,
        sv_format(look->arena, "%.*s %.*s", SV_ARG(step->number), SV_ARG(text_of(last, "name"))));
}

// As the session that decided it told it: what a kept step saw is told there.
static Sv why_of(const LookStory *story, const LookTelling *last) {
    Sv reason = value_field_text(last->end, "reason", SV(""));
    for (uint32_t i = story->count; i > 0; i--) {
        const LookTelling *each = &story->tellings[i - 1];
        if (each->notes.expectation_count == 0) continue;
        ReportEntry entry = {
            .kind = ENTRY_STEP, .begin = each->begin, .end = each->end, .notes = each->notes};
        bool same = sv_eq(value_field_text(each->end, "reason", SV("")), reason);
        return same ? failure_cause(&entry) : reason;
    }
    return reason;
}

static void draw_verdict(const Look *look, const LookStory *story, const LookTelling *last) {
    Sv verdict = text_of(last, "verdict"), why = why_of(story, last);
    if (!verdict.len) {
        look_entry(&look->page, IN, "verdict", COLUMN, SV("none: it has not ended"));
        return;
    }
    look_entry(&look->page, IN, "verdict", COLUMN,
               sv_format(look->arena, "%s%s%.*s", verdict_look(verdict)->word, why.len ? ": " : "",
                         SV_ARG(why)));
    Value waiver = value_field(last->end, "waiver");
    if (waiver.kind != VALUE_MAP) return;
    look_entry(&look->page, IN, "waived", COLUMN,
               sv_format(look->arena, "by %.*s until %.*s: %.*s",
                         SV_ARG(value_field_text(waiver, "by", SV(""))),
                         SV_ARG(value_field_text(waiver, "expires", SV(""))),
                         SV_ARG(value_field_text(waiver, "reason", SV("")))));
}

// What is kept did not begin again, though it may have been looked at.
static int64_t began_ns(const LookStory *story) {
    int64_t looked_at = 0;
    for (uint32_t i = story->count; i > 0; i--) {
        const LookTelling *telling = &story->tellings[i - 1];
        if (telling->began_ns == 0) continue;
        if (!value_get_c(telling->begin, "taken_up")) return telling->began_ns;
        looked_at = telling->began_ns;
    }
    return looked_at;
}

static void draw_times(const Look *look, const LookStory *story, const LookTelling *last) {
    if (began_ns(story) == 0) return;
    BUF_AUTO Buf line = buf_new(256);
    buf_add(&line, run_watch_time(look->arena, began_ns(story)));
    if (last->ended_ns > 0)
        buf_addf(&line, ", took %.*s",
                 SV_ARG(human(look->arena, value_field_int(last->end, "elapsed", 0))));
    int64_t attempts = value_field_int(last->end, "attempts", 0);
    if (attempts > 0)
        buf_addf(&line, ", %lld attempt%s", (long long)attempts, attempts == 1 ? "" : "s");
    look_entry(&look->page, IN, "began", COLUMN, buf_sv(&line));
}

static Sv kind_of(const Look *look, const RecordedStep *step, const LookTelling *last) {
    if (step->kind.len) return step->kind;
    return sv_format(look->arena, "%.*s, %.*s, %.*s", SV_ARG(text_of(last, "verb")),
                     SV_ARG(text_of(last, "effect")), SV_ARG(text_of(last, "level")));
}

static void draw_maps(const Look *look, Value fields) {
    static const char *const names[] = {"loop", "inputs", "vars", "subject", "run", "outputs"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Value map = value_field(fields, names[i]);
        if (map.kind == VALUE_MAP && value_count(map) > 0)
            look_value(&look->page, IN, sv_from_c(names[i]), map);
    }
}

static const LookTelling *last_of(const LookStory *story) {
    static const LookTelling none;
    return story->count ? &story->tellings[story->count - 1] : &none;
}

static void draw_head(const Look *look, const LookStory *story) {
    const RecordedStep *step = story->step;
    const LookTelling *last = last_of(story);
    draw_title(look, step, last);
    draw_verdict(look, story, last);
    if (!sv_eq(step->address, step->number))
        look_entry(&look->page, IN, "address", COLUMN, step->address);
    Value fields = last->end.kind == VALUE_MAP && value_field(last->end, "place").kind == VALUE_MAP
                       ? last->end
                       : last->begin;
    look_entry(&look->page, IN, "place", COLUMN, place_of(look, fields));
    look_entry(&look->page, IN, step->kind.len ? "kind" : "does", COLUMN,
               kind_of(look, step, last));
    if (!sv_eq_c(step->phase, "steps")) look_entry(&look->page, IN, "phase", COLUMN, step->phase);
    draw_times(look, story, last);
    look_entry(&look->page, IN, "file", COLUMN, value_field_text(last->begin, "path", SV("")));
    draw_maps(look, last->begin);
    draw_maps(look, last->end);
}

// ── what was judged ──

static void draw_expectation(const Look *look, const StepNotes *notes, Value expectation, Sv verb) {
    bool holds = expectation_holds(expectation), must = true;
    must = sv_eq_c(value_field_text(expectation, "level", SV("")), "must");
    Sv verdict = value_field_text(expectation, "verdict", SV(""));
    bool left = expectation_not_judged(notes, expectation);
    const VerdictLook *seen = verdict_look(holds                           ? SV("passed")
                                           : left                          ? SV("skipped")
                                           : !must                         ? SV("warned")
                                           : sv_eq_c(verdict, "undecided") ? SV("undecided")
                                                                           : SV("failed"));
    Sv title = value_field_text(expectation, "title", SV(""));
    Sv text = value_field_text(expectation, "text", SV(""));
    buf_add_repeat(look->page.out, ' ', DEEP);
    ink_text(look->page.out, look->page.cli->out_color, seen->ink, sv_from_c(seen->mark));
    buf_add_char(look->page.out, ' ');
    look_rest(&look->page, DEEP + 2, holds ? INK_PLAIN : INK_BOLD, title.len ? title : text);
    if (title.len) look_line(&look->page, DEEP + 2, "", INK_PLAIN, text);
    if (value_field_bool(expectation, "implied", false))
        look_line(&look->page, DEEP + 2, "", INK_DIM,
                  sv_format(look->arena, "asked of every %.*s", SV_ARG(verb)));
    else
        look_line(&look->page, DEEP + 2, "", INK_DIM, place_of(look, expectation));
    if (expectation_unread(expectation))
        look_line(&look->page, DEEP + 2, "", INK_DIM, SV("did not apply: it read no answer"));
    if (left)
        look_line(&look->page, DEEP + 2, "", INK_DIM,
                  SV("not judged, since what is asked of the step itself does not hold"));
    else if (sv_eq_c(verdict, "undecided"))
        look_line(&look->page, DEEP + 2, "", INK_DIM, SV("not judged: there was nothing to judge"));
    Value parts = value_field(expectation, "parts");
    Sv told = {0};
    for (size_t i = 0; i < value_count(parts); i++) {
        Value part = value_item(parts, i);
        Sv from = value_field_text(part, "from", SV(""));
        bool lines = failure_is_lines(part);
        Sv value = value_field_text(part, "value", SV(""));
        look_line(&look->page, DEEP + 2, "", INK_PLAIN,
                  sv_format(look->arena, "%.*s %s%.*s",
                            SV_ARG(value_field_text(part, "text", SV(""))), lines ? "=" : "= ",
                            SV_ARG(lines ? SV("") : value)));
        if (lines) look_quoted(&look->page, DEEP + 2, value);
        if (from.len && !sv_eq(from, told)) look_line(&look->page, DEEP + 4, "by ", INK_DIM, from);
        told = from;
    }
    look_line(&look->page, DEEP + 2, sv_eq_c(verdict, "error") ? "error: " : "→ ", INK_PLAIN,
              value_field_text(expectation, "message", SV("")));
}

static void draw_expectations(const Look *look, const StepNotes *notes, Sv verb, const char *what) {
    uint32_t held = 0, left = 0;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        held += expectation_holds(notes->expectations[i]);
        left += expectation_not_judged(notes, notes->expectations[i]);
    }
    if (notes->expectation_count == 0) return;
    Sv sum = sv_format(look->arena, "%s: %u of %u held", what, held, notes->expectation_count);
    if (left > 0)
        sum = sv_format(look->arena, "%.*s, %u %s not judged", SV_ARG(sum), left,
                        left == 1 ? "was" : "were");
    heading(look, sum);
    for (uint32_t i = 0; i < notes->expectation_count; i++)
        draw_expectation(look, notes, notes->expectations[i], verb);
}

static void draw_captures(const Look *look, const StepNotes *notes) {
    if (notes->capture_count > 0) heading(look, SV("captured"));
    for (uint32_t i = 0; i < notes->capture_count; i++) {
        Value capture = notes->captures[i];
        Sv name = value_field_text(capture, "title", SV(""));
        Sv error = value_field_text(capture, "error", SV(""));
        if (error.len)
            look_line(&look->page, DEEP, "", INK_PLAIN,
                      sv_format(look->arena, "%.*s: not taken: %.*s", SV_ARG(name), SV_ARG(error)));
        else if (value_field_bool(capture, "secret", false))
            look_line(
                &look->page, DEEP, "", INK_PLAIN,
                sv_format(look->arena, "%.*s: secret, so it is not in the journal", SV_ARG(name)));
        else
            look_value(&look->page, DEEP, name, value_field(capture, "value"));
    }
}

// ── what was asked of a person, and of a probe ──

static void draw_question(const Look *look, const StepNotes *notes) {
    if (notes->asked.kind != VALUE_MAP && notes->answered.kind != VALUE_MAP) return;
    heading(look, SV("question"));
    look_quoted(&look->page, DEEP, value_field_text(notes->asked, "question", SV("")));
    Sv shown = value_field_text(notes->asked, "show", SV(""));
    look_line(&look->page, DEEP, "", INK_DIM, shown.len ? SV("shown with it:") : SV(""));
    look_quoted(&look->page, DEEP + 2, shown);
    Value choices = value_field(notes->asked, "choices");
    BUF_AUTO Buf words = buf_new((size_t)64 * 1024);
    for (size_t i = 0; i < value_count(choices); i++) {
        Value choice = value_item(choices, i);
        buf_addf(&words, "%s%.*s%s", i ? ", " : "",
                 SV_ARG(value_field_text(choice, "word", SV(""))),
                 value_field_bool(choice, "passes", false) ? " (passes)" : "");
    }
    look_line(&look->page, DEEP, "answers: ", INK_PLAIN, buf_sv(&words));
    look_line(&look->page, DEEP, "digest:  ", INK_PLAIN,
              value_field_text(notes->asked, "digest", SV("")));
    look_line(&look->page, DEEP, "", INK_PLAIN, notes_answer(notes));
    look_line(&look->page, DEEP, "note: ", INK_PLAIN,
              value_field_text(notes->answered, "note", SV("")));
    look_line(&look->page, DEEP, "no answer: ", INK_PLAIN,
              value_field_text(notes->answered, "reason", SV("")));
}

static void draw_attempts(const Look *look, const StepNotes *notes, const char *what) {
    for (uint32_t i = 0; i < notes->attempt_count; i++) {
        Value attempt = notes->attempts[i];
        heading(look,
                sv_format(look->arena, "%s %lld of %u, %.*s", what,
                          (long long)value_field_int(attempt, "attempt", 0), notes->attempt_count,
                          SV_ARG(human(look->arena, value_field_int(attempt, "elapsed", 0)))));
        look_attempt(&look->page, look->arena, DEEP, attempt);
    }
}

static void draw_probe(const Look *look, const LookTelling *telling) {
    if (telling->notes.probed.kind != VALUE_MAP && telling->probe.attempt_count == 0) return;
    heading(look, SV("probe"));
    look_entry(&look->page, DEEP, "found", COLUMN,
               value_field_text(telling->notes.probed, "found", SV("")));
    look_entry(&look->page, DEEP, "", COLUMN,
               value_field_text(telling->notes.probed, "reason", SV("")));
    draw_attempts(look, &telling->probe, "probe, attempt");
    draw_expectations(look, &telling->probe, SV("probe"), "expectations of the probe");
}

// ── the whole ──

static bool is_empty(const LookTelling *telling) {
    const StepNotes *notes = &telling->notes;
    return notes->attempt_count == 0 && notes->expectation_count == 0 &&
           notes->capture_count == 0 && notes->asked.kind != VALUE_MAP &&
           notes->answered.kind != VALUE_MAP && notes->resolved.kind != VALUE_MAP &&
           notes->probed.kind != VALUE_MAP && telling->probe.attempt_count == 0;
}

static void draw_telling(const Look *look, const LookTelling *telling, bool several) {
    const StepNotes *notes = &telling->notes;
    if (several) {
        heading(look, sv_format(look->arena, "── session %u, by %.*s ──", telling->session,
                                SV_ARG(telling->by)));
        Sv kept = value_field_text(telling->end, "kept_at", SV(""));
        look_line(&look->page, DEEP, "kept as it was decided at ", INK_PLAIN, kept);
    }
    look_line(&look->page, IN, "about to: ", INK_PLAIN,
              value_field_text(telling->intent, "request", SV("")));
    draw_question(look, notes);
    draw_attempts(look, notes, "attempt");
    draw_expectations(look, notes, text_of(telling, "verb"), "expectations");
    draw_captures(look, notes);
    draw_probe(look, telling);
    Sv said = session_resolved(look->arena, notes->resolved);
    if (said.len) heading(look, said);
}

static void draw_story(const Look *look, const LookStory *story) {
    draw_head(look, story);
    bool several = story->count > 1;
    for (uint32_t i = 0; i < story->count; i++) {
        const LookTelling *telling = &story->tellings[i];
        bool kept = value_field_int(telling->end, "kept_from", 0) > 0;
        if (several && is_empty(telling) && !kept) continue;
        draw_telling(look, telling, several);
    }
    look_lost(&look->page, look->arena, story);
}

static bool has_attempt(const LookStory *story) {
    return story->step->attempt.kind == VALUE_MAP || story->step->answered.kind == VALUE_MAP;
}

static void draw_next(const Look *look, const LookStory *story) {
    Sv again = value_field_text(last_of(story)->end, "again", SV(""));
    BUF_AUTO Buf address = buf_new((size_t)16 * LIMIT_ADDRESS_BYTES);
    shown_add_shell_word(&address, story->step->address);
    if (!again.len && !has_attempt(story)) return;
    buf_add_char(look->page.out, '\n');
    look_command(&look->page, IN, "again", COLUMN, again);
    if (has_attempt(story))
        look_command(&look->page, IN, "try", COLUMN,
                     sv_format(look->arena, "runbook eval --run %.*s --at %.*s", SV_ARG(look->word),
                               SV_ARG(buf_sv(&address))));
}

void look_draw(const Cli *cli, const LookStories *stories, Sv word, Buf *out) {
    Look look = {.page = look_page_new(cli, out), .arena = stories->arena, .word = word};
    bool undo = false;
    for (uint32_t i = 0; i < stories->count; i++) {
        const LookStory *story = &stories->items[i];
        bool undoes =
            sv_eq_c(story->step->phase, "undo") && !sv_eq_c(stories->items[0].step->phase, "undo");
        if (i > 0) buf_add_char(out, '\n');
        if (undoes && !undo) {
            look_line(&look.page, 0, "", INK_BOLD, SV("── how it was taken back ──"));
            buf_add_char(out, '\n');
        }
        undo |= undoes;
        draw_story(&look, story);
    }
    draw_next(&look, &stories->items[0]);
}
