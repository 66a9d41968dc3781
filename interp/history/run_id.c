#include "history/run_id.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include <dirent.h>

enum {
    ID_LENGTH = 36,
    TIME_DIGITS = 12,
    TIME_BYTES = 6,
    LEAST_SHOWN = 8,
    TIME_SHOWN = TIME_DIGITS + 1 // with the hyphen
};
static const int64_t last_ms = ((int64_t)1 << 48) - 1;

bool run_is_id(Sv text) {
    if (text.len != ID_LENGTH) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        bool digit = ascii_is_hex(c) && !ascii_is_upper(c);
        if (hyphen ? c != '-' : !digit) return false;
    }
    return true;
}

static int64_t ms_of(Sv id) {
    int64_t ms = 0;
    for (size_t i = 0, digits = 0; digits < TIME_DIGITS; i++) {
        char c = id.at[i];
        if (c == '-') continue;
        ms = ms * 16 + ascii_hex_value(c);
        digits++;
    }
    return ms;
}

int64_t run_id_ns(Sv id) {
    int64_t ns;
    return __builtin_mul_overflow(ms_of(id), (int64_t)1000000, &ns) ? 0 : ns;
}

// -1 if there is none.
static int64_t newest_in(Arena *arena, Sv runs) {
    int64_t newest = -1;
    DIR *folder = opendir(sv_to_c(arena, runs));
    for (struct dirent *each; folder && (each = readdir(folder));) {
        Sv name = sv_from_c(each->d_name);
        if (run_is_id(name) && ms_of(name) > newest) newest = ms_of(name);
    }
    if (folder) closedir(folder);
    return newest;
}

bool run_id_new(Arena *arena, const Env *env, int64_t wall_ns, Sv runs, Sv *out) {
    unsigned char bytes[16];
    if (!env->random(env->self, bytes, sizeof bytes)) return false;
    int64_t ms = wall_ns / 1000000, newest = newest_in(arena, runs);
    // Otherwise a run that began after the clock was set back would sort before an older one, which
    // would then be the latest.
    if (newest >= ms && newest < last_ms) ms = newest + 1;
    for (int i = 0; i < TIME_BYTES; i++)
        bytes[i] = (unsigned char)((uint64_t)ms >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0F));
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    BUF_AUTO Buf hex = buf_new(64);
    hex_add(&hex, (Sv){(const char *)bytes, sizeof bytes});
    *out = sv_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.at, hex.at + 8, hex.at + 12,
                     hex.at + 16, hex.at + 20);
    return true;
}

// ── how it is named ──

size_t run_id_common(Sv a, Sv b) {
    size_t len = 0;
    while (len < a.len && len < b.len && a.at[len] == b.at[len])
        len++;
    return len;
}

Sv run_id_cut(Sv id, size_t shared, bool newest) {
    size_t len = newest ? TIME_SHOWN : LEAST_SHOWN;
    if (shared >= len) len = shared + 1;
    // A cut just after a hyphen reads badly.
    while (len < id.len && id.at[len - 1] == '-')
        len++;
    return sv_slice(id, 0, len);
}

Sv run_id_short(Arena *arena, Sv runs, Sv id) {
    size_t shared = 0;
    bool newest = true;
    DIR *folder = opendir(sv_to_c(arena, runs));
    for (struct dirent *each; folder && (each = readdir(folder));) {
        Sv other = sv_from_c(each->d_name);
        if (!run_is_id(other) || sv_eq(other, id)) continue;
        size_t common = run_id_common(id, other);
        if (common > shared) shared = common;
        if (sv_cmp(other, id) > 0) newest = false;
    }
    if (folder) closedir(folder);
    return run_id_cut(id, shared, newest);
}

Sv run_id_told(Arena *arena, Value started) {
    Sv root = value_field_text(started, "root", SV("")),
       id = value_field_text(started, "run", SV(""));
    return id.len == 0 ? id : run_id_short(arena, path_join(arena, root, SV(".runbook/runs")), id);
}
