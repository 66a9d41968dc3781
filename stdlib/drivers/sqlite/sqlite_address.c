// Addresses of SQLite: sqlite:PATH, and the file that one leads to.
#include "drivers/sqlite/sqlite_driver.h"

#include "base/system/file.h"

static bool refuse(Sv *error, Sv *hint, Sv reason, Sv what) {
    *error = reason;
    *hint = what;
    return false;
}

bool sqlite_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    (void)arena;
    Sv path = sv_slice(address, 7, address.len);
    if (path.len == 0)
        return refuse(error, hint, SV("'sqlite:' names no file"), SV("sqlite:data/app.db"));
    if (sv_starts(path, SV("//")) && !sv_starts(path, SV("///")))
        return refuse(error, hint, SV("'sqlite://' would need a host, which SQLite does not have"),
                      SV("write sqlite:data/app.db, or sqlite:/srv/app.db for an absolute path"));
    return true;
}

bool sqlite_is_memory(Sv path) {
    return sv_eq_c(path, ":memory:");
}

static Sv path_of(Sv address) {
    Sv path = sv_slice(address, 7, address.len);
    return sv_starts(path, SV("///")) ? sv_slice(path, 2, path.len) : path;
}

// Of a file that is not there the folder counts.
Sv sqlite_file(Arena *arena, Sv address, Sv folder) {
    Sv path = path_of(address);
    if (sqlite_is_memory(path)) return path;
    Sv joined = path_join(arena, folder, path), real = path_real(arena, joined);
    if (real.at) return real;
    Sv above = path_real(arena, path_folder(joined));
    return above.at ? path_join(arena, above, path_name(joined)) : joined;
}

// As it is written, unless links or `..` lead elsewhere.
Sv sqlite_show(Arena *arena, Sv address, Sv folder) {
    Sv path = path_of(address), file = sqlite_file(arena, address, folder);
    Sv above = path_real(arena, folder.len ? folder : SV("."));
    bool straight = sqlite_is_memory(path) || sv_eq(path_join(arena, above, path), file);
    return straight ? address : sv_format(arena, "sqlite:%.*s", SV_ARG(file));
}

TextList sqlite_places(Arena *arena, Sv address, Sv folder) {
    TextList places = {0};
    Sv file = sqlite_file(arena, address, folder);
    if (!sqlite_is_memory(file))
        text_list_add(arena, &places, sv_format(arena, "sqlite:%.*s", SV_ARG(file)));
    return places;
}

// A file is read by nobody in between.
void sqlite_cautions(Arena *arena, const SqlConnection *connection, Cautions *out) {
    (void)arena, (void)connection, (void)out;
}
