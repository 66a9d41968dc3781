#include "cli/found/recorded_file.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "cli/found/runs.h"

static bool has_digest(const Cli *cli, Sv path, Sv digest) {
    Sv text;
    return digest.len > 0 && file_read(cli->arena, path, LIMIT_FILE_BYTES, &text) == FILE_OK &&
           sv_eq(sha256_text(cli->arena, sha256_of(text)), digest);
}

bool recorded_file(const Cli *cli, const RecordedRun *recorded, Sv path, Sv digest, Sv *out) {
    Arena *arena = cli->arena;
    const Sv places[] = {
        path, path_join(arena, value_field_text(recorded->started, "root", SV("")), path),
        path_join(arena, value_field_text(recorded->started, "folder", SV("")), path)};
    bool found = false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!path_real(arena, places[i]).at) continue;
        bool same = has_digest(cli, places[i], digest);
        if (same || !found) *out = runs_shown_path(arena, places[i]);
        found = true;
        if (same) return true;
    }
    return found;
}
