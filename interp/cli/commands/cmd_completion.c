// The completion of a shell, and what it asks while somebody types: addresses of steps, inputs.
#include "base/system/file.h"
#include "cli/cli.h"
#include "cli/found/books.h"
#include "cli/found/runs.h"
#include "cli/manual/man_pages.h"
#include "plan/plan.h"

#include <string.h>
#include <unistd.h>

enum { PAGE_BYTES = 4 * 1024 * 1024 };

typedef void Asked(const Cli *cli, const Plan *plan, Buf *out);

typedef struct AddressTelling {
    Arena *arena;
    Buf *out;
} AddressTelling;

// By its id where it has one, since that stays where it is when steps come and go.
static bool tell_address(void *self, Step *step, const char *phase, uint32_t depth) {
    AddressTelling *telling = self;
    (void)depth;
    if (strcmp(phase, "steps") != 0) return true;
    Sv named =
        step->id.len ? step_address(telling->arena, step) : step_number(telling->arena, step);
    if (sv_find_char(named, '*', 0) == SV_NONE) buf_addf(telling->out, "%.*s\n", SV_ARG(named));
    return true;
}

static void tell_addresses(const Cli *cli, const Plan *plan, Buf *out) {
    plan_visit(plan->top, tell_address, &(AddressTelling){cli->arena, out});
}

static void tell_inputs(const Cli *cli, const Plan *plan, Buf *out) {
    (void)cli;
    for (uint32_t i = 0; i < plan->top->input_count; i++)
        buf_addf(out, "%.*s=\n", SV_ARG(plan->top->inputs[i].name));
}

static Asked *asked_by(Sv word) {
    if (sv_eq_c(word, "addresses")) return tell_addresses;
    if (sv_eq_c(word, "inputs")) return tell_inputs;
    return NULL;
}

static bool is_there(Arena *arena, Sv path) {
    const char *name = sv_to_c(arena, path);
    return name && access(name, R_OK) == 0;
}

// A runbook, or that of a run.
static Sv book_of(const Cli *cli, const CommandLine *line, Sv word) {
    Sv meant = {0}, path = books_path(cli, line->root, word, &meant);
    if (is_there(cli->arena, path)) return path;
    RunEntry run;
    BUF_AUTO Buf error = buf_new((size_t)64 * 1024);
    if (runs_find(cli->arena, line->root, word, &run, &error) != 0 || !run.path.len) return path;
    if (is_there(cli->arena, run.path)) return run.path;
    Sv root = path_project_root(cli->arena, line->root, SV("."), (Sv){0}).path;
    return root.at ? path_join(cli->arena, root, run.path) : path;
}

// Whoever types is told nothing of what is wrong: `check` does that.
static int tell(const Cli *cli, const CommandLine *line, Asked *asked) {
    if (line->operands.count < 2)
        return cli_usage(cli, "`runbook completion %.*s` needs FILE",
                         SV_ARG(line->operands.items[0]));
    Diags diags = diags_new(cli->arena);
    PlanOptions options = {cli->registry, line->root, .undigested = true};
    Plan *plan =
        plan_load(cli->arena, book_of(cli, line, line->operands.items[1]), &options, &diags);
    if (!plan || diags_failed(&diags)) return STATUS_RUNBOOK;
    BUF_AUTO Buf out = buf_new(PAGE_BYTES);
    asked(cli, plan, &out);
    cli_out(cli, buf_sv(&out));
    return 0;
}

static int list_shells(const Cli *cli) {
    BUF_AUTO Buf out = buf_new(PAGE_BYTES);
    for (size_t i = 0; i < shell_row_count; i++) {
        const ShellRow *row = &shell_rows[i];
        buf_addf(&out, "%-5s %s\n", row->name, row->file);
        if (row->also) buf_addf(&out, "%-5s %s\n", row->name, row->also);
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}

static int refuse_shell(const Cli *cli, Sv shell) {
    BUF_AUTO Buf names = buf_new(PAGE_BYTES);
    for (size_t i = 0; i < shell_row_count; i++) {
        const char *between = i + 1 < shell_row_count ? ", " : " and ";
        buf_addf(&names, "%s%s", i == 0 ? "" : between, shell_rows[i].name);
    }
    return cli_usage(cli, "there is no completion for '%.*s', but for %.*s", SV_ARG(shell),
                     SV_ARG(buf_sv(&names)));
}

int cmd_COMPLETION(const Cli *cli, const CommandLine *line) {
    if (!line->operands.count) return list_shells(cli);
    Sv first = line->operands.items[0];
    Asked *asked = asked_by(first);
    if (asked) return tell(cli, line, asked);
    if (line->operands.count > 1)
        return cli_usage(cli, "of a FILE a completion asks for addresses or inputs, not for '%.*s'",
                         SV_ARG(first));
    for (size_t i = 0; i < shell_row_count; i++) {
        if (!sv_eq_c(first, shell_rows[i].name)) continue;
        BUF_AUTO Buf out = buf_new(PAGE_BYTES);
        shell_rows[i].render(cli->arena, &out);
        cli_out(cli, buf_sv(&out));
        return 0;
    }
    return refuse_shell(cli, first);
}
