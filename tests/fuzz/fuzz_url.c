// URLs: what is read is written so that it is read as the same again, and nothing in it can be read
// as something else.
#include "fuzz.h"
#include "http/url.h"

#include <string.h>

static void claim_plain(Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        FUZZ_CLAIM(c > 0x20 && c < 0x7f && c != '\\' && c != '#');
    }
}

static void claim_settled(Arena *arena, const Url *url) {
    Url again;
    UrlError error;
    Sv text = url_text(arena, url);
    claim_plain(text);
    FUZZ_CLAIM(url_parse(arena, text, &again, &error));
    FUZZ_CLAIM(url_same_origin(url, &again));
    FUZZ_CLAIM(sv_eq(text, url_text(arena, &again)));
    FUZZ_CLAIM(sv_find_char(url_origin(arena, url), '@', 0) == SV_NONE);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    Sv text = fuzz_text(data, size);
    Url url, base;
    UrlError error = {0};
    if (url_parse(arena, text, &url, &error))
        claim_settled(arena, &url);
    else
        FUZZ_CLAIM(error.problem.len > 0);
    FUZZ_CLAIM(url_parse(arena, SV("https://a.example:8443/b/c/d?q"), &base, &error));
    if (url_join(arena, &base, text, &url, &error)) {
        claim_settled(arena, &url);
        FUZZ_CLAIM(url_same_origin(&url, &base));
        FUZZ_CLAIM(sv_starts(url.path, SV("/b/c/d")));
    }
    if (url_resolve(arena, &base, text, &url, &error)) claim_settled(arena, &url);
    (void)url_check(arena, text, &error);
    arena_free(arena);
    return 0;
}
