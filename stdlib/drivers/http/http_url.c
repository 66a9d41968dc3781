// From our reading of a URL to libcurl's, held against each other part by part: two readers that
// differ send a request to another place than was asked about.
#include "drivers/http/http_line.h"

#include <string.h>

// Newer versions tell "/x?" from "/x" only where they are asked to.
#ifndef CURLU_GET_EMPTY
#define CURLU_GET_EMPTY 0
#endif

typedef struct CurlPart {
    CURLUPart part;
    const char *name;
    const char *ours; // NULL = there is none
} CurlPart;

enum { OF_ORIGIN = 3, OF_URL = 5 };

static void take_parts(Arena *arena, const Url *url, CurlPart parts[OF_URL]) {
    const CurlPart all[OF_URL] = {
        {CURLUPART_SCHEME, "scheme", url->https ? "https" : "http"},
        {CURLUPART_HOST, "host",
         url->ipv6 ? sv_format(arena, "[%.*s]", SV_ARG(url->host)).at : sv_to_c(arena, url->host)},
        {CURLUPART_PORT, "port", url_usual_port(url) ? NULL : url_port(arena, url).at},
        {CURLUPART_PATH, "path", sv_to_c(arena, url->path)},
        {CURLUPART_QUERY, "query", url->has_query ? sv_to_c(arena, url->query) : NULL},
    };
    memcpy(parts, all, sizeof all);
}

static bool is_same(CURLU *handle, const CurlPart *part) {
    char *theirs = NULL;
    bool there = curl_url_get(handle, part->part, &theirs, CURLU_GET_EMPTY) == CURLUE_OK;
    bool same = there ? part->ours && strcmp(theirs, part->ours) == 0 : !part->ours;
    if (there) curl_free(theirs);
    return same;
}

// The first part that is not the same; `to` where all are.
static size_t odd_part(CURLU *handle, const CurlPart *parts, size_t from, size_t to) {
    while (from < to && is_same(handle, &parts[from]))
        from++;
    return from;
}

// The path and the query alone, at an origin that the handle has. curl_url_set would write the
// digits of %2F anew, so only what has none of them is set this way.
static bool set_target(CURLU *handle, const Url *url, const CurlPart *parts) {
    if (sv_find_char(url->path, '%', 0) != SV_NONE || sv_find_char(url->query, '%', 0) != SV_NONE)
        return false;
    for (size_t i = OF_ORIGIN; i < OF_URL; i++)
        if (curl_url_set(handle, parts[i].part, parts[i].ours, 0) != CURLUE_OK) return false;
    return true;
}

static bool set_text(Arena *arena, CURLU *handle, const Url *url) {
    return curl_url_set(handle, CURLUPART_URL, url_text(arena, url).at, CURLU_PATH_AS_IS) ==
           CURLUE_OK;
}

bool curl_url_fill(Arena *arena, CURLU *handle, const Url *url, Sv *why) {
    CurlPart parts[OF_URL];
    take_parts(arena, url, parts);
    bool at_home = odd_part(handle, parts, 0, OF_ORIGIN) == OF_ORIGIN;
    bool by_parts = at_home && set_target(handle, url, parts);
    bool taken = by_parts || set_text(arena, handle, url);
    size_t odd = taken ? odd_part(handle, parts, by_parts ? OF_ORIGIN : 0, OF_URL) : 0;
    if (odd == OF_URL) return true;
    *why = sv_format(arena, "libcurl reads the %s of '%.*s' in another way than we do",
                     taken ? parts[odd].name : "text", SV_ARG(url_text(arena, url)));
    return false;
}
