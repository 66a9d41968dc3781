#include "cli/eval/eval_prompt.h"
#include "cli/eval/eval_session.h"

#include <unistd.h>

static bool read_stdin(Arena *arena, Sv *out) {
    BUF_AUTO Buf buf = buf_new(LIMIT_EXPRESSION_BYTES + 1);
    for (;;) {
        char chunk[4096];
        ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);
        if (got < 0) return false;
        if (got == 0) break;
        if (!buf_add(&buf, (Sv){chunk, (size_t)got})) break;
    }
    *out = sv_trim(buf_keep(&buf, arena));
    return true;
}

int cmd_EVAL(const Cli *cli, const CommandLine *line) {
    Sv form = line->output.at ? line->output : SV("json");
    bool typed = sv_eq(form, SV("typed"));
    if (!typed && !sv_eq(form, SV("json")))
        return cli_usage(cli, "--output takes json or typed, not '%.*s'", SV_ARG(form));
    EvalForm wanted = typed ? EVAL_TYPED : EVAL_JSON;
    EvalSession session;
    int status;
    if (line->operands.count == 0) {
        if (!cli->out_terminal || !isatty(STDIN_FILENO))
            return cli_usage(cli,
                             "`runbook eval` needs EXPR; for example: runbook eval '1 + 1' (at "
                             "a terminal it is a prompt without one)");
        return eval_session(cli, line, &session, &status) ? eval_prompt(cli, line, &session, wanted)
                                                          : status;
    }
    Sv text = line->operands.items[0];
    if (sv_eq(text, SV("-")) && !read_stdin(cli->arena, &text))
        return cli_usage(cli, "standard input cannot be read");
    if (!eval_session(cli, line, &session, &status)) return status;
    return eval_print(cli, &session, cli->arena, text, wanted, false);
}
