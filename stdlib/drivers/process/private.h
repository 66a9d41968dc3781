// Files that only one command may read, in a folder of their own (0700), held in memory if the
// system has such a place. No name contains any of the content. Made and removed by the process
// that watches over the command, so that a runner that is killed leaves nothing; what is left where
// that one and its guard were killed too is removed by the next.
#ifndef STDLIB_DRIVERS_PROCESS_PRIVATE_H
#define STDLIB_DRIVERS_PROCESS_PRIVATE_H

#include "base/sv.h"

// A text that becomes such a file. Its path is put behind what already stands at that place.
typedef struct PrivateFile {
    Sv name; // of the file, without '/'
    Sv content;
    bool argument; // the place is an argument of the command, else an entry of its environment
    size_t index;
} PrivateFile;

// The variables of the runner by which places are chosen.
#define PRIVATE_PLACES "XDG_RUNTIME_DIR", "TMPDIR"

enum { PRIVATE_PATH = 1024 };

// Makes a folder in $XDG_RUNTIME_DIR, /dev/shm, $TMPDIR or /tmp, whichever works first, and returns
// a descriptor of it, by whose lock others see that it is in use; -1 if no place works (errno).
// `path` (PRIVATE_PATH bytes) holds where it is going to be before it is there; empty = nowhere.
int private_folder_make(char *path);
// Makes a file (0600) with this content; false if it cannot be written (errno).
MUST_USE bool private_file_make(int folder, const char *name, Sv content);
// Removes the folder and the files in it; empties `path`.
void private_folder_remove(char *path);
// Removes those of this user that nobody holds any more, from the place where one would be made.
void private_folders_clear(void);

#endif
