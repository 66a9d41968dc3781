// The faults of a verdict: in the order of the runbook, those of one cause together.
#include "base/ascii.h"
#include "report/terminal/terminal_faults.h"

static int compare_numbers(Sv a, Sv b) {
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        bool digits = ascii_is_digit(a.at[i]) && ascii_is_digit(b.at[j]);
        if (!digits) {
            if (a.at[i] != b.at[j]) return a.at[i] < b.at[j] ? -1 : 1;
            i++;
            j++;
            continue;
        }
        uint64_t left = 0, right = 0;
        for (; i < a.len && ascii_is_digit(a.at[i]); i++)
            left = left * 10 + (uint64_t)(a.at[i] - '0');
        for (; j < b.len && ascii_is_digit(b.at[j]); j++)
            right = right * 10 + (uint64_t)(b.at[j] - '0');
        if (left != right) return left < right ? -1 : 1;
    }
    return (i < a.len) - (j < b.len);
}

// What has no number stands last, as it came.
static bool after(const StepFault *a, const StepFault *b) {
    if (!a->number.len || !b->number.len) return !a->number.len && b->number.len;
    return compare_numbers(a->number, b->number) > 0;
}

static void sort(FaultList *list) {
    for (uint32_t i = 1; i < list->count; i++) {
        StepFault *fault = list->items[i];
        uint32_t at = i;
        for (; at > 0 && after(list->items[at - 1], fault); at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = fault;
    }
}

static StepFault *fault_of(Terminal *terminal, Value reason) {
    Sv address = value_field_text(reason, "address", (Sv){0});
    StepFault *fault = address.len ? fault_at(terminal, address) : NULL;
    if (!fault) {
        fault = arena_new_of(terminal->arena, StepFault);
        *fault = (StepFault){.address = address,
                             .name = value_field_text(reason, "name", (Sv){0}),
                             .what = value_field_text(reason, "reason", (Sv){0})};
    }
    fault->verdict = value_field_text(reason, "verdict", (Sv){0});
    fault->told = false;
    fault->needs = false;
    fault->alike = fault->next_alike = NULL;
    return fault;
}

// Whether a part of the address is that name: "health/operator" of "health/operator/known".
static bool names(Sv address, Sv name) {
    Sv part;
    while (sv_next_part(&address, '/', &part)) {
        size_t bracket = sv_find_char(part, '[', 0);
        if (sv_eq(bracket == SV_NONE ? part : sv_slice(part, 0, bracket), name)) return true;
    }
    return false;
}

// The step that should have given what is lacking: "backfill_start" of "needs steps.backfill_start,
// which has not run".
static Sv needed(Sv what) {
    static const char before[] = "needs steps.";
    size_t at = sv_find(what, SV(before), 0);
    if (at == SV_NONE) return (Sv){0};
    size_t from = at + sizeof before - 1, to = from;
    while (to < what.len && what.at[to] != '.' && what.at[to] != ',' && what.at[to] != '[' &&
           what.at[to] != ' ')
        to++;
    return sv_slice(what, from, to);
}

static void mark_needs(FaultList *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        StepFault *fault = list->items[i];
        if (!sv_eq_c(fault->verdict, "undecided")) continue;
        Sv name = needed(fault->said.len ? fault->said : fault->mend);
        if (!name.len) name = needed(fault->what);
        for (uint32_t k = 0; name.len && !fault->needs && k < list->count; k++)
            fault->needs = k != i && names(list->items[k]->address, name);
        list->needs += fault->needs;
    }
    if (list->needs < list->count) return;
    // Each lacks what another one should have given: then that is the reason.
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i]->needs = false;
    list->needs = 0;
}

static void join_alike(FaultList *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        StepFault *fault = list->items[i], *last = fault;
        if (fault->alike || fault->needs || !fault->same.len) continue;
        for (uint32_t k = i + 1; k < list->count; k++) {
            StepFault *other = list->items[k];
            if (other->alike || other->needs || !sv_eq(other->same, fault->same)) continue;
            if (!sv_eq(other->verdict, fault->verdict)) continue;
            other->alike = fault;
            last->next_alike = other;
            last = other;
        }
    }
}

FaultList faults_of(Terminal *terminal, Value reasons) {
    FaultList list = {.count = (uint32_t)value_count(reasons)};
    list.items = arena_new_array(terminal->arena, StepFault *, list.count + 1);
    for (uint32_t i = 0; i < list.count; i++)
        list.items[i] = fault_of(terminal, value_item(reasons, i));
    sort(&list);
    mark_needs(&list);
    join_alike(&list);
    return list;
}
