// Steps with for_each: every combination of the lists, each iteration a recorded step.
#ifndef RUN_LOOP_H
#define RUN_LOOP_H

#include "run/scene.h"

void loop_run(Worker *worker, Seat *seat, Ended *out);

#endif
