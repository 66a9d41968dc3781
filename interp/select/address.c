#include "select/address.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "select/item_name.h"
#include "select/needs.h"

enum { MOST_LISTED = 8, MOST_LOOPS = 64 };

typedef struct NamedStep {
    const Step *step;
    const char *phase;
    Sv address, number; // of the plan: no iterations, a star for each
} NamedStep;

struct Addresses {
    Arena *arena;
    NamedStep *items; // in source order
    uint32_t count, capacity;
};

static bool add(void *self, Step *step, const char *phase, uint32_t depth) {
    Addresses *addresses = self;
    Arena *arena = addresses->arena;
    (void)depth;
    arena_grow(arena, addresses->items, addresses->count, addresses->capacity);
    addresses->items[addresses->count++] = (NamedStep){.step = step,
                                                       .phase = phase,
                                                       .address = step_address(arena, step),
                                                       .number = step_number(arena, step)};
    return true;
}

Addresses *addresses_new(Arena *arena, const Plan *plan) {
    Addresses *addresses = arena_new_of(arena, Addresses);
    addresses->arena = arena;
    plan_visit(plan->top, add, addresses);
    return addresses;
}

static void hold(const Addresses *addresses, Address *out, Sv loop, Sv iteration) {
    HeldIteration *held = arena_new_array(addresses->arena, HeldIteration, out->held_count + 1);
    for (uint32_t i = 0; i < out->held_count; i++)
        held[i] = out->held[i];
    held[out->held_count++] = (HeldIteration){loop, iteration};
    out->held = held;
}

// ── numbers ──

static bool looks_like_number(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool part = ascii_is_digit(c) || c == '.' || c == '*' || ascii_is_lower(c);
        if (!part) return false;
    }
    return text.len > 0 && ascii_is_digit(text.at[0]);
}

static bool is_place(Sv part) {
    bool digits = part.len > 0 && part.at[0] != '0';
    for (size_t i = 0; i < part.len; i++)
        digits &= ascii_is_digit(part.at[i]);
    return digits;
}

// In the text, places of iterations stand where the plan's number has a star; a loop's own number
// may have one more at its end.
static bool match_number(const Addresses *addresses, const NamedStep *named, Sv text,
                         Address *out) {
    *out = (Address){.step = named->step, .phase = named->phase, .number = true, .exact = text};
    Sv pattern = named->number, rest = text, part, wanted;
    bool own = false;
    while (sv_next_part(&rest, '.', &part)) {
        bool more = sv_next_part(&pattern, '.', &wanted);
        own = !more && !own && named->step->loop_count > 0;
        if (!more && !own) return false;
        bool star = own || sv_eq(wanted, SV("*"));
        if (!star && !sv_eq(part, wanted)) return false;
        if (!star || sv_eq(part, SV("*"))) continue;
        if (!is_place(part)) return false;
        size_t end = (size_t)(part.at - text.at);
        hold(addresses, out, sv_slice(text, 0, end), sv_slice(text, 0, end + part.len));
    }
    return !sv_next_part(&pattern, '.', &wanted);
}

static const NamedStep *named_by_number(const Addresses *addresses, Sv text, Address *out) {
    for (uint32_t i = 0; i < addresses->count; i++)
        if (match_number(addresses, &addresses->items[i], text, out)) return &addresses->items[i];
    return NULL;
}

// "6.2 ends with 6.2.3": how far the numbers go there.
static Sv ends_with(const Addresses *addresses, Sv text, const Step *step, bool iteration) {
    if (step->loop_count > 0 && !iteration)
        return sv_format(addresses->arena, "; %.*s is a loop, and its iterations are %.*s.1 …",
                         SV_ARG(text), SV_ARG(text));
    uint32_t last = 0;
    for (uint32_t i = 0; i < addresses->count; i++) {
        const Step *child = addresses->items[i].step;
        if (needs_above(child) == step && !child->undoes && step->probe != child)
            last = child->position;
    }
    if (last == 0) return sv_format(addresses->arena, "; %.*s has no steps", SV_ARG(text));
    return sv_format(addresses->arena, "; %.*s ends with %.*s.%u", SV_ARG(text), SV_ARG(text),
                     last);
}

// "1 Dangerous, 2 Safe": what there is at the top; of many only how far the numbers go.
static Sv at_the_top(const Addresses *addresses) {
    BUF_AUTO Buf list = buf_new(LIMIT_STRING_BYTES);
    Sv last = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < addresses->count; i++) {
        const NamedStep *named = &addresses->items[i];
        if (sv_find_char(named->number, '.', 0) != SV_NONE) continue;
        last = named->number;
        if (count++ < MOST_LISTED)
            buf_addf(&list, "%s%.*s %.*s", count > 1 ? ", " : "", SV_ARG(named->number),
                     SV_ARG(named->step->name));
    }
    if (count <= MOST_LISTED) return sv_format(addresses->arena, "; %.*s", SV_ARG(buf_sv(&list)));
    return sv_format(addresses->arena, "; the last one at the top is %.*s", SV_ARG(last));
}

static Sv nearest_number(const Addresses *addresses, Sv text) {
    Address known;
    for (size_t end = text.len; end > 0; end--) {
        if (text.at[end - 1] != '.') continue;
        Sv above = sv_slice(text, 0, end - 1);
        const NamedStep *named = named_by_number(addresses, above, &known);
        bool iteration = named && sv_count(above, '.') > sv_count(named->number, '.');
        if (named) return ends_with(addresses, above, named->step, iteration);
    }
    return at_the_top(addresses);
}

static bool find_number(const Addresses *addresses, Sv text, Address *out, Sv *why) {
    if (named_by_number(addresses, text, out)) return true;
    *why = nearest_number(addresses, text);
    return false;
}

// ── addresses ──

// "revoke[tenant=acme]/x" without what stands in brackets.
static Sv plain(Arena *arena, Sv address) {
    BUF_AUTO Buf out = buf_new(address.len + 1);
    bool within = false;
    for (size_t i = 0; i < address.len; i++) {
        within |= address.at[i] == '[';
        if (!within) buf_add_char(&out, address.at[i]);
        within &= address.at[i] != ']';
    }
    return buf_keep(&out, arena);
}

static const NamedStep *named_by(const Addresses *addresses, Sv address) {
    const NamedStep *found = NULL;
    for (uint32_t i = 0; i < addresses->count; i++) {
        const NamedStep *each = &addresses->items[i];
        if (!sv_eq(each->address, address)) continue;
        // A step takes precedence over its probe and its undo steps.
        if (!found || sv_eq_c(sv_from_c(each->phase), "steps")) found = each;
        if (sv_eq_c(sv_from_c(found->phase), "steps")) break;
    }
    return found;
}

static Sv last_part(Sv address) {
    size_t slash = SV_NONE;
    for (size_t i = 0; i < address.len; i++)
        if (address.at[i] == '/') slash = i;
    return slash == SV_NONE ? address : sv_slice(address, slash + 1, address.len);
}

// The only step with that id or name, wherever it is.
static Sv called(const Addresses *addresses, Sv address) {
    Sv last = last_part(plain(addresses->arena, address)), found = {0};
    for (uint32_t i = 0; i < addresses->count; i++) {
        const NamedStep *each = &addresses->items[i];
        bool is = sv_eq(last_part(each->address), last) || sv_eq_nocase(each->step->name, last);
        if (!is || !sv_eq_c(sv_from_c(each->phase), "steps")) continue;
        if (found.len > 0) return (Sv){0};
        found = each->address;
    }
    return found;
}

static Sv meant(const Addresses *addresses, Sv address) {
    Sv *known = arena_new_array(addresses->arena, Sv, addresses->count + 1);
    for (uint32_t i = 0; i < addresses->count; i++)
        known[i] = addresses->items[i].address;
    Sv near = called(addresses, address);
    if (near.len == 0) near = sv_closest(address, known, addresses->count);
    return near.len == 0 ? at_the_top(addresses)
                         : sv_format(addresses->arena, "; did you mean '%.*s'?", SV_ARG(near));
}

// "revoke[tenant=…,region=…]"
static Sv form_of(Arena *arena, Sv address, const Step *loop) {
    BUF_AUTO Buf form = buf_new(LIMIT_STRING_BYTES);
    buf_add(&form, address);
    for (uint32_t i = 0; i < loop->loop_count; i++)
        buf_addf(&form, "%c%.*s=…", i ? ',' : '[', SV_ARG(loop->loops[i].name));
    buf_add_char(&form, ']');
    return buf_keep(&form, arena);
}

Sv address_form(Arena *arena, const Step *step) {
    Sv own = step_address(arena, step);
    const Step *above = needs_above(step);
    while (above && above->loop_count == 0)
        above = needs_above(above);
    if (above) {
        Sv around = step_address(arena, above);
        Sv rest = sv_slice(own, around.len, own.len);
        own = sv_format(arena, "%.*s%.*s", SV_ARG(address_form(arena, above)), SV_ARG(rest));
    }
    return step->loop_count > 0 ? form_of(arena, own, step) : own;
}

// The values within one pair of brackets, in the form that addresses have. A typed value may
// contain a comma.
static bool add_values(Buf *out, Arena *arena, const Step *loop, Sv inner) {
    for (uint32_t i = 0; i < loop->loop_count; i++) {
        Sv name = loop->loops[i].name;
        if (!sv_starts(inner, name) || inner.len == name.len || inner.at[name.len] != '=')
            return false;
        size_t from = name.len + 1, end = inner.len;
        if (i + 1 < loop->loop_count) {
            end = sv_find(inner, sv_format(arena, ",%.*s=", SV_ARG(loop->loops[i + 1].name)), from);
            if (end == SV_NONE) return false;
        }
        buf_addf(out, "%s%.*s=", i ? "," : "", SV_ARG(name));
        item_name_add_typed(out, sv_slice(inner, from, end));
        inner = sv_slice(inner, end < inner.len ? end + 1 : end, inner.len);
    }
    return true;
}

typedef struct Brackets {
    uint32_t count;
    size_t loops[MOST_LOOPS], iterations[MOST_LOOPS]; // where they end in the text
} Brackets;

static bool read_brackets(const Addresses *addresses, Sv text, Buf *out, Brackets *found, Sv *why) {
    Arena *arena = addresses->arena;
    for (size_t at = 0; at < text.len;) {
        size_t open = sv_find_char(text, '[', at);
        buf_add(out, sv_slice(text, at, open == SV_NONE ? text.len : open));
        if (open == SV_NONE) return true;
        size_t close = sv_find_char(text, ']', open);
        Sv above = plain(arena, sv_slice(text, 0, open));
        const NamedStep *loop = named_by(addresses, above);
        bool whole = close != SV_NONE && (close + 1 == text.len || text.at[close + 1] == '/');
        bool room = found->count < MOST_LOOPS;
        if (!loop || loop->step->loop_count == 0) {
            *why = loop ? sv_format(arena, ": '%.*s' is no loop", SV_ARG(above)) : (Sv){0};
            return false;
        }
        buf_add_char(out, '[');
        found->loops[room ? found->count : 0] = out->len;
        if (!whole || !room ||
            !add_values(out, arena, loop->step, sv_slice(text, open + 1, close))) {
            *why = sv_format(arena, ": an iteration of '%.*s' is %.*s", SV_ARG(above),
                             SV_ARG(form_of(arena, above, loop->step)));
            return false;
        }
        buf_add_char(out, ']');
        found->iterations[found->count++] = out->len;
        at = close + 1;
    }
    return true;
}

static bool find_address(const Addresses *addresses, Sv text, Address *out, Sv *why) {
    BUF_AUTO Buf exact = buf_new(LIMIT_EVENT_BYTES);
    Brackets found = {0};
    bool read = read_brackets(addresses, text, &exact, &found, why);
    if (!read && why->len > 0) return false;
    Sv without = plain(addresses->arena, text);
    const NamedStep *named = read ? named_by(addresses, without) : NULL;
    if (!named) {
        *why = meant(addresses, without);
        return false;
    }
    *out = (Address){.step = named->step, .phase = named->phase};
    out->exact = buf_keep(&exact, addresses->arena);
    for (uint32_t i = 0; i < found.count; i++)
        hold(addresses, out, sv_slice(out->exact, 0, found.loops[i]),
             sv_slice(out->exact, 0, found.iterations[i]));
    return true;
}

// A loop within a loop runs many times, so its iterations are told apart by those around them.
static bool outer_ones_are_named(const Addresses *addresses, const Address *address, Sv *why) {
    Arena *arena = addresses->arena;
    const Step *loops[MOST_LOOPS]; // inner ones first
    uint32_t count = 0;
    for (const Step *step = address->step; step && count < MOST_LOOPS; step = needs_above(step))
        if (step->loop_count > 0) loops[count++] = step;
    for (uint32_t i = 0; i < address->held_count && i < count; i++) {
        const Step *loop = loops[count - 1 - i];
        Sv around = step_address(arena, loop), given = address->held[i].loop;
        bool named = address->number
                         ? sv_find_char(given, '*', 0) == SV_NONE
                         : sv_eq(plain(arena, sv_slice(given, 0, given.len - 1)), around);
        if (named) continue;
        *why = sv_format(arena, ": that lies within a loop: say in which of its iterations, %.*s",
                         SV_ARG(address_form(arena, loop)));
        return false;
    }
    return true;
}

bool address_find(const Addresses *addresses, Sv text, Address *out, Sv *why) {
    *why = (Sv){0};
    bool found = looks_like_number(text) ? find_number(addresses, text, out, why)
                                         : find_address(addresses, text, out, why);
    if (!found || !outer_ones_are_named(addresses, out, why)) return false;
    out->text = text;
    return true;
}

// ── in a run ──

static bool at_border(const Address *address, Sv instance, size_t len) {
    return !address->number || instance.len == len || instance.at[len] == '.';
}

Fit address_fit(const Address *address, Sv instance_address, Sv instance_number) {
    Sv instance = address->number ? instance_number : instance_address;
    for (uint32_t i = 0; i < address->held_count; i++) {
        const HeldIteration *held = &address->held[i];
        if (!sv_starts(instance, held->loop)) return i == 0 ? FIT_FREE : FIT_PART;
        if (!sv_starts(instance, held->iteration) ||
            !at_border(address, instance, held->iteration.len))
            return FIT_OTHER;
    }
    return FIT_WHOLE;
}

bool address_by_place(const Address *address) {
    return address->number && address->held_count > 0;
}

bool address_covers(const Address *address, const Step *step) {
    return needs_stands_in(step, address->step);
}
