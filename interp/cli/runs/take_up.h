// Taking a run up again: resume, undo and abandon. Opens its journal, refuses what cannot be taken
// up, and says first what will be done.
#ifndef CLI_RUNS_TAKE_UP_H
#define CLI_RUNS_TAKE_UP_H

#include "cli/cli.h"

typedef struct TakingUp TakingUp;

// The command as a whole: RUN is the first operand. Returns the status.
int take_up_run(const Cli *cli, const CommandLine *line, Purpose purpose);
// Once the plan is loaded: what becomes of its steps. Returns 0, or the status to end with.
int take_up_prepare(TakingUp *taking, const Plan *plan);
// Says what will be done, and asks with `confirm`, which is told what was said, unless --go-on was
// given. `by`: who goes on.
bool take_up_agreed(TakingUp *taking, Sv by, const Sv *accepted, uint32_t count,
                    const Waiter *waiter,
                    bool (*confirm)(void *self, Sv words, Sv question, const Waiter *waiter),
                    void *self);

#endif
