// Runs a fuzz target over files and the files of folders: its corpus as a regression test.
#include "base/system/file.h"
#include "fuzz.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_BYTES = 1 << 20, INPUTS_MOST = 10000 };

// An exact copy on the heap, so that a sanitizer sees a read beyond its end.
static bool replay_file(Sv path) {
    Arena *arena = arena_new(INPUT_BYTES * 2);
    Sv text = {0};
    bool good = file_read(arena, path, INPUT_BYTES, &text) == FILE_OK;
    if (good) {
        Arena *copy = arena_new(INPUT_BYTES * 2);
        LLVMFuzzerTestOneInput(arena_copy(copy, text.at, text.len), text.len);
        arena_free(copy);
    } else {
        fprintf(stderr, "cannot read %.*s\n", SV_ARG(path));
    }
    arena_free(arena);
    return good;
}

static bool is_input(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

// Adds the number of inputs; false where one cannot be read.
static bool replay(const char *path, int *inputs) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        ++*inputs;
        return replay_file(sv_from_c(path));
    }
    Arena *arena = arena_new(INPUT_BYTES);
    bool good = true;
    for (struct dirent *entry = readdir(dir); entry != NULL && *inputs < INPUTS_MOST;
         entry = readdir(dir)) {
        if (!is_input(entry)) continue;
        ++*inputs;
        good = replay_file(path_join(arena, sv_from_c(path), sv_from_c(entry->d_name))) && good;
    }
    closedir(dir);
    arena_free(arena);
    return good;
}

int main(int count, char **arguments) {
    int inputs = 0;
    bool good = true;
    for (int i = 1; i < count; i++)
        good = replay(arguments[i], &inputs) && good;
    printf("%d inputs\n", inputs);
    return good && inputs > 0 ? 0 : 1;
}
