#include "cli/look/look_step.h"
#include "history/run_id.h"

enum { MOST_LISTED = 8 };

static Sv name_of(const RecordedStep *step) {
    Value told = step->end.kind == VALUE_MAP ? step->end : step->begin;
    return value_field_text(told, "name", SV(""));
}

// Its number, its address where that is another one, its name.
static void add_step(Buf *out, const RecordedStep *step) {
    buf_add(out, step->number);
    if (!sv_eq(step->number, step->address)) buf_addf(out, " (%.*s)", SV_ARG(step->address));
    Sv name = name_of(step);
    if (name.len) buf_addf(out, " %.*s", SV_ARG(name));
}

// A word of its name, as people remember steps by.
static const RecordedStep *find_by_name(const RecordedRun *recorded, Sv word) {
    for (uint32_t i = 0; i < recorded->count && word.len > 2; i++) {
        Sv name = name_of(recorded->steps[i]);
        for (size_t at = 0; at + word.len <= name.len; at++)
            if (sv_eq_nocase(sv_slice(name, at, at + word.len), word)) return recorded->steps[i];
    }
    return NULL;
}

static const RecordedStep *find_near(const RecordedRun *recorded, Sv word) {
    Arena *arena = recorded->arena;
    Sv *names = arena_new_array(arena, Sv, (size_t)2 * recorded->count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < recorded->count; i++) {
        if (!recorded_run_may_mean(word, recorded->steps[i]->address)) continue;
        names[count++] = recorded->steps[i]->address;
        names[count++] = recorded->steps[i]->number;
    }
    Sv near = sv_closest(word, names, count);
    return near.len ? recorded_run_meant(recorded, near) : find_by_name(recorded, word);
}

static int64_t depth_of(const RecordedStep *step) {
    Value told = step->end.kind == VALUE_MAP ? step->end : step->begin;
    return value_field_int(told, "depth", 0);
}

// For 6.2.9 the nearest that there is of 6.2 and 6; NULL where there is none.
static const RecordedStep *find_outer(const RecordedRun *recorded, Sv word) {
    while (word.len > 0) {
        size_t end = word.len;
        while (end > 0 && word.at[end - 1] != '.')
            end--;
        if (end == 0) return NULL;
        word = sv_slice(word, 0, end - 1);
        const RecordedStep *outer = svmap_get(&recorded->by_number, word);
        if (outer) return outer;
    }
    return NULL;
}

static bool is_child(const RecordedStep *step, const RecordedStep *outer) {
    if (!outer) return depth_of(step) == 0;
    Sv number = step->number;
    size_t at = outer->number.len;
    return number.len > at && sv_starts(number, outer->number) && number.at[at] == '.' &&
           sv_find_char(number, '.', at + 1) == SV_NONE;
}

static void add_children(Buf *out, const RecordedRun *recorded, const RecordedStep *outer) {
    uint32_t listed = 0, left = 0;
    for (uint32_t i = 0; i < recorded->count; i++) {
        if (!is_child(recorded->steps[i], outer)) continue;
        if (listed == MOST_LISTED) {
            left++;
            continue;
        }
        if (listed == 0 && outer)
            buf_addf(out, "; %.*s has ", SV_ARG(outer->number));
        else
            buf_add_c(out, listed == 0 ? "; it has " : ", ");
        add_step(out, recorded->steps[i]);
        listed++;
    }
    if (left > 0) buf_addf(out, " and %u more", left);
    if (listed > 0 || !outer) return;
    buf_add_c(out, "; there is nothing within ");
    add_step(out, outer);
}

const RecordedStep *look_find(const RecordedRun *recorded, Sv word, Buf *error) {
    const RecordedStep *found = recorded_run_meant(recorded, word);
    if (found) return found;
    buf_addf(error, "run %.*s has no step '%.*s'",
             SV_ARG(run_id_told(recorded->arena, recorded->started)), SV_ARG(word));
    const RecordedStep *outer = find_outer(recorded, word);
    const RecordedStep *near = outer ? NULL : find_near(recorded, word);
    if (!near) {
        add_children(error, recorded, outer);
        return NULL;
    }
    buf_add_c(error, "; did you mean ");
    add_step(error, near);
    buf_add_c(error, "?");
    return NULL;
}
