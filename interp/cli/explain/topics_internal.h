// The parts of an explanation that know commands, options and words of other tools.
#ifndef CLI_EXPLAIN_TOPICS_INTERNAL_H
#define CLI_EXPLAIN_TOPICS_INTERNAL_H

#include "cli/explain/topics.h"

// Under its own name: a topic of the language, a command, an option.
bool topics_tell_own(const Cli *cli, Sv topic, Buf *out);
bool topics_tell_command(const Cli *cli, Sv topic, Buf *out);
bool topics_tell_option(const Cli *cli, Sv topic, Buf *out);
// What other tools call it, and what that is here. `known`: it is a topic of ours as well, so that
// only what leads elsewhere is told.
bool topics_tell_other(const Cli *cli, Sv topic, bool known, Buf *out);

#endif
