#include "cli/run_options.h"

RunOptions run_options(const Cli *cli, const CommandLine *line) {
    return (RunOptions){.env = cli->env,
                        .inputs = line->inputs.items,
                        .input_count = line->inputs.count,
                        .input_files = line->input_files.items,
                        .input_file_count = line->input_files.count,
                        .answers = line->answers.items,
                        .answer_count = line->answers.count,
                        .as = line->as,
                        .folder = line->dir,
                        .run_dir = line->run_dir,
                        .only = line->only.items,
                        .only_count = line->only.count,
                        .skip = line->skip.items,
                        .skip_count = line->skip.count,
                        .from = line->from,
                        .tags = line->tags.items,
                        .tag_count = line->tags.count,
                        .waivers = line->waivers,
                        .locked = line->locked,
                        .partial_ok = line->partial_ok,
                        .cancel_fd = -1,
                        .signal_name = cli->signal_name};
}
