// Which parts of a file no diagnostic may quote: what holds a secret's value, or may hold it since
// something near it is misspelled. Says so to the source (diag/source.h), and to nobody else.
#ifndef PLAN_READ_SECRET_PARTS_H
#define PLAN_READ_SECRET_PARTS_H

#include "plan/plan.h"

// Of a runbook: defaults and choices of secret inputs, credentials that are written in it, and what
// stands under `secrets` although a value never belongs there. `root` is NULL where the text could
// not be read as YAML.
void secret_parts_of_runbook(Arena *arena, Source *source, const Node *root,
                             const WrittenSecrets *written);
// Of a file of inputs: everything but the values of inputs that are not secret.
void secret_parts_of_inputs(Arena *arena, Source *source, const Node *root, const Runbook *runbook);

#endif
