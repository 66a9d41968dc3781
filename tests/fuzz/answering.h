// A server on loopback that says what a fuzz target gives it: to who connects first a greeting when
// that one says something, the answer when it says more, and then the end. Whoever else connects
// (to cancel) hears nothing.
#ifndef TESTS_FUZZ_ANSWERING_H
#define TESTS_FUZZ_ANSWERING_H

#include "base/sv.h"

// The port; the server is started when it is first asked for.
int answering_port(void);
// What the next connection hears; the texts must stay until answering_rest. Without a greeting the
// answer comes first.
void answering_next(Sv greeting, Sv answer);
// Waits until that connection is closed at both ends, so that it cannot hear the next answer.
void answering_rest(void);

#endif
