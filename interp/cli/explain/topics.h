// `runbook explain TOPIC`, whole: what the tables of the language have (reference/), the commands
// and options, what other tools call a thing that is here (words/), and, where nothing has that
// name, the topics that speak of it.
#ifndef CLI_EXPLAIN_TOPICS_H
#define CLI_EXPLAIN_TOPICS_H

#include "cli/cli.h"

// Adds all that is known of the topic; false if there is nothing, and *out is then as it was.
bool topics_tell(const Cli *cli, Sv topic, Buf *out);
// The word of any table that is closest to a misspelled one, or empty.
Sv topics_closest(const Cli *cli, Sv topic);

#endif
