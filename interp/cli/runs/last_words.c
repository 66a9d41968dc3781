#include "cli/runs/last_words.h"
#include <unistd.h>

static void tell_change(const Cli *cli, const UnrecordedChange *change) {
    cli_errf(cli, "\n  %.*s %.*s: %s\n", SV_ARG(change->number), SV_ARG(change->name),
             change->begun ? "in doubt: its end could not be recorded" : "not begun");
    cli_errf(cli, "    it was about to: %.*s\n", SV_ARG(change->request));
    if (change->verdict.len) cli_errf(cli, "    it has ended: %.*s\n", SV_ARG(change->verdict));
}

// In the journal all of them are in doubt.
static void tell_way(const Cli *cli, const UnrecordedChange *change, Sv word) {
    if (change->probe)
        cli_errf(cli, "    its probe looks whether it happened: runbook resume %.*s\n",
                 SV_ARG(word));
    else
        cli_errf(cli,
                 "    look whether it happened, and say so: runbook resume %.*s --resolve "
                 "%.*s=%s --reason '…'\n",
                 SV_ARG(word), SV_ARG(change->address), change->begun ? "done" : "again");
}

void last_words(const Cli *cli, const RunResult *result) {
    if (result->unrecorded_count == 0) return;
    bool there = access(sv_to_c(cli->arena, result->journal), F_OK) == 0;
    bool one = result->unrecorded_count == 1;
    cli_errf(
        cli,
        "%u change%s of which the journal does not tell the end; nothing more was begun, finally "
        "neither:\n",
        result->unrecorded_count, one ? "" : "s");
    for (uint32_t i = 0; i < result->unrecorded_count; i++) {
        tell_change(cli, &result->unrecorded[i]);
        if (there) tell_way(cli, &result->unrecorded[i], result->word);
    }
    cli_errf(
        cli, "\n%s\n",
        there ? "Before that make room, or mend the disk, where the journal lies:"
              : "The journal is gone, so this run cannot be taken up: look by hand what stands.");
    if (there) cli_errf(cli, "  %.*s\n", SV_ARG(result->journal));
}
