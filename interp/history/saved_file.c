#include "history/saved_file.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"

// A name is a path beneath the folder, whatever a journal says.
static bool is_beneath(Sv name) {
    return sv_starts(name, SV("saved/")) && sv_find(name, SV(".."), 0) == SV_NONE;
}

Sv saved_file_problem(Arena *arena, Sv home, Value saved) {
    Sv name = value_field_text(saved, "file", SV("")), bytes;
    if (!is_beneath(name)) return sv_format(arena, "'%.*s' is no file of a run", SV_ARG(name));
    FileStatus status =
        file_read(arena, path_join(arena, home, name), LIMIT_HTTP_BODY_BYTES, &bytes);
    if (status == FILE_MISSING)
        return sv_format(arena, "'%.*s' is not there any more", SV_ARG(name));
    if (status != FILE_OK && status != FILE_TOO_LARGE)
        return sv_format(arena, "'%.*s' cannot be read", SV_ARG(name));
    Sv digest = value_field_text(saved, "digest", SV(""));
    if (status == FILE_OK && sv_eq(sha256_text(arena, sha256_of(bytes)), digest)) return (Sv){0};
    return sv_format(arena, "'%.*s' is not as it was kept", SV_ARG(name));
}
