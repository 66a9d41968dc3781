// The sets extension: lists as sets, by CEL's equality.
#include "cel/functions/doubt.h"
#include "match/item_set.h"

static bool set_of(CelCall *call, Value list, ItemSet *out) {
    if (!item_set_new(&call->work, value_count(list), out)) return false;
    for (size_t i = 0; i < value_count(list); i++) {
        bool added = false;
        if (!item_set_add(out, value_item(list, i), &added)) return false;
    }
    return true;
}

// With `all`, whether every item of `part` is in `whole`; otherwise whether any is.
static bool look(CelCall *call, Value whole, Value part, bool all, bool *out) {
    ItemSet set;
    if (!set_of(call, whole, &set)) return false;
    bool found = all;
    for (size_t i = 0; i < value_count(part) && found == all; i++) {
        if (!item_set_has(&set, value_item(part, i), &found)) return false;
    }
    *out = found;
    return true;
}

static bool contains(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool all = false;
    if (!look(call, args[0], args[1], true, &all)) return false;
    *out = value_bool(all);
    return true;
}

static bool equivalent(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool there = false, back = false;
    if (!look(call, args[0], args[1], true, &there)) return false;
    if (there && !look(call, args[1], args[0], true, &back)) return false;
    *out = value_bool(there && back);
    return true;
}

static const char *nothing_asked(const Value *args, uint32_t count, uint32_t answered) {
    (void)count, (void)answered;
    return value_count(args[1]) == 0 ? "the second list is empty, and every list holds that" : NULL;
}

static const char *both_empty(const Value *args, uint32_t count, uint32_t answered) {
    (void)count;
    bool both = answered == 3 && value_count(args[0]) == 0 && value_count(args[1]) == 0;
    return both ? "both lists are empty, which shows nothing" : NULL;
}

static bool intersects(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    bool any = false;
    if (!look(call, args[0], args[1], false, &any)) return false;
    *out = value_bool(any);
    return true;
}

// ── what was not shown ──

// Whether the item may equal one of the list, by what was observed. `first`: it is from argument 0.
static bool look_among(CelCall *call, Value item, Value list, bool first, uint32_t answered,
                       CelDoubt *doubt, Likeness *out) {
    *out = LIKE_OTHERS;
    for (size_t i = 0; i < value_count(list) && *out != LIKE_SAME; i++) {
        Value other = value_item(list, i);
        Likeness found = LIKE_OTHERS;
        if (!doubt_between(call, first ? item : other, first ? other : item, answered, doubt,
                           &found))
            return false;
        if (found != LIKE_OTHERS) *out = found;
    }
    return true;
}

// *found: every item of `part` may be in `whole`; without `all`, some item may be.
static bool may_hold(CelCall *call, Value whole, Value part, bool first, bool all,
                     uint32_t answered, CelDoubt *doubt, bool *found) {
    *found = all;
    for (size_t i = 0; i < value_count(part) && *found == all; i++) {
        Likeness one = LIKE_OTHERS;
        if (!look_among(call, value_item(part, i), whole, first, answered, doubt, &one))
            return false;
        *found = one != LIKE_OTHERS;
    }
    return true;
}

static bool contains_doubts(CelCall *call, const Value *args, uint32_t answered, CelDoubt *out,
                            bool *found) {
    if (doubt_has_no_place(args[0], args[1])) return true;
    return may_hold(call, args[0], args[1], false, true, answered, out, found);
}

static bool equivalent_doubts(CelCall *call, const Value *args, uint32_t answered, CelDoubt *out,
                              bool *found) {
    if (!contains_doubts(call, args, answered, out, found)) return false;
    return !*found || may_hold(call, args[1], args[0], true, true, answered, out, found);
}

static bool intersects_doubts(CelCall *call, const Value *args, uint32_t answered, CelDoubt *out,
                              bool *found) {
    if (doubt_has_no_place(args[0], args[1])) return true;
    return may_hold(call, args[0], args[1], false, false, answered, out, found);
}

static const CelOverload contains_overloads[] = {{"(list(A), list(A)) -> bool", contains}};
static const CelOverload equivalent_overloads[] = {{"(list(A), list(A)) -> bool", equivalent}};
static const CelOverload intersects_overloads[] = {{"(list(A), list(A)) -> bool", intersects}};

static const CelFunction rows[] = {
    {.name = "sets.contains",
     .summary = "Whether every item of the second list is in the first.",
     .example = "sets.contains([1, 2, 3], [2, 3])\nsets.contains([1], [])",
     .since = "0.1",
     CEL_OVERLOADS(contains_overloads),
     .extension = true,
     .doubts = contains_doubts,
     .shows_nothing = nothing_asked},
    {.name = "sets.equivalent",
     .summary = "Whether each list holds every item of the other, in any order and number.",
     .example = "sets.equivalent([1, 2, 2], [2, 1])",
     .since = "0.1",
     CEL_OVERLOADS(equivalent_overloads),
     .extension = true,
     .doubts = equivalent_doubts,
     .shows_nothing = both_empty,
     .two_sides = true},
    {.name = "sets.intersects",
     .summary = "Whether the lists have an item in common.",
     .example = "sets.intersects([1], [1, 2])\n!sets.intersects([1], [])",
     .since = "0.1",
     CEL_OVERLOADS(intersects_overloads),
     .extension = true,
     .doubts = intersects_doubts},
};

const CelFamily cel_family_sets = {
    .name = "sets",
    .summary = "Lists taken as sets.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
