#include "base/utf8.h"
#include "value/json.h"

static bool starts_nocase(Sv text, Sv prefix) {
    return sv_eq_nocase(sv_slice(text, 0, prefix.len), prefix);
}

static bool is_binary(Sv text) {
    Sv start = sv_slice(text, 0, 512);
    size_t bad;
    for (size_t i = 0; i < start.len; i++) {
        unsigned char c = (unsigned char)start.at[i];
        if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b) return true;
    }
    // A character that is cut at 512 bytes means nothing.
    return !utf8_valid(start, &bad) && start.len - bad > 3;
}

// Several JSON values, one on each line: the first line is complete by itself.
static bool is_lines(Sv text) {
    Sv line;
    return sv_next_line(&text, &line) && sv_trim(text).len > 0 && line.len > 1 &&
           json_well_formed(line);
}

const char *json_looks_like(Sv text) {
    if (sv_starts(text, SV("\x1f\x8b"))) return "gzip-compressed data";
    if (sv_starts(text, SV("\xff\xfe")) || sv_starts(text, SV("\xfe\xff"))) return "UTF-16 text";
    if (sv_starts(text, SV("\xEF\xBB\xBF"))) text = sv_slice(text, 3, text.len);
    text = sv_trim(text);
    if (text.len == 0) return "empty";
    if (is_binary(text)) return "binary";
    if (starts_nocase(text, SV("<!doctype html")) || starts_nocase(text, SV("<html")) ||
        starts_nocase(text, SV("<head")) || starts_nocase(text, SV("<body")))
        return "HTML";
    if (sv_starts(text, SV("<"))) return "XML";
    if (sv_starts(text, SV("---"))) return "YAML";
    if (text.at[0] == '{' || text.at[0] == '[')
        return is_lines(text) ? "several JSON values, one a line" : "malformed JSON";
    return "plain text";
}
