// Why the verdict is what it is: what did not pass, beneath what it belongs to at the top of the
// runbook; what passed and what was skipped is one line each.
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "report/terminal/terminal_faults.h"
#include "report/verdict.h"
#include <string.h>

enum { ITEMS_LISTED = 40, ITEM_COLUMN = 2, FAULT_COLUMN = 4, FAULTS_DRAWN = 12 };

void terminal_name_within(Terminal *terminal, const Event *event) {
    bool begins = event->kind == EVENT_GROUP_STARTED, ends = event->kind == EVENT_STEP_ENDED;
    if ((!begins && !ends) || event_int(event, "depth") != 1) return;
    if (terminal->children_within++ == 0)
        terminal->first_within = sv_copy(terminal->arena, event_text(event, "name"));
}

// Where a loop's name has holes for its items, it is called as the first one is.
static Sv name_of(Terminal *terminal, const Event *event) {
    Sv name = event_text(event, "name"), first = terminal->first_within;
    bool loop = sv_eq_c(event_text(event, "kind"), "loop") && first.len;
    if (!loop || sv_find(name, SV("…"), 0) == SV_NONE || sv_find(first, SV("…"), 0) != SV_NONE)
        return sv_copy(terminal->arena, name);
    if (terminal->children_within < 2) return first;
    return sv_format(terminal->arena, "%.*s, and %u more", SV_ARG(first),
                     terminal->children_within - 1);
}

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
    Sv name = name_of(terminal, event);
    terminal->first_within = (Sv){0};
    terminal->children_within = 0;
    if (!sv_eq(event_text(event, "phase"), SV("steps"))) return;
    // There is no need to count beyond what is listed.
    if (terminal->item_count > ITEMS_LISTED) return;
    arena_grow(terminal->arena, terminal->items, terminal->item_count, terminal->item_capacity);
    Item *item = &terminal->items[terminal->item_count++];
    *item = (Item){.address = sv_copy(terminal->arena, event_text(event, "address")),
                   .number = sv_copy(terminal->arena, event_text(event, "number")),
                   .name = name,
                   .verdict = sv_copy(terminal->arena, event_text(event, "verdict")),
                   .group = event->kind == EVENT_GROUP_ENDED,
                   .steps = steps,
                   .skipped = skipped,
                   .acted = acted};
}

// ── what belongs where ──

static bool within(Sv number, Sv outer) {
    bool longer = number.len > outer.len && number.at[outer.len] == '.';
    return sv_starts(number, outer) && (longer || number.len == outer.len);
}

static bool beneath(const Item *item, const StepFault *fault) {
    if (fault->number.len) return within(fault->number, item->number);
    if (!fault->address.len || !sv_starts(fault->address, item->address)) return false;
    bool longer = fault->address.len > item->address.len;
    char next = longer ? fault->address.at[item->address.len] : '/';
    return next == '/' || next == '[';
}

static bool is_itself(const Item *item, const StepFault *fault) {
    return sv_eq(item->address, fault->address);
}

static bool has_faults(const Item *item, const FaultList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        if (beneath(item, list->items[i])) return true;
    return false;
}

// How many of the changes in it are still in place; not more than acted where that is not known.
static uint32_t standing_in(const Item *item, Value standing) {
    uint32_t count = 0;
    for (size_t i = 0; i < value_count(standing); i++) {
        Value entry = value_item(standing, i);
        if (entry.kind != VALUE_MAP) return item->acted; // the list was shortened
        count += within(value_field_text(entry, "number", (Sv){0}), item->number);
    }
    return count;
}

// ── an item ──

// Its faults are those of a cause that was told before.
static void add_told_before(Buf *aside, const Item *item, const FaultList *list) {
    const StepFault *first = NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        const StepFault *fault = list->items[i];
        if (!beneath(item, fault)) continue;
        if (!fault->told && !fault->needs) return;
        if (!first && fault->alike) first = fault->alike;
    }
    if (!has_faults(item, list)) return;
    buf_add_c(aside, aside->len ? "; " : "");
    if (first && first->number.len)
        buf_addf(aside, "as %.*s", SV_ARG(first->number));
    else
        buf_add_c(aside, "could not be judged");
}

static void draw_heading(Terminal *terminal, const Item *item, Sv verdict, Sv aside) {
    const VerdictLook *look = verdict_look(verdict);
    Sv right = aside.len ? sv_format(terminal->scratch, "(%.*s)", SV_ARG(aside)) : aside;
    terminal_line(terminal, &(TerminalLine){.mark = look->mark,
                                            .ink = look->ink,
                                            .indent = ITEM_COLUMN,
                                            .number = item->number,
                                            .name = item->name,
                                            .right = right});
}

// As many as a screen has room for; returns how many were drawn.
static uint32_t draw_beneath(Terminal *terminal, const Item *item, const FaultList *list,
                             uint32_t room) {
    uint32_t drawn = 0;
    for (uint32_t i = 0; i < list->count && drawn < room; i++) {
        StepFault *fault = list->items[i];
        if (fault->told || fault->needs || fault->alike || !beneath(item, fault)) continue;
        fault_draw(terminal, fault, is_itself(item, fault) ? ITEM_COLUMN : FAULT_COLUMN);
        drawn++;
    }
    return drawn;
}

static bool is_well(const Item *item) {
    return sv_eq_c(item->verdict, "passed") || sv_eq_c(item->verdict, "skipped");
}

static bool taken_back(const Item *item, Value ended) {
    return item->acted > standing_in(item, value_field(ended, "standing"));
}

static Sv how_far_back(const Item *item, Value ended) {
    uint32_t standing = standing_in(item, value_field(ended, "standing"));
    return standing ? SV("taken back in part") : SV("taken back");
}

static uint32_t draw_item(Terminal *terminal, const Item *item, const FaultList *list, Value ended,
                          uint32_t room) {
    bool itself = false;
    for (uint32_t i = 0; i < list->count; i++) {
        const StepFault *fault = list->items[i];
        itself |= is_itself(item, fault) && !fault->told && !fault->needs && !fault->alike;
    }
    if (!itself || room == 0) {
        BUF_AUTO Buf aside = buf_new(LINE_BYTES);
        verdict_add_part(&aside, item->verdict, item->steps, item->skipped);
        if (taken_back(item, ended))
            buf_addf(&aside, "%s%.*s", aside.len ? "; " : "", SV_ARG(how_far_back(item, ended)));
        add_told_before(&aside, item, list);
        draw_heading(terminal, item, item->verdict, buf_sv(&aside));
    }
    return draw_beneath(terminal, item, list, room);
}

// ── what passed, and what was skipped ──

static void add_parts(const Terminal *terminal, Buf *line, const FaultList *list, Value ended) {
    bool first = true;
    for (uint32_t i = 0; i < terminal->item_count; i++) {
        const Item *item = &terminal->items[i];
        if (!sv_eq_c(item->verdict, "passed") || item->skipped == 0) continue;
        if (has_faults(item, list) || taken_back(item, ended)) continue;
        buf_addf(line, "%s%.*s (%u of %u steps)", first ? "; in part: " : ", ",
                 SV_ARG(item->number), item->steps - item->skipped, item->steps);
        first = false;
    }
}

static void draw_sum(Terminal *terminal, const char *verdict, const FaultList *list, Value ended) {
    Sv numbers[ITEMS_LISTED + 1];
    size_t count = 0;
    for (uint32_t i = 0; i < terminal->item_count; i++) {
        const Item *item = &terminal->items[i];
        bool own = has_faults(item, list) || taken_back(item, ended);
        if (sv_eq_c(item->verdict, verdict) && !own) numbers[count++] = item->number;
    }
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    numbers_add(&line, numbers, count);
    bool passed = strcmp(verdict, "passed") == 0;
    if (passed)
        add_parts(terminal, &line, list, ended);
    else
        buf_add_c(&line, count == 1 ? " was skipped" : " were skipped");
    const VerdictLook *look = verdict_look(sv_from_c(verdict));
    buf_add_repeat(&terminal->out, ' ', ITEM_COLUMN);
    ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
    buf_add_char(&terminal->out, ' ');
    terminal_hanging(terminal, INK_REASON, buf_sv(&line), ITEM_COLUMN + 2);
}

// ── all of it ──

// Of very many not each is drawn, but none is left unsaid.
static void draw_rest(Terminal *terminal, const FaultList *list) {
    Sv *numbers = arena_new_array(terminal->arena, Sv, list->count + 1);
    size_t count = 0;
    const StepFault *first = NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        StepFault *fault = list->items[i];
        if (fault->told || fault->needs) continue;
        fault->told = true;
        if (!first) first = fault;
        numbers[count++] = fault->number.len ? fault->number : fault->address;
    }
    if (count == 0) return;
    BUF_AUTO Buf line = buf_new(LINE_BYTES);
    buf_addf(&line, "%zu more, above: ", count);
    numbers_add(&line, numbers, count);
    const VerdictLook *look = verdict_look(first->verdict);
    buf_add_repeat(&terminal->out, ' ', ITEM_COLUMN);
    ink_text(&terminal->out, terminal->options.color, look->ink, sv_from_c(look->mark));
    buf_add_char(&terminal->out, ' ');
    terminal_hanging(terminal, INK_REASON, buf_sv(&line), FAULT_COLUMN + 2);
}

static CriteriaCounts counts_of(const Terminal *terminal) {
    CriteriaCounts counts = {0};
    for (uint32_t i = 0; i < terminal->item_count; i++)
        criteria_count(&counts, terminal->items[i].verdict, terminal->items[i].group);
    return counts;
}

static bool by_item(const Terminal *terminal) {
    CriteriaCounts counts = counts_of(terminal);
    return criteria_are_told(&counts);
}

static uint32_t draw_items(Terminal *terminal, const FaultList *list, Value ended, uint32_t room) {
    bool go = sv_eq_c(value_field_text(ended, "verdict", (Sv){0}), "GO");
    uint32_t drawn = 0;
    for (uint32_t i = 0; i < terminal->item_count; i++) {
        const Item *item = &terminal->items[i];
        if (!is_well(item) || has_faults(item, list))
            drawn += draw_item(terminal, item, list, ended, room - drawn);
        else if (taken_back(item, ended) && !go)
            draw_heading(terminal, item, SV("skipped"), how_far_back(item, ended));
    }
    return drawn;
}

void terminal_reasons(Terminal *terminal, Value ended) {
    FaultList list = faults_of(terminal, value_field(ended, "reasons"));
    bool items = by_item(terminal);
    uint32_t drawn = items ? draw_items(terminal, &list, ended, FAULTS_DRAWN) : 0;
    for (uint32_t i = 0; i < list.count && drawn < FAULTS_DRAWN; i++) {
        StepFault *fault = list.items[i];
        if (fault->told || fault->needs || fault->alike) continue;
        fault_draw(terminal, fault, ITEM_COLUMN);
        drawn++;
    }
    draw_rest(terminal, &list);
    faults_draw_needs(terminal, &list);
    if (!items) return;
    draw_sum(terminal, "passed", &list, ended);
    draw_sum(terminal, "skipped", &list, ended);
}

bool terminal_add_criteria(const Terminal *terminal, Buf *out, Sv verdict) {
    CriteriaCounts counts = counts_of(terminal);
    return verdict_add_criteria(out, verdict, &counts);
}
