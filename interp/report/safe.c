#include "report/safe.h"
#include "base/ascii.h"
#include "base/utf8.h"

// "::warning file=x::" – where lines are trimmed and wrapped any word may come to begin one.
static bool begins_colon_command(Sv text, size_t at) {
    if (at + 2 >= text.len || text.at[at + 1] != ':' || !ascii_is_letter(text.at[at + 2]))
        return false;
    if (at > 0 && text.at[at - 1] != ' ' && text.at[at - 1] != '\n' && text.at[at - 1] != '\t')
        return false;
    return sv_find(text, SV("::"), at + 2) != SV_NONE;
}

// "##vso[", "##teamcity[", "##[error]"
static bool begins_hash_command(Sv text, size_t at) {
    if (at + 2 >= text.len || text.at[at + 1] != '#') return false;
    size_t end = at + 2;
    while (end < text.len && (ascii_is_letter(text.at[end]) || text.at[end] == '-'))
        end++;
    return end < text.len && text.at[end] == '[';
}

static bool add_disarmed(Buf *out, Sv text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c != ':' && c != '#') continue;
        if (!(c == ':' ? begins_colon_command(text, i) : begins_hash_command(text, i))) continue;
        buf_add(out, sv_slice(text, plain, i + 1));
        buf_addf(out, "\\x%02x", c);
        plain = i + 2;
        i++;
    }
    return buf_add(out, sv_slice(text, plain, text.len));
}

bool safe_add(Buf *out, Sv text, bool keep_lines) {
    if (sv_find_char(text, '#', 0) == SV_NONE && sv_find(text, SV("::"), 0) == SV_NONE)
        return utf8_add_shown(out, text, keep_lines);
    BUF_AUTO Buf shown = buf_new((size_t)4 * text.len + 64);
    return utf8_add_shown(&shown, text, keep_lines) && add_disarmed(out, buf_sv(&shown));
}
