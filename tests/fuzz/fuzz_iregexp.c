// I-Regexp: what is taken is a regular expression that PCRE2 takes as well. The first line is the
// pattern, the rest a text.
#include "base/limits.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "match/iregexp.h"
#include "match/regex.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv rest = fuzz_text(data, size), pattern = {0}, why = {0};
    sv_next_line(&rest, &pattern);
    BUF_AUTO Buf translated = buf_new(LIMIT_STRING_BYTES);
    const char *error = NULL;
    size_t at = 0;
    if (utf8_valid(pattern, NULL)) {
        bool taken = iregexp_translate(&translated, pattern, true, &error, &at);
        FUZZ_CLAIM(taken || (error != NULL && at <= pattern.len));
        Regex *regex = taken ? regex_compile(arena, buf_sv(&translated), &why, &at) : NULL;
        // Only its size may be too much for PCRE2.
        FUZZ_CLAIM(!taken || regex != NULL || sv_find(why, SV("too l"), 0) != SV_NONE ||
                   sv_find(why, SV("too big"), 0) != SV_NONE);
        if (regex != NULL) regex_search(regex, rest, 0, NULL, NULL);
    }
    arena_free(arena);
    return 0;
}
