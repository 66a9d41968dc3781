// What the writer, the one who takes a journal up again, and the reader of this room share.
#ifndef JOURNAL_JOURNAL_INTERNAL_H
#define JOURNAL_JOURNAL_INTERNAL_H

#include "base/system/digest.h"
#include "journal/journal.h"
#include <sys/stat.h>

enum { JOURNAL_DIGEST_DIGITS = 64 };

// The name of the file in the run's folder.
#define JOURNAL_FILE "journal.jsonl"

struct Journal {
    Arena *arena;   // the error's text
    Arena *scratch; // for reading a line back
    int fd;
    uint64_t next_seq;
    Hasher *hasher;
    char prev[JOURNAL_DIGEST_DIGITS + 1]; // of the last line, hex
    Buf pending;                          // added, not yet written
    bool read_only;                       // opened again, and not taken up yet
    uint64_t size;                        // bytes that are the journal: written, but for `pending`
    uint64_t synced;                      // of those, durable
    bool in_question;                     // … and it cannot be found out: a sync has failed, or
                                          // somebody changed the file
    uint64_t found;                       // bytes the file had when it was opened again
    const char *path;                     // of the file
    Sv folder;                            // the folder it is in; not owned
    mode_t folder_mode;                   // of that
    bool failed;
    Sv error;
};

// A journal that writes to this file, from its first event on.
Journal *journal_begin(Arena *arena, int fd, Sv folder, mode_t folder_mode);
// fsync or fdatasync, to its end: 0, or -1 with errno.
int journal_wait_for_disk(int fd, int (*sync)(int fd));
// Nothing is written any more. Always false.
bool journal_fail(Journal *journal, const char *what, int error);

// Reads the file from where it stands, as journal_read does; it stays open.
MUST_USE bool journal_read_open(Arena *arena, int fd, Sv path, EventSink sink, EventParts parts,
                                JournalProblem *out);

// Lines with zeros in them, and all that stands behind the first of these.
typedef struct JournalHole JournalHole;
JournalHole *journal_hole_new(Arena *arena);
void journal_hole_free(JournalHole *hole);
// A line behind it. False once it is damage.
bool journal_hole_take(JournalHole *hole, Sv line);
// Whether the lines before it have to be told as well, from the first of the file on: a FileLine.
bool journal_hole_asks(const JournalHole *hole);
bool journal_hole_before(void *self, Sv line, bool whole);
// Whether a loss of power can have left it: then nothing that acted is missing.
bool journal_hole_is_torn(const JournalHole *hole);

typedef enum JournalLock {
    JOURNAL_LOCK_HELD,
    JOURNAL_LOCK_BUSY, // somebody else has it
    JOURNAL_LOCK_NONE  // this file system keeps no locks; errno
} JournalLock;

// Takes the lock that says that the file is being written, within so many milliseconds.
JournalLock journal_lock(int fd, int patience_ms);

#endif
