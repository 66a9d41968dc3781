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

static bool is_same(CURLU *handle, const CurlPart *part) {
    char *theirs = NULL;
    bool there = curl_url_get(handle, part->part, &theirs, CURLU_GET_EMPTY) == CURLUE_OK;
    bool same = there ? part->ours && strcmp(theirs, part->ours) == 0 : !part->ours;
    if (there) curl_free(theirs);
    return same;
}

// The name of the part that is not the same; NULL where all are.
static const char *odd_part(Arena *arena, const Url *url, CURLU *handle) {
    const CurlPart parts[] = {
        {CURLUPART_SCHEME, "scheme", url->https ? "https" : "http"},
        {CURLUPART_HOST, "host",
         url->ipv6 ? sv_format(arena, "[%.*s]", SV_ARG(url->host)).at : sv_to_c(arena, url->host)},
        {CURLUPART_PORT, "port", url_usual_port(url) ? NULL : sv_format(arena, "%u", url->port).at},
        {CURLUPART_PATH, "path", sv_to_c(arena, url->path)},
        {CURLUPART_QUERY, "query", url->has_query ? sv_to_c(arena, url->query) : NULL},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!is_same(handle, &parts[i])) return parts[i].name;
    return NULL;
}

bool curl_url_make(Arena *arena, const Url *url, CURLU **out, Sv *why) {
    // As one text, since curl_url_set writes the digits of %2F anew where it is given a part alone.
    Sv text = url_text(arena, url);
    CURLU *handle = curl_url();
    bool taken =
        handle && curl_url_set(handle, CURLUPART_URL, text.at, CURLU_PATH_AS_IS) == CURLUE_OK;
    const char *odd = taken ? odd_part(arena, url, handle) : "text";
    if (!odd) {
        *out = handle;
        return true;
    }
    curl_url_cleanup(handle);
    *why = sv_format(arena, "libcurl reads the %s of '%.*s' in another way than we do", odd,
                     SV_ARG(text));
    return false;
}
