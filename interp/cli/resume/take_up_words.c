// What taking a run up again will do, in lines for people. Part of take_up_view.h.
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/wrap.h"
#include "cli/resume/take_up_view.h"
#include "history/recorded_results.h"
#include "value/show.h"

enum { LABEL = 16, LISTED = 20, VALUE_COLUMNS = 40, WORDS_BYTES = 4 * 1024 * 1024 };

typedef struct WordsWriter {
    const TakeUpView *view;
    const TakeUpWords *words;
    Buf *out;
} WordsWriter;

static void row(const WordsWriter *writer, const char *label, Sv text) {
    BUF_AUTO Buf safe = buf_new(WORDS_BYTES);
    shown_add(&safe, text, false);
    buf_addf(writer->out, "  %-*s", LABEL, label);
    wrap_add(writer->out, buf_sv(&safe), LABEL + 2, LABEL + 2, writer->words->width);
    buf_add_char(writer->out, '\n');
}

// ── the run ──

static void add_how_it_ended(Buf *line, const RecordedRun *recorded) {
    if (recorded->parked.kind == VALUE_MAP)
        buf_add_c(line, "parked");
    else if (recorded->stopped.kind == VALUE_MAP)
        buf_addf(line, "stopped by %.*s",
                 SV_ARG(value_field_text(recorded->stopped, "signal", SV("a signal"))));
    else if (recorded->ended.kind == VALUE_MAP)
        buf_addf(line, "ended %.*s", SV_ARG(value_field_text(recorded->ended, "verdict", SV(""))));
    else
        buf_add_c(line, "cut off");
}

static Sv last_user(const RecordedRun *recorded) {
    return value_field_text(recorded->resumed.kind == VALUE_MAP ? recorded->resumed
                                                                : recorded->started,
                            "user", SV(""));
}

static void write_run(const WordsWriter *writer) {
    const TakeUpView *view = writer->view;
    const RecordedRun *recorded = view->recorded;
    BUF_AUTO Buf line = buf_new(WORDS_BYTES);
    buf_addf(&line, "%.*s, run %.*s, ",
             SV_ARG(value_field_text(recorded->started, "title", SV(""))),
             SV_ARG(writer->words->run));
    add_how_it_ended(&line, recorded);
    int64_t age = writer->words->now_ns - recorded->last_ns;
    buf_add_char(&line, ' ');
    duration_add_human(&line, age > 0 ? age : 0);
    buf_add_c(&line, " ago");
    if (view->at_number.len > 0) buf_addf(&line, " at %.*s", SV_ARG(view->at_number));
    buf_addf(&line, " (by %.*s)", SV_ARG(last_user(recorded)));
    BUF_AUTO Buf safe = buf_new(WORDS_BYTES);
    shown_add(&safe, buf_sv(&line), false);
    wrap_add(writer->out, buf_sv(&safe), 0, 2, writer->words->width);
    buf_add_char(writer->out, '\n');
}

// ── steps ──

static Sv named(Arena *arena, const FoundFate *found) {
    return sv_format(arena, "%.*s %.*s", SV_ARG(found->step->number),
                     SV_ARG(take_up_view_name(found->step)));
}

// "1.1 The incident is opened: inc_7f2".
static Sv with_results(Arena *arena, const FoundFate *found) {
    BUF_AUTO Buf line = buf_new(WORDS_BYTES);
    buf_add(&line, named(arena, found));
    MapBuilder captures = map_builder(arena);
    recorded_results_captures(&captures, found->step);
    for (uint32_t i = 0; i < captures.count; i++) {
        buf_add_c(&line, i ? ", " : ": ");
        value_show(&line, captures.values[i], VALUE_COLUMNS);
    }
    return buf_keep(&line, arena);
}

static Sv lost(Arena *arena, const FoundFate *found) {
    TextList names = recorded_results_lost(arena, found->step);
    if (names.count == 0) return SV("");
    BUF_AUTO Buf line = buf_new(WORDS_BYTES);
    buf_add_c(&line, " (its ");
    for (uint32_t i = 0; i < names.count; i++)
        buf_addf(&line, "%s'%.*s'", i ? ", " : "", SV_ARG(names.items[i]));
    bool one = names.count == 1;
    const char *are = one ? "is" : "are";
    if (found->fate == FATE_RENEW)
        buf_addf(&line, " %s taken again first)", are);
    else
        buf_addf(&line, " %s not in the journal: what reads %s is undecided)", are,
                 one ? "it" : "them");
    return buf_keep(&line, arena);
}

static bool is_answer(const FoundFate *found) {
    return found->plan->effect == EFFECT_ANSWER && fate_is_well(found->step) &&
           sv_eq_c(found->step->phase, "steps");
}

static Sv kept_line(const WordsWriter *writer, const FoundFate *found) {
    Arena *arena = writer->view->arena;
    if (is_answer(found))
        return sv_format(arena, "%.*s (answered by %.*s; asked again if the question is another)",
                         SV_ARG(named(arena, found)),
                         SV_ARG(value_field_text(found->step->answered, "by", SV(""))));
    if (fate_is_left_open(found->step))
        return sv_format(arena, "%.*s (it stays open whether it happened)%.*s",
                         SV_ARG(with_results(arena, found)), SV_ARG(lost(arena, found)));
    static const char *const peeked[] = {
        [PEEK_UNKNOWN] = " (its probe looks first)",
        [PEEK_THERE] = " (its probe says: still there)",
        [PEEK_NOT_THERE] = " (its probe says: not there any more; it will be undecided)"};
    bool looks = fate_is_well(found->step) || (fate_is_said(found->step) && found->plan->probe);
    const char *more = looks ? (found->plan->probe ? peeked[found->peeked] : "")
                             : " (it did not pass, and is not repeated)";
    return sv_format(arena, "%.*s%s%.*s", SV_ARG(with_results(arena, found)), more,
                     SV_ARG(lost(arena, found)));
}

static bool is_kept(const FoundFate *found) {
    if (!sv_eq_c(found->step->phase, "steps")) return false;
    return is_answer(found) || (found->fate == FATE_KEEP && found->plan->effect != EFFECT_READ);
}

uint32_t take_up_view_peeks(const TakeUpView *view, Peek *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->count && count < LISTED; i++) {
        const FoundFate *found = &view->items[i];
        bool looks = fate_is_well(found->step) || fate_is_said(found->step);
        if (is_kept(found) && looks && found->plan->probe && found->plan->effect == EFFECT_CHANGE)
            out[count++] = (Peek){.step = found->step, .plan = found->plan};
    }
    return count;
}

static void write_kept(const WordsWriter *writer) {
    const TakeUpView *view = writer->view;
    uint32_t listed = 0, more = 0, reads = 0;
    int64_t oldest = writer->words->now_ns;
    for (uint32_t i = 0; i < view->count; i++) {
        const FoundFate *found = &view->items[i];
        bool read = found->fate == FATE_KEEP && found->plan->effect == EFFECT_READ;
        if (read && sv_eq_c(found->step->phase, "steps")) {
            reads++;
            if (found->step->decided_ns < oldest) oldest = found->step->decided_ns;
        }
        if (!is_kept(found)) continue;
        // What will be missing is always said.
        bool lacks = recorded_results_lost(view->arena, found->step).count > 0;
        if (lacks || listed++ < LISTED)
            row(writer, "kept", kept_line(writer, found));
        else
            more++;
    }
    if (more > 0) row(writer, "kept", sv_format(view->arena, "%u more", more));
    if (reads == 0) return;
    BUF_AUTO Buf line = buf_new(256);
    buf_addf(&line, "%u read%s, the oldest ", reads, reads == 1 ? "" : "s");
    duration_add_human(&line, writer->words->now_ns - oldest);
    buf_add_c(&line, " old");
    row(writer, "kept", buf_sv(&line));
}

static bool is_at(const TakeUpView *view, const FoundFate *found) {
    return sv_eq(found->step->number, view->at_number);
}

static void write_numbers(const WordsWriter *writer, const char *label, Fate fate, bool acted) {
    const TakeUpView *view = writer->view;
    BUF_AUTO Buf line = buf_new(WORDS_BYTES);
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->count; i++) {
        const FoundFate *found = &view->items[i];
        bool left = found->left != STANDS_NOTHING;
        if (found->fate != fate || left != acted || !sv_eq_c(found->step->phase, "steps") ||
            is_at(view, found) || (fate == FATE_MAKE && !acted))
            continue;
        if (count++ < LISTED)
            buf_addf(&line, "%s%.*s", count > 1 ? " " : "", SV_ARG(found->step->number));
    }
    if (count > LISTED) buf_addf(&line, " and %u more", count - LISTED);
    if (count > 0) row(writer, label, buf_sv(&line));
}

static const Resolution *resolution_of(const WordsWriter *writer, const FoundFate *found) {
    for (uint32_t i = 0; i < writer->words->resolution_count; i++)
        if (sv_eq(writer->words->resolutions[i].address, found->step->address))
            return &writer->words->resolutions[i];
    return NULL;
}

static void write_doubts(const WordsWriter *writer) {
    const TakeUpView *view = writer->view;
    for (uint32_t i = 0; i < view->count; i++) {
        const FoundFate *found = &view->items[i];
        if (found->fate != FATE_DOUBT) continue;
        const Resolution *resolution = resolution_of(writer, found);
        Sv how = found->plan->probe ? SV("its probe decides") : SV("it stays so");
        if (!resolution && found->as != RESOLVED_UNKNOWN)
            how = sv_format(view->arena, "resolved before as %s", resolved_word(found->as));
        if (resolution)
            how = sv_format(view->arena, "%sresolved as %s: %.*s",
                            found->plan->probe ? "its probe decides, else " : "",
                            resolved_word(resolution->as), SV_ARG(resolution->reason));
        row(writer, "in doubt",
            sv_format(view->arena, "%.*s (%.*s)", SV_ARG(named(view->arena, found)), SV_ARG(how)));
    }
}

static void write_goes_on(const WordsWriter *writer) {
    const TakeUpView *view = writer->view;
    if (view->recorded->rollback.begun) {
        row(writer, "goes on with", SV("the rollback that was cut off"));
        return;
    }
    if (view->at_number.len == 0 && view->stopper) {
        row(writer, "goes on at",
            sv_format(view->arena,
                      "nothing: %.*s did not pass and is not repeated, and what comes behind it is "
                      "not begun",
                      SV_ARG(named(view->arena, view->stopper))));
        return;
    }
    if (view->at_number.len == 0) {
        row(writer, "goes on at", SV("nothing: every step was decided"));
        return;
    }
    const char *asks = view->at_step && view->at_step->ask_first ? " (asks first)" : "";
    row(writer, "goes on at",
        sv_format(view->arena, "%.*s %.*s%s", SV_ARG(view->at_number), SV_ARG(view->at_name),
                  asks));
}

// ── taking back, closing ──

static const char *doubt_words(const FoundFate *found) {
    if (found->left != STANDS_DOUBT) return "";
    if (found->plan->effect == EFFECT_IDEMPOTENT) return " (whether it happened is not known)";
    if (found->plan->probe) return " (in doubt: its probe decides)";
    return found->as == RESOLVED_DONE ? "" : " (in doubt)";
}

static Sv why_so(Arena *arena, const FoundFate *found, UndoWay way, const RecordedStep *by) {
    if (way == UNDO_AROUND)
        return sv_format(arena, " (by the undo of %.*s %.*s)", SV_ARG(by->number),
                         SV_ARG(take_up_view_name(by)));
    if (way == UNDO_HELD && by != found->step)
        return sv_format(arena, " (%.*s %.*s is in doubt)", SV_ARG(by->number),
                         SV_ARG(take_up_view_name(by)));
    if (way == UNDO_SAID)
        return SV(" (its undo is said to have happened: look, and take it back by hand if not)");
    if (way == UNDO_LOST) return SV(" (its undo needs what the journal does not hold: by hand)");
    if (way == UNDO_GONE) return SV(" (the run does not come to it any more)");
    return way == UNDO_NONE ? SV(" (it has no undo)") : SV("");
}

static void write_undo(const WordsWriter *writer) {
    const TakeUpView *view = writer->view;
    for (uint32_t i = view->count; i > 0; i--) {
        const FoundFate *found = &view->items[i - 1];
        const RecordedStep *by;
        UndoWay way = take_up_view_way(view, found, &writer->words->asked, &by);
        if (way == UNDO_NOTHING) continue;
        row(writer, way == UNDO_OWN || way == UNDO_AROUND ? "to take back" : "stays",
            sv_format(view->arena, "%.*s%s%.*s%.*s", SV_ARG(with_results(view->arena, found)),
                      doubt_words(found), SV_ARG(why_so(view->arena, found, way, by)),
                      SV_ARG(lost(view->arena, found))));
    }
    const FoundFate **lacking = arena_new_array(view->arena, const FoundFate *, view->count);
    uint32_t count = take_up_view_lacks(view, &writer->words->asked, lacking);
    for (uint32_t i = 0; i < count; i++)
        row(writer, "is read",
            sv_format(view->arena, "%.*s%.*s", SV_ARG(named(view->arena, lacking[i])),
                      SV_ARG(lost(view->arena, lacking[i]))));
    write_numbers(writer, "made anew", FATE_RENEW, false);
    write_numbers(writer, "made anew", FATE_RENEW, true);
}

static void write_same(const WordsWriter *writer) {
    const TakeUpWords *words = writer->words;
    for (uint32_t i = 0; i < words->accepted_count; i++)
        row(writer, "accepted", words->accepted[i]);
    if (words->accepted_count > 0) return;
    bool subject = value_count(recorded_run_given(writer->view->recorded, "subject")) > 0;
    bool accepted = writer->view->recorded->accepted_seq > 0;
    buf_addf(writer->out, "  runbook and inputs%s are %s\n", subject ? ", and what is judged," : "",
             accepted ? "as they were accepted last" : "the same");
}

void take_up_view_write(const TakeUpView *view, const TakeUpWords *words, Buf *out) {
    WordsWriter writer = {view, words, out};
    write_run(&writer);
    if (words->purpose == PURPOSE_UNDO) {
        write_undo(&writer);
    } else if (words->purpose == PURPOSE_ABANDON) {
        row(&writer, "runs", SV("what finally cleans up; nothing else is begun"));
    } else {
        write_kept(&writer);
        write_numbers(&writer, "made anew", FATE_RENEW, false);
        write_numbers(&writer, "made anew", FATE_RENEW, true);
        write_numbers(&writer, "made again", FATE_MAKE, true);
    }
    write_doubts(&writer);
    for (uint32_t i = 0; i < view->vanished.count; i++)
        row(&writer, "not any more",
            sv_format(view->arena, "%.*s, and is no part of the runbook now",
                      SV_ARG(view->vanished.items[i])));
    if (words->purpose == PURPOSE_RESUME) write_goes_on(&writer);
    write_same(&writer);
}
