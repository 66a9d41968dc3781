// URLs: what is read is written so that it is read as the same again, and nothing in it can be read
// as something else.
#include "drivers/http/http_line.h"
#include "fuzz.h"
#include "late/late.h"
#include "url/url.h"

#include <string.h>

#ifndef CURLU_GET_EMPTY
#define CURLU_GET_EMPTY 0
#endif

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

static Sv part_of(Arena *arena, CURLU *handle, CURLUPart part, unsigned flags) {
    char *text = NULL;
    if (curl_url_get(handle, part, &text, flags) != CURLUE_OK) return (Sv){0};
    Sv copy = sv_copy(arena, sv_from_c(text));
    curl_free(text);
    return copy;
}

static Sv place_by(Arena *arena, CURLU *handle) {
    return sv_format(arena, "%.*s:%.*s", SV_ARG(part_of(arena, handle, CURLUPART_HOST, 0)),
                     SV_ARG(part_of(arena, handle, CURLUPART_PORT, CURLU_DEFAULT_PORT)));
}

// What we take, libcurl reads in the same way, of our parts and of the text itself.
static void claim_agreed(Arena *arena, Sv text, const Url *url) {
    CURLU *handle = curl_url();
    Sv why;
    Url before = *url;
    before.path = SV("/before");
    before.has_query = false;
    FUZZ_CLAIM(curl_url_fill(arena, handle, &before, &why));
    FUZZ_CLAIM(curl_url_fill(arena, handle, url, &why));
    FUZZ_CLAIM(sv_eq(part_of(arena, handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT | CURLU_GET_EMPTY),
                     url_text(arena, url)) ||
               url->query.len == 0);
    FUZZ_CLAIM(sv_eq(place_by(arena, handle), url_address(arena, url)));
    Sv ours = place_by(arena, handle);
    CURLU *plain = curl_url();
    if (curl_url_set(plain, CURLUPART_URL, sv_to_c(arena, text), CURLU_PATH_AS_IS) == CURLUE_OK)
        FUZZ_CLAIM(sv_eq_nocase(place_by(arena, plain), ours));
    curl_url_cleanup(plain);
    curl_url_cleanup(handle);
}

// A password that libcurl finds is one that we hide.
static void claim_hidden(Arena *arena, Sv text) {
    const char *c = sv_to_c(arena, text);
    if (!c) return;
    CURLU *handle = curl_url();
    bool read = curl_url_set(handle, CURLUPART_URL, c, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    Sv theirs = read ? part_of(arena, handle, CURLUPART_PASSWORD, 0) : (Sv){0};
    curl_url_cleanup(handle);
    if (theirs.len == 0) return;
    Sv ours = url_split(text, URL_NEARLY).password;
    FUZZ_CLAIM(sv_find(ours, theirs, 0) != SV_NONE);
}

// Every part is a piece of the text, and the parts stand in their order.
static void claim_pieces(Sv text, UrlLeniency leniency) {
    UrlParts parts = url_split(text, leniency);
    Sv pieces[] = {parts.scheme, parts.user, parts.password, parts.host,
                   parts.port,   parts.path, parts.query,    parts.fragment};
    const char *at = text.at;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        if (pieces[i].len == 0) continue;
        FUZZ_CLAIM(pieces[i].at >= at && pieces[i].at + pieces[i].len <= text.at + text.len);
        at = pieces[i].at + pieces[i].len;
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    Arena *arena = arena_new(FUZZ_ARENA);
    LateFailure missing;
    FUZZ_CLAIM(late_load(LATE_CURL, &missing));
    Sv text = fuzz_text(data, size);
    Url url, base;
    UrlError error = {0};
    if (url_parse(arena, text, &url, &error)) {
        claim_settled(arena, &url);
        claim_agreed(arena, text, &url);
    } else {
        FUZZ_CLAIM(error.problem.len > 0);
    }
    claim_pieces(text, URL_AS_WRITTEN);
    claim_pieces(text, URL_NEARLY);
    claim_hidden(arena, text);
    FUZZ_CLAIM(url_parse(arena, SV("https://a.example:8443/b/c/d?q"), &base, &error));
    if (url_join(arena, &base, text, &url, &error)) {
        claim_settled(arena, &url);
        FUZZ_CLAIM(url_same_origin(&url, &base));
        FUZZ_CLAIM(sv_starts(url.path, SV("/b/c/d")));
        claim_agreed(arena, url_text(arena, &url), &url);
    }
    if (url_resolve(arena, &base, text, &url, &error)) {
        claim_settled(arena, &url);
        claim_agreed(arena, url_text(arena, &url), &url);
    }
    if (!url_check(arena, text, &error)) FUZZ_CLAIM(error.problem.len > 0);
    arena_free(arena);
    return 0;
}
