// File operations that need care: whole reads with a ceiling, atomic writes, folders, project
// roots.
#ifndef BASE_SYSTEM_FILE_H
#define BASE_SYSTEM_FILE_H

#include "base/arena.h"
#include "base/sv.h"

typedef enum FileStatus {
    FILE_OK,
    FILE_MISSING,
    FILE_IS_FOLDER,
    FILE_TOO_LARGE,
    FILE_NOT_REGULAR, // device, socket, fifo
    FILE_DENIED,
    FILE_ERROR // errno
} FileStatus;

// The whole file, followed by a NUL byte that is not counted. On anything but FILE_OK *out is
// untouched.
MUST_USE FileStatus file_read(Arena *arena, Sv path, size_t ceiling, Sv *out);
// Calls `take` with each line of the file, without its line feed, in turn; `whole` is false for a
// last one that has none. Stops where that gives false. A line longer than `longest` is
// FILE_TOO_LARGE; the file may be as long as it likes.
typedef bool FileLine(void *self, Sv line, bool whole);
MUST_USE FileStatus file_lines(Arena *arena, Sv path, size_t longest, FileLine *take, void *self);
// The same of a file that is open, from where it stands; it stays open.
MUST_USE FileStatus file_lines_of(int fd, size_t longest, FileLine *take, void *self);
// What an errno means.
FileStatus file_status_of(int error);
// Writes a new file, syncs and renames it, so that a reader sees the old content or the new. `mode`
// as in open. If the path is not a file (a device, a pipe) it is written to and stays what it is.
// A pipe that nobody reads is waited for no longer than two seconds. A link stays one: what it
// leads to is written.
MUST_USE bool file_write_atomic(Sv path, Sv content, unsigned mode);
// Where links lead, also if nothing is there yet; empty with errno where they cannot be followed.
Sv file_behind_links(Arena *arena, Sv path);
// Appends to it, or makes it; a pipe as above.
MUST_USE bool file_append(Sv path, Sv content, unsigned mode);
// Why the errno of one of these came about, for people.
Sv file_write_error(Arena *arena, Sv path, int error);
// Writes all of it to an open file; false with errno.
MUST_USE bool file_write_all(int fd, Sv content);
// Like mkdir -p; `mode` is for the folders that are made.
MUST_USE bool file_make_folders(Sv path, unsigned mode);
// The meaning of an errno, for people
Sv file_error(Arena *arena, int error);
// The login name of the effective user, or empty if the system knows none.
Sv file_user_name(Arena *arena);
// A user for people: "ann (uid 1001)", "uid 1001".
Sv file_owner_shown(Arena *arena, unsigned uid);
// Folder of a path ("." where it has none), last part, stem (last part without its last extension).
Sv path_folder(Sv path);
Sv path_name(Sv path);
Sv path_stem(Sv path);
// folder/name, with a single slash; an absolute name stays itself; "./" is dropped.
Sv path_join(Arena *arena, Sv folder, Sv name);
// The same, where "~/x" is beneath `home`; NULL or "" = there is none.
Sv path_join_home(Arena *arena, const char *home, Sv folder, Sv name);
// The path without ".", ".." and doubled slashes, by its words alone: a/b/../c is a/c.
Sv path_tidy(Arena *arena, Sv path);
// The path resolved by realpath; a NULL view if it does not exist.
Sv path_real(Arena *arena, Sv path);
// Whether `path` (resolved) is `root` or beneath it.
bool path_beneath(Arena *arena, Sv root, Sv path);
typedef struct ProjectRoot {
    Sv path;     // absolute; a NULL view where there is none
    Sv stranger; // why the one that was found is not taken, one line: it belongs to somebody else
    Sv refused;  // that one
} ProjectRoot;
// The folder that is `given` (--root), else the nearest one at or above `folder` with .git or
// .runbook, else `folder`. One that was found counts if it and its mark belong to the caller, to
// root or to the owner of `file` (the runbook; empty = none).
ProjectRoot path_project_root(Arena *arena, Sv given, Sv folder, Sv file);

#endif
