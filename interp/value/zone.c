#include "value/zone.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/num.h"
#include "base/system/file.h"

enum { MOST_BYTES = 256 * 1024, HEADER = 44 };

// ── the file format TZif, RFC 8536 ──
typedef struct Counts {
    size_t isut, isstd, leap, time, type, chars;
} Counts;

static uint64_t read_big(Sv bytes, size_t at, size_t size) {
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | (unsigned char)bytes.at[at + i];
    return number;
}

static bool read_header(Sv bytes, Counts *out) {
    if (bytes.len < HEADER || !sv_starts(bytes, SV("TZif"))) return false;
    *out = (Counts){read_big(bytes, 20, 4), read_big(bytes, 24, 4), read_big(bytes, 28, 4),
                    read_big(bytes, 32, 4), read_big(bytes, 36, 4), read_big(bytes, 40, 4)};
    // All of them are within the file, which is small, so sums of them cannot overflow.
    return out->isut < bytes.len && out->isstd < bytes.len && out->leap < bytes.len &&
           out->time < bytes.len && out->type < bytes.len && out->chars < bytes.len &&
           out->type > 0;
}

static size_t data_size(const Counts *counts, size_t time_size) {
    return counts->time * (time_size + 1) + counts->type * 6 + counts->chars +
           counts->leap * (time_size + 4) + counts->isstd + counts->isut;
}

static bool type_offset(Sv data, const Counts *counts, size_t type, int32_t *out) {
    if (type >= counts->type) return false;
    *out = (int32_t)(uint32_t)read_big(data, counts->time * 9 + type * 6, 4);
    return true;
}

// The last transition at or before the moment determines the type; before the first it is type 0.
static bool look_up(Sv data, const Counts *counts, Sv footer, int64_t at, int32_t *out) {
    size_t low = 0, high = counts->time; // transitions before `low` have happened
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((int64_t)read_big(data, middle * 8, 8) <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == counts->time && footer.len > 0) return zone_rule_offset(footer, at, out);
    if (low == 0) return type_offset(data, counts, 0, out);
    return type_offset(data, counts, (unsigned char)data.at[counts->time * 8 + low - 1], out);
}

static bool offset_in_file(Sv bytes, int64_t at, int32_t *out) {
    Counts counts;
    if (!read_header(bytes, &counts) || bytes.at[4] < '2') return false;
    // The first block has 32-bit times for old readers; a second one with 64 bits follows.
    bytes = sv_slice(bytes, HEADER + data_size(&counts, 4), bytes.len);
    if (!read_header(bytes, &counts)) return false;
    size_t size = data_size(&counts, 8);
    Sv data = sv_slice(bytes, HEADER, HEADER + size);
    if (data.len != size) return false;
    Sv footer = sv_trim(sv_slice(bytes, HEADER + size, bytes.len));
    return look_up(data, &counts, footer, at, out);
}

// A name has letters, digits and "_+-/", and cannot leave the folder.
static bool is_name(Sv zone) {
    if (zone.len == 0 || zone.len > 64 || zone.at[0] == '/') return false;
    for (size_t i = 0; i < zone.len; i++) {
        char c = zone.at[i];
        bool fine = ascii_is_word(c) || c == '+' || c == '-' || c == '/';
        if (!fine) return false;
    }
    return true;
}

static bool offset_by_name(Sv zone, int64_t at, int32_t *out) {
    if (!is_name(zone)) return false;
    Arena *arena = arena_new(4 * MOST_BYTES);
    Sv bytes, path = path_join(arena, SV("/usr/share/zoneinfo"), zone);
    bool found =
        file_read(arena, path, MOST_BYTES, &bytes) == FILE_OK && offset_in_file(bytes, at, out);
    arena_free(arena);
    return found;
}

static bool fixed_offset(Sv zone, int32_t *out) {
    bool west = sv_starts(zone, SV("-"));
    if (west || sv_starts(zone, SV("+"))) zone = sv_slice(zone, 1, zone.len);
    size_t colon = sv_find_char(zone, ':', 0);
    int64_t hours, minutes;
    if (colon == SV_NONE || colon == 0 || colon > 2 || zone.len != colon + 3) return false;
    if (!ascii_is_digit(zone.at[0]) || !ascii_is_digit(zone.at[colon + 1])) return false;
    if (!num_parse_i64(sv_slice(zone, 0, colon), &hours) || hours > 23) return false;
    if (!num_parse_i64(sv_slice(zone, colon + 1, zone.len), &minutes) || minutes > 59) return false;
    *out = (int32_t)(hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

bool zone_offset(Sv zone, int64_t at_seconds, int32_t *out) {
    if (sv_eq_c(zone, "UTC") || sv_eq_c(zone, "Z")) {
        *out = 0;
        return true;
    }
    return fixed_offset(zone, out) || offset_by_name(zone, at_seconds, out);
}
