#include "base/num.h"
#include "base/system/file.h"
#include "cli/list/list.h"

// Of more than a screen the newest would be out of sight.
enum { MOST_AT_A_TERMINAL = 40 };

static bool unreadable(const RunEntry *entry) {
    return entry->state == RUN_UNBEGUN || entry->state == RUN_DAMAGED;
}

bool list_failed(const RunEntry *entry) {
    if (entry->running) return false;
    return entry->state != RUN_SEALED || !run_ended_well(entry->verdict);
}

// ── which ──

static Sv wanted_name(const CommandLine *line) {
    if (line->operands.count == 0) return (Sv){0};
    Sv word = line->operands.items[0];
    bool file = sv_ends(word, SV(".yaml")) || sv_ends(word, SV(".yml"));
    return file ? path_stem(word) : word;
}

// What cannot be read may be one of any runbook.
static bool is_named(const RunEntry *entry, Sv name) {
    if (name.len == 0 || sv_matches(name, entry->name)) return true;
    return unreadable(entry) && entry->name.len == 0;
}

static int refuse_name(const Cli *cli, RunList *all, Sv name) {
    TextList names = {0};
    runs_book_names(all, &names);
    // Those that were left out are known by name.
    for (uint32_t i = 0; i < names.count; i++)
        if (sv_matches(name, names.items[i])) return 0;
    Sv near = sv_closest(name, names.items, names.count);
    if (near.len)
        return cli_fail(cli, STATUS_USAGE,
                        "there is no run of a runbook called '%.*s'; did you mean %.*s?",
                        SV_ARG(name), SV_ARG(near));
    return cli_fail(cli, STATUS_USAGE,
                    "there is no run of a runbook called '%.*s'; `runbook runs` lists them all",
                    SV_ARG(name));
}

static bool read_limit(const Cli *cli, const CommandLine *line, uint64_t *out) {
    *out = cli->out_terminal && !line->json ? MOST_AT_A_TERMINAL : UINT64_MAX;
    if (line->newest.len == 0) return true;
    return num_parse_u64(line->newest, out) && *out > 0;
}

int list_choose(const Cli *cli, const CommandLine *line, RunList *all, ListedRuns *out) {
    *out = (ListedRuns){.all = all};
    Sv name = wanted_name(line);
    uint64_t limit;
    if (!read_limit(cli, line, &limit))
        return cli_usage(cli, "--newest takes how many runs are listed, from 1, not '%.*s'",
                         SV_ARG(line->newest));
    RunWish wish = {.name = name, .failed = line->failed};
    bool choosy = name.len > 0 || line->failed, named = name.len == 0;
    runs_wish(all, wish);
    RunEntry *entry;
    for (uint32_t i = 0; (entry = runs_at(all, i)); i++) {
        named = named || sv_matches(name, entry->name);
        if (!is_named(entry, name)) continue;
        bool full = out->count >= limit;
        // Reading a whole journal takes longest, and it is not listed any more.
        if (!full) runs_check(cli->arena, entry);
        if (line->failed && !list_failed(entry)) continue;
        if (full) {
            out->more++;
            continue;
        }
        arena_grow(cli->arena, out->items, out->count, out->capacity);
        out->items[out->count++] = entry;
        if (out->count < limit) continue;
        if (!choosy) break;
        wish.counted = true;
        runs_wish(all, wish);
    }
    out->more += choosy ? runs_counted(all) : runs_left(all);
    return named || !runs_hold(all) ? 0 : refuse_name(cli, all, name);
}
