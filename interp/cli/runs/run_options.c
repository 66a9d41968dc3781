#include "cli/runs/run_options.h"

RunOptions run_options(const Cli *cli, const CommandLine *line) {
    return (RunOptions){.sources = {.env = cli->env,
                                    .inputs = line->inputs.items,
                                    .input_count = line->inputs.count,
                                    .files = line->input_files.items,
                                    .file_count = line->input_files.count,
                                    .folder = line->dir,
                                    .cancel_fd = -1},
                        .select = {.only = line->only.items,
                                   .only_count = line->only.count,
                                   .skip = line->skip.items,
                                   .skip_count = line->skip.count,
                                   .from = line->from,
                                   .tags = line->tags.items,
                                   .tag_count = line->tags.count},
                        .answers = line->answers.items,
                        .answer_count = line->answers.count,
                        .as = line->as,
                        .run_dir = line->run_dir,
                        .waivers = line->waivers,
                        .locked = line->locked,
                        .partial_ok = line->partial_ok,
                        .park = line->park,
                        .signal_name = cli->signal_name};
}
