#include "report/notes.h"
#include "base/heap.h"
#include "base/map.h"
#include "base/num.h"

StepNotes notes_new(Arena *arena) {
    return (StepNotes){.arena = arena};
}

#define KEEP(list)                                                                                 \
    do {                                                                                           \
        arena_grow(notes->arena, notes->list##s, notes->list##_count, notes->list##_capacity);     \
        notes->list##s[notes->list##_count++] = value_copy(notes->arena, event->fields);           \
    } while (0)

// A poll may make any number of attempts: of many, those in the middle go.
static void keep_few(StepNotes *notes, const Event *event) {
    uint32_t middle = notes->few_count / 2;
    if (!notes->attempts) notes->attempts = arena_new_array(notes->arena, Value, notes->few_count);
    if (notes->attempt_count == notes->few_count) {
        Arena *freed = notes->few[middle];
        for (uint32_t i = middle; i + 1 < notes->few_count; i++) {
            notes->attempts[i] = notes->attempts[i + 1];
            notes->few[i] = notes->few[i + 1];
        }
        notes->few[--notes->attempt_count] = freed;
        notes->left_out++;
    }
    Arena *own = notes->few[notes->attempt_count];
    arena_reset(own);
    notes->attempts[notes->attempt_count++] = value_copy(own, event->fields);
}

void notes_take(StepNotes *notes, const Event *event) {
    // What a probe observed is in the probe's own event.
    bool probe = sv_eq(event_text(event, "phase"), SV("probe"));
    if (probe && event->kind != EVENT_PROBED && event->kind != EVENT_CAPTURED) return;
    switch (event->kind) {
    case EVENT_ATTEMPT_ENDED:
        if (notes->few)
            keep_few(notes, event);
        else
            KEEP(attempt);
        break;
    case EVENT_EXPECTATION: KEEP(expectation); break;
    case EVENT_CAPTURED: KEEP(capture); break;
    case EVENT_ASKED: notes->asked = value_copy(notes->arena, event->fields); break;
    case EVENT_ANSWERED: notes->answered = value_copy(notes->arena, event->fields); break;
    case EVENT_PROBED: notes->probed = value_copy(notes->arena, event->fields); break;
    case EVENT_RESOLVED: notes->resolved = value_copy(notes->arena, event->fields); break;
    default: break;
    }
}

Value notes_last_attempt(const StepNotes *notes) {
    return notes->attempt_count ? notes->attempts[notes->attempt_count - 1] : value_null();
}

Sv notes_exchange(const StepNotes *notes) {
    Value attempt = notes_last_attempt(notes);
    if (attempt.kind != VALUE_MAP) return (Sv){0};
    Sv request = value_field_text(attempt, "request", (Sv){0});
    Sv answer = value_field_text(attempt, "answer", (Sv){0});
    if (request.len == 0) return (Sv){0};
    BUF_AUTO Buf text = buf_new((size_t)64 * 1024);
    buf_add(&text, request);
    if (answer.len) {
        buf_add_c(&text, " → ");
        buf_add(&text, answer);
        buf_add_c(&text, " in ");
        duration_add_human(&text, value_field_int(attempt, "elapsed", 0));
    }
    return buf_keep(&text, notes->arena);
}

Sv notes_answer(const StepNotes *notes) {
    Value answered = notes->answered;
    if (answered.kind != VALUE_MAP) return (Sv){0};
    Sv word = value_field_text(answered, "answer", (Sv){0});
    if (!word.len) return (Sv){0};
    bool terminal = value_field_bool(answered, "terminal", false);
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    buf_addf(&line, "%.*s answered '%.*s' ", SV_ARG(value_field_text(answered, "by", (Sv){0})),
             SV_ARG(word));
    Sv means = value_field_text(answered, "means", (Sv){0});
    if (means.len) buf_addf(&line, "(%.*s) ", SV_ARG(means));
    bool reused = value_field_bool(answered, "reused", false);
    buf_add_c(&line, terminal ? "at the terminal" : "ahead of time");
    if (terminal && !reused) {
        buf_add_c(&line, ", after ");
        duration_add_human(&line, value_field_int(answered, "elapsed", 0));
    }
    if (reused) buf_add_c(&line, ", before the run was taken up again");
    return buf_keep(&line, notes->arena);
}

static bool is_answered(const StepNotes *notes) {
    return value_field_text(notes->answered, "answer", (Sv){0}).len > 0;
}

bool notes_refused(const StepNotes *notes, Sv reason) {
    if (!is_answered(notes) || value_field_bool(notes->answered, "passes", false)) return false;
    BUF_AUTO Buf said = buf_new((size_t)64 * 1024);
    Sv means = value_field_text(notes->answered, "means", (Sv){0});
    buf_addf(&said, "%.*s answered '%.*s'%s%.*s",
             SV_ARG(value_field_text(notes->answered, "by", (Sv){0})),
             SV_ARG(value_field_text(notes->answered, "answer", (Sv){0})), means.len ? ": " : "",
             SV_ARG(means));
    return sv_eq(reason, buf_sv(&said));
}

Value notes_waiting(const StepNotes *notes) {
    return is_answered(notes) ? value_null() : notes->asked;
}

Sv notes_choices(Arena *arena, Value asked) {
    Value choices = value_field(asked, "choices");
    BUF_AUTO Buf line = buf_new((size_t)64 * 1024);
    for (size_t i = 0; i < value_count(choices); i++) {
        Value choice = value_item(choices, i);
        Sv means = value_field_text(choice, "means", (Sv){0});
        buf_addf(&line, "%s%.*s", i > 0 ? ", " : "",
                 SV_ARG(value_field_text(choice, "word", (Sv){0})));
        if (means.len) buf_addf(&line, " (%.*s)", SV_ARG(means));
    }
    return buf_keep(&line, arena);
}

// ── what earlier sessions saw ──

enum { EARLIER_BYTES = 64 * 1024 * 1024 };

struct EarlierNotes {
    Arena *arena;
    SvMap by_end; // number of the event that ended it → its StepNotes
};

EarlierNotes *earlier_notes_new(void) {
    EarlierNotes *earlier = heap_alloc(sizeof *earlier);
    earlier->arena = arena_new(EARLIER_BYTES);
    earlier->by_end = svmap_new(earlier->arena);
    return earlier;
}

void earlier_notes_free(EarlierNotes *earlier) {
    arena_free(earlier->arena);
    heap_free(earlier);
}

static Sv key_of(Arena *arena, int64_t seq) {
    return sv_format(arena, "%lld", (long long)seq);
}

static Value *copies(Arena *arena, const Value *values, uint32_t count) {
    Value *all = arena_new_array(arena, Value, count + 1);
    for (uint32_t i = 0; i < count; i++)
        all[i] = value_copy(arena, values[i]);
    return all;
}

void earlier_notes_keep(EarlierNotes *earlier, const Event *ended, const StepNotes *notes) {
    Arena *arena = earlier->arena;
    if (arena_used(arena) > EARLIER_BYTES / 2) return;
    StepNotes *kept = arena_new_of(arena, StepNotes);
    *kept = *notes;
    kept->arena = arena;
    kept->few = NULL;
    kept->attempts = copies(arena, notes->attempts, notes->attempt_count);
    kept->expectations = copies(arena, notes->expectations, notes->expectation_count);
    kept->captures = copies(arena, notes->captures, notes->capture_count);
    kept->asked = value_copy(arena, notes->asked);
    kept->answered = value_copy(arena, notes->answered);
    kept->probed = value_copy(arena, notes->probed);
    kept->resolved = value_copy(arena, notes->resolved);
    if (arena_exhausted(arena)) return;
    svmap_set(&earlier->by_end, key_of(arena, (int64_t)ended->seq), kept);
}

bool earlier_notes_find(const EarlierNotes *earlier, const Event *ended, StepNotes *notes) {
    int64_t from = event_int(ended, "kept_from");
    const StepNotes *then =
        from > 0 ? svmap_get(&earlier->by_end, key_of(notes->arena, from)) : NULL;
    if (!then) return false;
    Value probed = notes->probed, resolved = notes->resolved;
    *notes = *then;
    if (probed.kind == VALUE_MAP) notes->probed = probed;
    if (resolved.kind == VALUE_MAP) notes->resolved = resolved;
    return true;
}
