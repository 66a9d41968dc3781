#include "base/wrap.h"
#include "cli/cli.h"
#include "cli/explain/topics.h"
#include "reference/explain.h"

static int no_topic(const Cli *cli, Sv topic, Buf *scratch) {
    // "http." has too much, not too little: what is closest to it may be within http.
    bool open = topic.len > 1 && topic.at[topic.len - 1] == '.';
    Sv near = topics_closest(cli, open ? sv_slice(topic, 0, topic.len - 1) : topic);
    if (near.len)
        return cli_usage(cli, "nothing is called '%.*s'; did you mean '%.*s'?", SV_ARG(topic),
                         SV_ARG(near));
    size_t dot = sv_find_char(topic, '.', 0);
    Sv within = dot == SV_NONE ? (Sv){0} : sv_slice(topic, 0, dot);
    if (within.len && explain_topic(cli->registry, within, cli->width, scratch))
        return cli_usage(cli, "nothing is called '%.*s'; `runbook explain %.*s` says what there is",
                         SV_ARG(topic), SV_ARG(within));
    return cli_usage(cli, "nothing is called '%.*s'; `runbook explain` lists the topics",
                     SV_ARG(topic));
}

// `runbook explain json path`
static Sv joined(const Cli *cli, const TextList *words) {
    BUF_AUTO Buf buf = buf_new((size_t)64 * 1024);
    for (uint32_t i = 0; i < words->count; i++) {
        if (i) buf_add_char(&buf, ' ');
        buf_add(&buf, words->items[i]);
    }
    return buf_keep(&buf, cli->arena);
}

int cmd_EXPLAIN(const Cli *cli, const CommandLine *line) {
    BUF_AUTO Buf out = buf_new(8 * 1024 * 1024);
    if (line->operands.count == 0) {
        explain_overview(cli->registry, cli->width, &out);
        buf_add_char(&out, '\n');
        wrap_add(&out,
                 SV("A command or an option is a topic too, and so is a word of another tool:\n"
                    "`runbook explain --park`, `runbook explain with_items`."),
                 0, 0, cli->width);
        buf_add_char(&out, '\n');
    } else {
        Sv topic = joined(cli, &line->operands);
        if (!topics_tell(cli, topic, &out)) return no_topic(cli, topic, &out);
    }
    cli_out(cli, buf_sv(&out));
    return 0;
}
