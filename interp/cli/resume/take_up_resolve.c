// What a person says became of a change in doubt: --resolve. Part of take_up_internal.h.
#include "base/system/file.h"
#include "cli/resume/take_up_internal.h"
#include "history/same_step.h"

const RecordedStep *taking_step_meant(const TakingUp *taking, Sv word) {
    return recorded_run_meant(&taking->recorded, word);
}

// "; did you mean 'outer/first'?" – its last part may have been typed alone.
Sv taking_step_near(const TakingUp *taking, Sv word) {
    const RecordedRun *recorded = &taking->recorded;
    Sv *known = arena_new_array(taking->arena, Sv, recorded->count + 1), near = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < recorded->count; i++) {
        Sv address = recorded->steps[i]->address;
        if (!recorded_run_may_mean(word, address)) continue;
        if (near.len == 0 && sv_eq(path_name(address), word)) near = address;
        known[count++] = address;
    }
    if (near.len == 0) near = sv_closest(word, known, count);
    return near.len ? sv_format(taking->arena, "; did you mean '%.*s'?", SV_ARG(near)) : SV("");
}

// A step of the runbook, of which the run did not tell anything.
static bool is_planned(const TakingUp *taking, Sv word) {
    Sv address = same_step_address(taking->arena, word);
    for (uint32_t i = 0; i < taking->view.by_address.count; i++) {
        Sv key = taking->view.by_address.entries[i].key;
        if (sv_starts(key, address) && key.len > address.len && key.at[address.len] == '\n')
            return true;
    }
    return svmap_has(&taking->view.plan, word);
}

static int bad_resolution(TakingUp *taking, const NamedText *given, Sv *address) {
    const Cli *cli = taking->cli;
    ResolvedAs as = resolved_as(given->text);
    if (as == RESOLVED_UNKNOWN)
        return cli_usage(cli,
                         "--resolve %.*s=%.*s: it is done (it happened), again (do it now) or "
                         "skip (leave it)",
                         SV_ARG(given->name), SV_ARG(given->text));
    const RecordedStep *step = taking_step_meant(taking, given->name);
    if (!step && is_planned(taking, given->name))
        return cli_usage(cli,
                         "--resolve %.*s: run %.*s did not reach that step; only what may or may "
                         "not have happened is resolved",
                         SV_ARG(given->name), SV_ARG(taking->word));
    if (!step)
        return cli_usage(cli, "--resolve %.*s: run %.*s has no such step%.*s", SV_ARG(given->name),
                         SV_ARG(taking->word), SV_ARG(taking_step_near(taking, given->name)));
    bool makes = taking->take_up.purpose == PURPOSE_RESUME || sv_eq_c(step->phase, "undo");
    FoundFate *found = take_up_view_find(&taking->view, step);
    if (as == RESOLVED_AGAIN && found && found->gone)
        return cli_usage(cli,
                         "--resolve %.*s=again: the run does not come to that step any more; done "
                         "(it happened) or skip (it stays open)",
                         SV_ARG(given->name));
    if (as == RESOLVED_AGAIN && !makes)
        return cli_usage(
            cli,
            "--resolve %.*s=again: %s makes no step again; done (it happened) or skip (it "
            "did not)",
            SV_ARG(given->name), purpose_name(taking->take_up.purpose));
    bool left_open = fate_is_left_open(step) && sv_eq_c(step->phase, "steps");
    if (!found || (found->fate != FATE_DOUBT && !left_open))
        return cli_usage(
            cli,
            "--resolve %.*s: that step is not in doubt (it %s); only what may or may "
            "not have happened is resolved",
            SV_ARG(given->name),
            step->decided == 0
                ? "never began"
                : sv_to_c(taking->arena,
                          sv_format(taking->arena, "ended as %.*s",
                                    SV_ARG(value_field_text(step->end, "verdict", SV(""))))));
    if (sv_eq_c(step->phase, "undo") && taking->take_up.purpose == PURPOSE_RESUME &&
        !taking->recorded.rollback.begun)
        return cli_usage(cli,
                         "--resolve %.*s: to go on takes nothing back; it goes with `runbook undo "
                         "%.*s`, or say what became of the step that it was to undo",
                         SV_ARG(given->name), SV_ARG(taking->word));
    if (found->said)
        return cli_usage(
            cli, "--resolve %.*s: what became of step %.*s %.*s is said twice; say it once",
            SV_ARG(given->name), SV_ARG(step->number), SV_ARG(take_up_view_name(step)));
    *address = step->address;
    take_up_view_resolve(&taking->view, found, as);
    return 0;
}

int taking_resolutions(TakingUp *taking) {
    const CommandLine *line = taking->line;
    if (line->resolve.count == 0 && line->reason.len > 0)
        return cli_usage(taking->cli, "--reason is the reason of a --resolve");
    if (line->resolve.count > 0 && line->reason.len == 0)
        return cli_usage(taking->cli, "--resolve needs --reason 'WHY': it is part of the record");
    Resolution *resolutions = arena_new_array(taking->arena, Resolution, line->resolve.count);
    for (uint32_t i = 0; i < line->resolve.count; i++) {
        const NamedText *given = &line->resolve.items[i];
        int bad = bad_resolution(taking, given, &resolutions[i].address);
        if (bad != 0) return bad;
        resolutions[i].as = resolved_as(given->text);
        resolutions[i].reason = line->reason;
    }
    taking->take_up.resolutions = resolutions;
    taking->take_up.resolution_count = line->resolve.count;
    return 0;
}
