#include "event/display_order.h"
#include "base/heap.h"
#include "base/limits.h"
#include "base/num.h"

typedef struct HeldEvents {
    Event event;
    struct HeldEvents *next;
} HeldEvents;

// Events of one child of a parallel group that came before its turn.
typedef struct Lane {
    HeldEvents *first, *last;
} Lane;

// An open parallel group: the events of one child pass through, those of the others wait in their
// lanes.
typedef struct Split {
    Arena *arena;     // for the events that are held, and `number`
    Sv number;        // of the group
    uint32_t current; // the child that passes through, from 1
    Lane *lanes;      // by child, from 1
    uint32_t lane_count, lane_capacity;
} Split;

struct EventOrder {
    EventSink next;
    Split *splits; // the outermost first: each lies within the current child of the one before
    uint32_t count, capacity;
};

EventOrder *event_order_new(EventSink next) {
    EventOrder *order = heap_alloc(sizeof *order);
    order->next = next;
    return order;
}

// The number of the child of `group` that contains `number`; 0 if it is not within the group.
static uint32_t child_of(Sv group, Sv number) {
    if (number.len <= group.len + 1 || !sv_starts(number, group) || number.at[group.len] != '.')
        return 0;
    Sv rest = sv_slice(number, group.len + 1, number.len), part;
    uint64_t child;
    if (!sv_next_part(&rest, '.', &part) || !num_parse_u64(part, &child)) return 0;
    return child <= LIMIT_STEPS ? (uint32_t)child : 0;
}

static bool is_child(const Split *split, Sv number) {
    return child_of(split->number, number) == split->current &&
           sv_find_char(number, '.', split->number.len + 1) == SV_NONE;
}

static Lane *lane_of(Split *split, uint32_t child) {
    while (split->lane_count <= child) {
        arena_grow(split->arena, split->lanes, split->lane_count, split->lane_capacity);
        split->lanes[split->lane_count++] = (Lane){0};
    }
    return &split->lanes[child];
}

static void hold(Split *split, uint32_t child, const Event *event) {
    // A live line would mean nothing later.
    if (event_rows[event->kind].flags & EVENT_LIVE_ONLY) return;
    Lane *lane = lane_of(split, child);
    HeldEvents *held = arena_new_of(split->arena, HeldEvents);
    held->event = *event;
    held->event.fields = value_copy(split->arena, event->fields);
    if (lane->last)
        lane->last->next = held;
    else
        lane->first = held;
    lane->last = held;
}

static void open_split(EventOrder *order, const Event *event) {
    if (order->count == order->capacity) {
        order->capacity = order->capacity ? order->capacity * 2 : 4;
        order->splits = heap_resize(order->splits, order->capacity * sizeof *order->splits);
    }
    Arena *arena = arena_new(LIMIT_RUN_MEMORY);
    order->splits[order->count++] = (Split){
        .arena = arena, .number = sv_copy(arena, event_text(event, "number")), .current = 1};
}

static bool handle(EventOrder *order, uint32_t level, const Event *event);

// Takes the next event of a child whose turn has come, from the splits at `level` and below; the
// innermost goes first.
static HeldEvents *next_ready(EventOrder *order, uint32_t level, uint32_t *from) {
    for (uint32_t i = order->count; i > level; i--) {
        Split *split = &order->splits[i - 1];
        if (split->current >= split->lane_count) continue;
        Lane *lane = &split->lanes[split->current];
        HeldEvents *held = lane->first;
        if (!held) continue;
        lane->first = held->next;
        if (!lane->first) lane->last = NULL;
        *from = i - 1;
        return held;
    }
    return NULL;
}

static bool drain(EventOrder *order, uint32_t level) {
    bool well = true;
    uint32_t from;
    for (HeldEvents *held; (held = next_ready(order, level, &from));)
        well = handle(order, from + 1, &held->event) && well;
    return well;
}

// Closes all splits from `level` on; events that they still hold are passed on in the runbook's
// order.
static bool close_splits(EventOrder *order, uint32_t level) {
    bool well = true;
    while (order->count > level) {
        well = drain(order, level) && well;
        Split *top = &order->splits[order->count - 1];
        if (top->current < top->lane_count) {
            top->current++;
            continue;
        }
        arena_free(top->arena);
        order->count--;
    }
    return well;
}

// When the current child of a split has ended, it is the next one's turn.
static bool advance(EventOrder *order, const Event *event) {
    if (event->kind != EVENT_STEP_ENDED && event->kind != EVENT_GROUP_ENDED) return true;
    for (uint32_t i = order->count; i > 0; i--) {
        if (!is_child(&order->splits[i - 1], event_text(event, "number"))) continue;
        bool well = close_splits(order, i);
        order->splits[i - 1].current++;
        return well;
    }
    return true;
}

static bool emit(EventOrder *order, const Event *event) {
    bool well = order->next.take(order->next.self, event);
    if (event->kind == EVENT_GROUP_STARTED && event_int(event, "parallel") > 1)
        open_split(order, event);
    return advance(order, event) && well;
}

// `level` is the first split that is considered.
static bool handle(EventOrder *order, uint32_t level, const Event *event) {
    if (!(event_rows[event->kind].flags & EVENT_OF_STEP)) return emit(order, event);
    Sv number = event_text(event, "number");
    for (uint32_t i = level; i < order->count; i++) {
        Split *split = &order->splits[i];
        if (event->kind == EVENT_GROUP_ENDED && sv_eq(number, split->number)) {
            bool well = close_splits(order, i);
            return emit(order, event) && well;
        }
        uint32_t child = child_of(split->number, number);
        if (child <= split->current) continue;
        hold(split, child, event);
        return true;
    }
    return emit(order, event);
}

static bool take(void *self, const Event *event) {
    EventOrder *order = self;
    // A session that died left its groups open.
    bool over = event->kind == EVENT_RUN_ENDED || event->kind == EVENT_RUN_RESUMED;
    bool well = !over || close_splits(order, 0);
    well = handle(order, 0, event) && well;
    return drain(order, 0) && well;
}

EventSink event_order_sink(EventOrder *order) {
    return (EventSink){order, take};
}

void event_order_free(EventOrder *order) {
    if (!order) return;
    close_splits(order, 0);
    heap_free(order->splits);
    heap_free(order);
}
