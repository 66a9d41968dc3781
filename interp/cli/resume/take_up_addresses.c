// What `undo` is asked to take back: its addresses. Part of take_up_internal.h.
#include "cli/resume/take_up_internal.h"

// Without an id a group adds nothing to the addresses in it: what it holds is told by numbers. Of
// an iteration the number may be that of another one by now, and its address is in all of theirs.
static bool holds(const RecordedStep *around, const RecordedStep *step) {
    Sv above = around->address, address = step->address;
    if (address.len > above.len && sv_starts(address, above) &&
        (address.at[above.len] == '/' || address.at[above.len] == '['))
        return true;
    bool group = around->kind.len > 0 && !sv_eq_c(around->kind, "iteration");
    above = around->number;
    return group && step->number.len > above.len && sv_starts(step->number, above) &&
           step->number.at[above.len] == '.';
}

static void take_address(TakingUp *taking, const RecordedStep *meant, TextList *addresses) {
    text_list_add(taking->arena, addresses, meant->address);
    for (uint32_t i = 0; meant->kind.len > 0 && i < taking->recorded.count; i++)
        if (holds(meant, taking->recorded.steps[i]))
            text_list_add(taking->arena, addresses, taking->recorded.steps[i]->address);
}

static bool is_among(const Asked *asked, Sv address) {
    for (uint32_t i = 0; i < asked->count; i++)
        if (sv_eq(asked->addresses[i], address)) return true;
    return false;
}

// Why nothing of what was asked for can be taken back.
static Sv why_not_back(const TakingUp *taking, const RecordedStep *meant, const Asked *asked) {
    Arena *arena = taking->arena;
    if (sv_eq_c(meant->phase, "undo"))
        return SV("it is an undo step itself; name the step that it takes back");
    bool stands = false;
    for (uint32_t i = 0; i < taking->view.count; i++) {
        const FoundFate *found = &taking->view.items[i];
        if (!is_among(asked, found->step->address)) continue;
        const RecordedStep *by;
        UndoWay way = take_up_view_way(&taking->view, found, asked, &by);
        stands |= way == UNDO_NONE;
        if (way == UNDO_GONE)
            return SV("the run does not come to it any more: look, and take it back by hand");
        if (way == UNDO_SAID)
            return SV("its undo is said to have happened, and is not made once more: look, and "
                      "take it back by hand if it did not");
        if (way == UNDO_UNASKED)
            return sv_format(arena, "the undo steps are those of %.*s %.*s: runbook undo %.*s %.*s",
                             SV_ARG(by->number), SV_ARG(take_up_view_name(by)),
                             SV_ARG(taking->word), SV_ARG(by->number));
    }
    return stands ? SV("there are no undo steps for it") : SV("nothing of it stands");
}

int taking_addresses(TakingUp *taking) {
    const CommandLine *line = taking->line;
    TextList all = {0};
    for (uint32_t i = 1; i < line->operands.count; i++) {
        Sv word = line->operands.items[i];
        const RecordedStep *step = taking_step_meant(taking, word);
        if (!step)
            return cli_usage(taking->cli, "undo %.*s: run %.*s has no such step%.*s", SV_ARG(word),
                             SV_ARG(taking->word), SV_ARG(taking_step_near(taking, word)));
        TextList own = {0};
        take_address(taking, step, &own);
        Asked asked = {own.items, own.count};
        const RecordedStep *held;
        if (!take_up_view_undoes(&taking->view, &asked, &held) && !held)
            return cli_usage(taking->cli, "undo %.*s: nothing of it can be taken back: %.*s",
                             SV_ARG(word), SV_ARG(why_not_back(taking, step, &asked)));
        take_address(taking, step, &all);
    }
    taking->take_up.addresses = all.items;
    taking->take_up.address_count = all.count;
    return 0;
}
