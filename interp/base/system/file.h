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
// True if it is a file, all of it could be read, and it is UTF-8 text without NUL and ESC.
bool file_is_utf8(Arena *arena, Sv path);
// Writes a new file, syncs and renames it, so that a reader sees the old content or the new. `mode`
// as in open. If the path is not a file (a device, a pipe) it is written to and stays what it is.
MUST_USE bool file_write_atomic(Sv path, Sv content, unsigned mode);
// Writes all of it to an open file; false with errno.
MUST_USE bool file_write_all(int fd, Sv content);
// Like mkdir -p; `mode` is for the folders that are made.
MUST_USE bool file_make_folders(Sv path, unsigned mode);
// The meaning of an errno, for people
Sv file_error(Arena *arena, int error);
// The login name of the effective user, or empty if the system knows none.
Sv file_user_name(Arena *arena);
// Folder of a path ("." where it has none), last part, stem (last part without its last extension).
Sv path_folder(Sv path);
Sv path_name(Sv path);
Sv path_stem(Sv path);
// folder/name, with a single slash; an absolute name stays itself; "./" is dropped.
Sv path_join(Arena *arena, Sv folder, Sv name);
// The path without ".", ".." and doubled slashes, by its words alone: a/b/../c is a/c.
Sv path_tidy(Arena *arena, Sv path);
// The path resolved by realpath; a NULL view if it does not exist.
Sv path_real(Arena *arena, Sv path);
// Whether `path` (resolved) is `root` or beneath it.
bool path_beneath(Arena *arena, Sv root, Sv path);
// The project root, absolute: the folder that is `given` (--root), else the nearest one at or above
// `folder` with .git or .runbook, else `folder`. NULL view where it does not exist.
Sv path_project_root(Arena *arena, Sv given, Sv folder);

#endif
