#include "spec/used_file.h"

void used_files_add(UsedFiles *files, UsedFile file) {
    for (uint32_t i = 0; i < files->count; i++) {
        const UsedFile *known = &files->items[i];
        if (sv_eq(known->path, file.path) && sv_eq(known->as, file.as) &&
            sv_eq(known->digest, file.digest))
            return;
    }
    arena_grow(files->arena, files->items, files->count, files->capacity);
    files->items[files->count++] = file;
}
