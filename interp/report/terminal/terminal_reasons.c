// Why the verdict is what it is: everything at the top of the runbook with its own verdict, and
// beneath it the steps that did not pass.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/failure.h"
#include "report/terminal/terminal_internal.h"
#include "report/verdict.h"

enum {
    ITEMS_LISTED = 40,
    ADDRESS_COLUMN = 4,
    SEEN_KEPT = 200, // steps
    SEEN_COLUMNS = 200,
    ALIKE_LISTED = 3 // in a row that differ only in their address
};

void terminal_count_within(Terminal *terminal, const Event *event) {
    Sv stands = event_text(event, "stands");
    terminal->within_acted += stands.len > 0 && !sv_eq_c(stands, "no");
    bool step = event_int(event, "depth") > 0 && sv_eq(event_text(event, "phase"), SV("steps"));
    if (!step || !verdict_judges(event_text(event, "effect"), event_text(event, "cause"))) return;
    terminal->within_steps++;
    if (sv_eq(event_text(event, "verdict"), SV("skipped"))) terminal->within_skipped++;
}

void terminal_remember(Terminal *terminal, const Event *event) {
    uint32_t steps = terminal->within_steps, skipped = terminal->within_skipped;
    uint32_t acted = terminal->within_acted;
    terminal->within_steps = terminal->within_skipped = terminal->within_acted = 0;
    if (!sv_eq(event_text(event, "phase"), SV("steps"))) return;
    // There is no need to count beyond what is listed.
    if (terminal->item_count > ITEMS_LISTED) return;
    arena_grow(terminal->arena, terminal->items, terminal->item_count, terminal->item_capacity);
    Item *item = &terminal->items[terminal->item_count++];
    *item = (Item){.address = sv_copy(terminal->arena, event_text(event, "address")),
                   .number = sv_copy(terminal->arena, event_text(event, "number")),
                   .name = sv_copy(terminal->arena, event_text(event, "name")),
                   .verdict = sv_copy(terminal->arena, event_text(event, "verdict")),
                   .group = event->kind == EVENT_GROUP_ENDED,
                   .steps = steps,
                   .skipped = skipped,
                   .acted = acted};
    if (item->group) terminal->item_groups++;
}

// Where the expectation has a name, the last of its values says enough: what it comes to.
static Sv seen_of(Terminal *terminal, Value expectation) {
    Value parts = value_field(expectation, "parts");
    if (!value_field_text(expectation, "title", (Sv){0}).len || !value_count(parts))
        return observed_for(terminal->scratch, expectation);
    return value_field_text(value_item(parts, value_count(parts) - 1), "value", (Sv){0});
}

void terminal_remember_seen(Terminal *terminal, const Event *event) {
    Sv verdict = event_text(event, "verdict");
    if (sv_eq_c(verdict, "passed") || terminal->seen_count == SEEN_KEPT) return;
    const StepNotes *notes = &terminal->notes;
    for (uint32_t i = 0; i < notes->expectation_count; i++) {
        if (expectation_holds(notes->expectations[i])) continue;
        Sv text = seen_of(terminal, notes->expectations[i]);
        if (!text.len) return;
        arena_grow(terminal->arena, terminal->seen, terminal->seen_count, terminal->seen_capacity);
        terminal->seen[terminal->seen_count++] =
            (ShownStep){sv_copy(terminal->arena, event_text(event, "address")),
                        sv_copy(terminal->arena, utf8_fit(text, SEEN_COLUMNS))};
        return;
    }
}

static Sv seen_at(const Terminal *terminal, Sv address) {
    for (uint32_t i = 0; i < terminal->seen_count; i++) {
        if (sv_eq(terminal->seen[i].address, address)) return terminal->seen[i].text;
    }
    return (Sv){0};
}

static bool beneath(const Item *item, Sv address) {
    if (!sv_starts(address, item->address)) return false;
    char next = address.len > item->address.len ? address.at[item->address.len] : '/';
    return next == '/' || next == '[';
}

// "The application builds (build)", with the verdict if the mark does not say it.
static void add_what(Buf *out, Value reason) {
    Sv address = value_field_text(reason, "address", (Sv){0});
    Sv name = value_field_text(reason, "name", (Sv){0});
    Sv verdict = value_field_text(reason, "verdict", (Sv){0});
    bool said = !sv_eq_c(verdict, "warned") && !sv_eq_c(verdict, "waived");
    buf_add(out, name.len ? name : address);
    if (!name.len || (!address.len && said)) return;
    buf_addf(out, " (%.*s%s%s)", SV_ARG(address), said ? "" : ", ",
             said ? "" : verdict_look(verdict)->word);
}

static void draw_reason(Terminal *terminal, Value reason, size_t column, bool with_name) {
    const VerdictLook *look = verdict_look(value_field_text(reason, "verdict", (Sv){0}));
    Sv why = value_field_text(reason, "reason", (Sv){0});
    BUF_AUTO Buf what = buf_new(LINE_BYTES);
    add_what(&what, reason);
    Buf *out = &terminal->out;
    if (with_name) {
        buf_add_repeat(out, ' ', column);
        ink_text(out, terminal->options.color, look->ink, sv_from_c(look->mark));
        buf_add_char(out, ' ');
        terminal_hanging(terminal, INK_PLAIN, what.len ? buf_sv(&what) : why, column + 2);
    }
    if (!why.len || !what.len) return;
    terminal_wrapped(terminal, INK_DIM, why, column + 2);
}

// What was observed there.
static void draw_seen(Terminal *terminal, Sv address, size_t column) {
    Sv seen = seen_at(terminal, address);
    if (!seen.len) return;
    buf_add_repeat(&terminal->out, ' ', column);
    ink_text(&terminal->out, terminal->options.color, INK_DIM, SV("seen: "));
    terminal_hanging(terminal, INK_DIM, seen, column + 6);
}

static bool alike(Value a, Value b) {
    static const char *const fields[] = {"name", "verdict", "reason"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!sv_eq(value_field_text(a, fields[i], (Sv){0}),
                   value_field_text(b, fields[i], (Sv){0})))
            return false;
    }
    return true;
}

// How many consecutive reasons from here on are like this one, within the item.
static size_t alike_run(const Item *item, Value reasons, size_t from) {
    size_t count = 1;
    while (from + count < value_count(reasons)) {
        Value next = value_item(reasons, from + count);
        if (!alike(value_item(reasons, from), next) ||
            !beneath(item, value_field_text(next, "address", (Sv){0})))
            break;
        count++;
    }
    return count;
}

static void draw_more(Terminal *terminal, Value reason, size_t count) {
    const VerdictLook *look = verdict_look(value_field_text(reason, "verdict", (Sv){0}));
    buf_add_repeat(&terminal->out, ' ', ADDRESS_COLUMN);
    ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
    buf_addf(&terminal->out, " and %zu more alike\n", count);
}

static void draw_item_reason(Terminal *terminal, const Item *item, Value reason) {
    Sv address = value_field_text(reason, "address", (Sv){0});
    draw_reason(terminal, reason, ADDRESS_COLUMN, !sv_eq(address, item->address));
    draw_seen(terminal, address, ADDRESS_COLUMN + 2);
}

// How many of the changes in it are still in place; not more than acted where that is not known.
static uint32_t standing_in(const Item *item, Value standing) {
    uint32_t count = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        if (entry.kind != VALUE_MAP) return item->acted; // the list was shortened
        Sv number = value_field_text(entry, "number", (Sv){0});
        bool longer = number.len > item->number.len && number.at[item->number.len] == '.';
        count += sv_starts(number, item->number) && (longer || number.len == item->number.len);
    }
    return count;
}

static void draw_item(Terminal *terminal, const Item *item, Value ended) {
    Value reasons = value_field(ended, "reasons");
    uint32_t standing = standing_in(item, value_field(ended, "standing"));
    bool back = item->acted > standing,
         well = sv_eq_c(item->verdict, "passed") || sv_eq_c(item->verdict, "warned");
    const VerdictLook *look = verdict_look(back && well ? SV("skipped") : item->verdict);
    Buf *out = &terminal->out;
    buf_add_c(out, "  ");
    ink_text(out, terminal->options.color, look->ink, sv_from_c(look->mark));
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, " %.*s %.*s", SV_ARG(item->number), SV_ARG(item->name));
    BUF_AUTO Buf part = buf_new(LINE_BYTES);
    verdict_add_part(&part, item->verdict, item->steps, item->skipped);
    if (back) buf_addf(&part, "%staken back%s", part.len ? "; " : "", standing ? " in part" : "");
    size_t aside = buf_sv(&part).len;
    terminal_add_fit(terminal, INK_PLAIN, buf_sv(&line),
                     terminal->width - 4 - (aside ? aside + 4 : 0));
    if (aside) {
        buf_add_c(out, "  ");
        ink_text(out, terminal->options.color, INK_DIM,
                 sv_format(terminal->scratch, "(%.*s)", SV_ARG(buf_sv(&part))));
    }
    buf_add_char(out, '\n');
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        Sv address = value_field_text(reason, "address", (Sv){0});
        if (!address.len || !beneath(item, address)) continue;
        size_t run = alike_run(item, reasons, i);
        // Listing one more is as short as saying so.
        size_t listed = run > ALIKE_LISTED + 1 ? ALIKE_LISTED : run;
        for (size_t k = i; k < i + listed; k++)
            draw_item_reason(terminal, item, value_item(reasons, k));
        if (run > listed) draw_more(terminal, reason, run - listed);
        i += run - 1;
    }
}

static bool told(const Terminal *terminal, Sv address) {
    for (uint32_t i = 0; address.len && i < terminal->item_count; i++) {
        if (beneath(&terminal->items[i], address)) return true;
    }
    return false;
}

// How many consecutive items from here on were skipped, without a reason of their own in the
// verdict.
static uint32_t skipped_run(const Terminal *terminal, uint32_t from) {
    uint32_t count = 0;
    while (from + count < terminal->item_count &&
           sv_eq(terminal->items[from + count].verdict, SV("skipped")))
        count++;
    return count;
}

static void draw_skipped(Terminal *terminal, uint32_t from, uint32_t count) {
    Buf *out = &terminal->out;
    buf_add_c(out, "  ");
    ink_text(out, terminal->options.color, INK_DIM, SV("–"));
    shown_addf(out, " %.*s to %.*s were skipped\n", SV_ARG(terminal->items[from].number),
               SV_ARG(terminal->items[from + count - 1].number));
}

static void draw_items(Terminal *terminal, Value ended) {
    for (uint32_t i = 0; i < terminal->item_count; i++) {
        uint32_t skipped = skipped_run(terminal, i);
        if (skipped > 2) {
            draw_skipped(terminal, i, skipped);
            i += skipped - 1;
        } else {
            draw_item(terminal, &terminal->items[i], ended);
        }
    }
}

void terminal_reasons(Terminal *terminal, Value ended) {
    Value reasons = value_field(ended, "reasons");
    bool by_item = terminal->item_groups > 1 && terminal->item_count <= ITEMS_LISTED;
    if (by_item) draw_items(terminal, ended);
    for (size_t i = 0; i < value_count(reasons); i++) {
        Value reason = value_item(reasons, i);
        if (by_item && told(terminal, value_field_text(reason, "address", (Sv){0}))) continue;
        draw_reason(terminal, reason, 2, true);
    }
}
