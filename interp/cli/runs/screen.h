// Shows a run: the transcript on standard output, in the runbook's order, and on a terminal a live
// area while something runs. Safe to use from several threads.
#ifndef CLI_RUNS_SCREEN_H
#define CLI_RUNS_SCREEN_H

#include "cli/ask/console.h"
#include "cli/cli.h"
#include "cli/runs/step_facts.h"

typedef struct Screen Screen;

// With `live` the live area is drawn if standard output is a terminal; else it is said what takes
// long.
Screen *screen_new(const Cli *cli, const CommandLine *line, bool live);
// Takes every event in the order in which they happen. Never fails: a reader that has gone away is
// no reason to end a run.
EventSink screen_sink(Screen *screen);
// What earlier sessions of a run that is taken up again wrote in its journal, before anything of
// this one: what is kept is shown with what was seen of it then.
void screen_recall(Screen *screen, Sv journal);
// What is known of the steps besides their events; it outlives the screen.
void screen_set_facts(Screen *screen, const StepFacts *facts);
// Where runs of the same runbook lie, its name, and which of them is this one.
void screen_set_earlier(Screen *screen, Sv runs, Sv name, Sv run);
// For the last block: where the journal lies, as a path for people.
void screen_set_journal(Screen *screen, Sv path);
void screen_set_left(Screen *screen, Value left); // as in terminal_set_left
// Whoever types at this terminal while nobody is asked is told that it is dropped.
void screen_watch_keys(Screen *screen, Console *console);
// Stops drawing while something else writes to the terminal.
void screen_hold(Screen *screen);
void screen_release(Screen *screen);
// The process ends now, whatever goes on: what is drawn anew is taken away, and nothing follows.
void screen_leave(Screen *screen);
// The events have ended without a verdict.
void screen_cut(Screen *screen, Sv reason);
// They end here because more of them are to come, as the line says.
void screen_going_on(Screen *screen, Sv where);
void screen_free(Screen *screen);

#endif
