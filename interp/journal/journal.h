// The journal: one append-only file for each run, its lines chained by SHA-256. docs/JOURNAL.md
// says what it promises.
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "event/event.h"

typedef struct Journal Journal;

// The format of the lines; run_started names it.
enum { JOURNAL_FORMAT = 1 };

// Makes the file (0600, O_EXCL), durably, and the folder (0700) where it is not there; one that is
// keeps its mode, and where its group may write to it the journal is that group's as well (0660).
// The file is locked until it is closed. NULL with *error.
Journal *journal_create(Arena *arena, Sv folder, Sv *error);
// Numbers the event and appends it. run_ended gets a seal, since no later line pins it. Events that
// are EVENT_DURABLE are synced, except ends of steps that cannot have changed anything. Returns
// false from the first failure on; journal_error says why.
MUST_USE bool journal_append(Journal *journal, const Event *event);
// journal_append in two parts: adding takes the event into the chain, flushing writes all that was
// added. An event over LIMIT_EVENT_BYTES is not taken, and nothing else has happened: *too_long is
// then set, and a shorter one may follow. One that would not be read back as it was fails.
MUST_USE bool journal_add(Journal *journal, const Event *event, bool *too_long);
MUST_USE bool journal_flush(Journal *journal);
// Flushes and syncs. Also false if the file was meanwhile removed or changed.
MUST_USE bool journal_sync(Journal *journal);
// journal_sync in three parts, so that one thread can wait for the disk while others add and flush:
// what all of them wrote until it began lasts with it. Only the waiting may be done beside other
// calls.
typedef struct JournalSync {
    int fd;
    uint64_t upto; // bytes that will be durable
    int error;     // errno; 0 = none
} JournalSync;
MUST_USE bool journal_sync_begin(Journal *journal, JournalSync *sync);
void journal_sync_wait(JournalSync *sync);
MUST_USE bool journal_sync_end(Journal *journal, const JournalSync *sync);
// Bytes that are in the file, and whether so many are durable.
uint64_t journal_written(const Journal *journal);
bool journal_lasts(const Journal *journal, uint64_t upto);
// Once a write has failed: makes durable what was written before it, where that can still be done,
// so that journal_lasts tells it.
void journal_salvage(Journal *journal);
// Whether this event must be durable before anything that depends on it happens.
bool journal_must_last(const Event *event);
Sv journal_error(const Journal *journal);
// What this file system cannot guarantee, one line; empty if it keeps what was synced.
Sv journal_caveat(const Journal *journal);
// That others can write to the folder it lies in, one line; empty if they cannot.
Sv journal_exposed(const Journal *journal, Arena *arena);
// The open file, which holds the lock: whoever is handed it holds the lock as well, so that a run
// that was killed counts as running until its commands have ended.
int journal_descriptor(const Journal *journal);
void journal_close(Journal *journal);

// Reading and verifying.
typedef struct JournalProblem {
    bool intact;        // chain, sequence and form hold
    bool torn;          // the only problem is a last line that was cut off
    bool newer;         // a newer version wrote it, in a form that is not known here
    bool sealed;        // it ends with run_ended
    uint64_t events;    // that are good
    uint64_t line;      // of the first problem, counted from 1; 0 = none
    Sv message;         // what is wrong there, one line
    Sv digest;          // SHA-256 of the last good line, in hex, to be pinned by an outsider
    uint64_t bytes;     // of the good lines
    uint32_t sessions;  // processes that wrote it, one after the other
    uint32_t seals;     // how many of them ended it with run_ended
    Sv verdict;         // of the last run_ended, also where a session follows; empty = none
    int64_t mono_ns;    // of the last good event
    int64_t elapsed_ns; // of all sessions, each from its first to its last good event
} JournalProblem;

// What one that is not intact is, behind "it is": "damaged at line 3: …", "of a newer version: …".
Sv journal_problem_words(Arena *arena, const JournalProblem *read);

// Adds the end of a run_ended line: ,"seal":"<64 hex digits>"}. `before` is the line up to there.
void journal_add_seal(Buf *out, Sv before);

typedef enum JournalBound { JOURNAL_BOUND, JOURNAL_BROKEN, JOURNAL_UNREADABLE } JournalBound;

// Whether each line holds the digest of the one before it, and the last one its seal. Works on the
// text alone, so that many journals can be checked quickly; says nothing about what the events
// mean. *line is the first line that does not fit; *sessions how often the run was begun or taken
// up again.
JournalBound journal_bound(Arena *arena, Sv path, uint64_t *line, uint32_t *sessions);

// Passes every good event to the sink and stops at the first problem. False if the file cannot be
// read (out->message).
MUST_USE bool journal_read(Arena *arena, Sv path, EventSink sink, JournalProblem *out);
// The same for who needs only parts of it: the chain tells that the rest is as it was written, and
// not that it could be read.
MUST_USE bool journal_read_parts(Arena *arena, Sv path, EventSink sink, EventParts parts,
                                 JournalProblem *out);
// Whether a process writes it at this moment, or a command of such a one is left. False also where
// that cannot be known: no such file, no permission, a file system without locks.
bool journal_running(Arena *arena, Sv path);

// Taking a journal up again, by another process than the one that began it.
typedef struct JournalTail {
    bool running;        // somebody writes it, or a command of its run is left: it was not opened
    JournalProblem read; // what was found; `intact` or `torn` where it was opened
    uint64_t cut;        // bytes of a torn last line, which journal_take_up cuts off; 0 = none
} JournalTail;

// Opens the journal in this folder to go on with it: locks it (a killed run's commands are waited
// for, three seconds), then reads it as journal_read_parts does, with all checks, so that the
// history comes out of `sink` in the same pass. Changes nothing. NULL with *error where it is not
// there, is being written, is damaged, holds no whole event, or is somebody else's: it must be the
// caller's, or its group may write to it. What it ends with (tail->read.verdict) is for the caller
// to judge.
Journal *journal_open_again(Arena *arena, Sv folder, EventSink sink, EventParts parts,
                            JournalTail *tail, Sv *error);
// Cuts a torn last line off, durably. Before this nothing can be added; afterwards the chain goes
// on with run_resumed. False: journal_error.
MUST_USE bool journal_take_up(Journal *journal);

#endif
