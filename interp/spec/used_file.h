// Files that take part in what a step does and do not belong to the runbook, since a step may have
// made them: read when they are used, with the digest of the very bytes that were.
#ifndef SPEC_USED_FILE_H
#define SPEC_USED_FILE_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct UsedFile {
    Sv path;      // absolute
    Sv as;        // "statement", "body", "part report"
    Sv digest;    // sha256:…
    int64_t size; // bytes
} UsedFile;

typedef struct UsedFiles {
    Arena *arena;
    UsedFile *items;
    uint32_t count, capacity;
} UsedFiles;

// Adds it unless the same bytes of it are there for the same use. Texts must live as long as the
// list.
void used_files_add(UsedFiles *files, UsedFile file);

#endif
