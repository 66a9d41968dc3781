// The journal: one append-only file for each run, its lines chained by SHA-256. docs/JOURNAL.md
// says what it promises.
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "event/event.h"

typedef struct Journal Journal;

// The form of the lines, as run_started says it.
enum { JOURNAL_FORMAT = 1 };

// Makes the folder (0700) and the file (0600, O_EXCL), both durable. NULL with *error.
Journal *journal_create(Arena *arena, Sv folder, Sv *error);
// Gives the event its number and appends it; run_ended, which has no line behind it that would pin
// it, gets a seal. EVENT_DURABLE ones are synced; of the ends of steps
// only those of steps that may have changed something. False from the first failure on, with
// journal_error.
bool journal_append(Journal *journal, const Event *event);
// The same in two: adding takes the event into the chain, flushing writes all that was added.
bool journal_add(Journal *journal, const Event *event);
bool journal_flush(Journal *journal);
// Flushes, and makes all of it durable. False also where the file was removed or changed meanwhile.
bool journal_sync(Journal *journal);
// Whether this event must be durable before anything follows from it.
bool journal_must_last(const Event *event);
Sv journal_error(const Journal *journal);
// What this file system cannot promise, one line; empty where it can keep what was synced.
Sv journal_caveat(const Journal *journal);
uint64_t journal_next_seq(const Journal *journal);
void journal_close(Journal *journal);

// Reading and verifying.
typedef struct JournalProblem {
    bool intact;     // chain, sequence and form hold
    bool torn;       // only the last line is cut off
    bool sealed;     // ends with run_ended
    uint64_t events; // good ones
    uint64_t line;   // of the first problem, from 1; 0 = none
    Sv message;      // what is wrong there, one line
    Sv digest;       // SHA-256 of the last good line, hex: what an outsider can pin
} JournalProblem;

// What stands at the end of a run_ended line: ,"seal":"<64 hex digits>"}. `before` is the line up
// to there.
void journal_add_seal(Buf *out, Sv before);

// Whether each line holds the digest of the one before it, and the last one its seal: read as text
// alone, so that many can be looked at. Says nothing of what the events mean. False with the number
// of the first line that does not fit.
bool journal_bound(Sv text, uint64_t *line);

// Hands every good event to the sink, stops at the first problem. False where the file cannot be
// read (*out.message).
bool journal_read(Arena *arena, Sv path, EventSink sink, JournalProblem *out);

#endif
