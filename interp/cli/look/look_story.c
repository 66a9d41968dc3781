#include "cli/look/look_story.h"
#include "base/limits.h"

static bool is_within(Sv number, Sv outer) {
    return number.len > outer.len && sv_starts(number, outer) && number.at[outer.len] == '.';
}

static Sv place_of(Arena *arena, Sv phase, Sv address) {
    return sv_format(arena, "%.*s %.*s", SV_ARG(phase), SV_ARG(address));
}

static void add(LookStories *stories, const RecordedStep *step) {
    arena_grow(stories->arena, stories->items, stories->count, stories->capacity);
    stories->items[stories->count++] = (LookStory){.step = step};
}

void look_stories_init(LookStories *stories, Arena *arena, const RecordedRun *recorded,
                       const RecordedStep *step) {
    *stories = (LookStories){.arena = arena, .by_place = svmap_new(arena)};
    add(stories, step);
    for (uint32_t i = 0; i < recorded->count; i++)
        if (is_within(recorded->steps[i]->number, step->number)) add(stories, recorded->steps[i]);
    for (uint32_t i = 0; i < stories->count; i++) {
        const RecordedStep *each = stories->items[i].step;
        svmap_set(&stories->by_place, place_of(arena, each->phase, each->address),
                  &stories->items[i]);
    }
}

// ── each time it was told ──

static LookTelling *tell(LookStories *stories, LookStory *story) {
    arena_grow(stories->arena, story->tellings, story->count, story->capacity);
    LookTelling *telling = &story->tellings[story->count++];
    *telling = (LookTelling){.session = stories->session,
                             .by = stories->by,
                             .notes = notes_new(stories->arena),
                             .probe = notes_new(stories->arena)};
    return telling;
}

static LookTelling *last_told(LookStories *stories, LookStory *story) {
    LookTelling *last = story->count ? &story->tellings[story->count - 1] : NULL;
    bool open = last && last->session == stories->session && last->end.kind != VALUE_MAP;
    return open ? last : tell(stories, story);
}

static LookStory *find(const LookStories *stories, Sv phase, Sv address) {
    BUF_AUTO Buf place = buf_new((size_t)2 * LIMIT_ADDRESS_BYTES);
    buf_addf(&place, "%.*s %.*s", SV_ARG(phase), SV_ARG(address));
    return svmap_get(&stories->by_place, buf_sv(&place));
}

// A probe has the address of its step, whichever phase that is in.
static LookStory *find_probed(LookStories *stories, Sv address) {
    for (uint32_t i = 0; i < stories->count; i++)
        if (sv_eq(stories->items[i].step->address, address)) return &stories->items[i];
    return NULL;
}

static void take_probe(LookStories *stories, const Event *event) {
    LookStory *story = find_probed(stories, event_text(event, "address"));
    if (!story) return;
    LookTelling *telling = last_told(stories, story);
    notes_take(&telling->notes, event);
    if (event->kind != EVENT_ATTEMPT_ENDED && event->kind != EVENT_EXPECTATION) return;
    MapBuilder fields = map_builder(stories->arena);
    for (size_t i = 0; i < value_count(event->fields); i++)
        if (!sv_eq_c(value_text(value_key(event->fields, i)), "phase"))
            map_add(&fields, value_key(event->fields, i), value_at(event->fields, i));
    Event own = *event;
    own.fields = map_done(&fields);
    notes_take(&telling->probe, &own);
}

static void take_own(LookStories *stories, LookStory *story, const Event *event) {
    Arena *arena = stories->arena;
    LookTelling *telling;
    switch (event->kind) {
    case EVENT_STEP_STARTED:
    case EVENT_GROUP_STARTED:
        telling = tell(stories, story);
        telling->begin = value_copy(arena, event->fields);
        telling->began_ns = event->stamp.wall_ns;
        break;
    case EVENT_STEP_ENDED:
    case EVENT_GROUP_ENDED:
        telling = last_told(stories, story);
        telling->end = value_copy(arena, event->fields);
        telling->ended_ns = event->stamp.wall_ns;
        break;
    case EVENT_STEP_INTENT:
        last_told(stories, story)->intent = value_copy(arena, event->fields);
        break;
    default: notes_take(&last_told(stories, story)->notes, event);
    }
}

void look_stories_take(LookStories *stories, const Event *event) {
    if (event->kind == EVENT_RUN_STARTED || event->kind == EVENT_RUN_RESUMED) {
        stories->session++;
        stories->by = sv_copy(stories->arena, event_text(event, "user"));
    }
    if (!(event_rows[event->kind].flags & EVENT_OF_STEP)) return;
    Sv phase = event_text(event, "phase");
    if (sv_eq_c(phase, "probe")) {
        take_probe(stories, event);
        return;
    }
    LookStory *story = find(stories, phase, event_text(event, "address"));
    if (story) take_own(stories, story, event);
}
