#include "common/save_name.h"
#include "base/ascii.h"

enum { MOST_BYTES = 100 };

static bool is_plain(char c) {
    return ascii_is_alnum(c) || c == '.' || c == '_' || c == '-';
}

// No folder, nothing hidden, nothing that a shell or a page would take for something else.
bool save_name_usable(Sv name, Arena *arena, Sv *error, Sv *hint) {
    bool good = name.len <= MOST_BYTES && !sv_starts(name, SV(".")) && !sv_starts(name, SV("-"));
    for (size_t i = 0; good && i < name.len; i++)
        good = is_plain(name.at[i]);
    if (good) return true;
    *error = sv_format(arena, "'%.*s' is no name for a file that the run keeps", SV_ARG(name));
    *hint = SV(
        "write a name without a folder, of up to 100 letters, digits, '.', '_' and '-': save: orders.json");
    return false;
}
