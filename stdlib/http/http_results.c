// A step's results from an answer. `body` and `json` are derived from the bytes when an expression
// first reads them.
#include "base/ascii.h"
#include "common/text_json.h"
#include "http/http_text.h"
#include "http/http_trip.h"

enum {
    STATUS,
    REASON,
    HTTP_VERSION,
    URL,
    HEADERS,
    HEADER_LIST,
    COOKIES,
    COOKIE_LIST,
    BODY,
    BYTES,
    JSON,
    SIZE,
    ELAPSED,
    TIMING,
    REDIRECTS,
    REMOTE_IP,
    TLS,
    SAVED,
    ROW_COUNT
};

_Static_assert((int)ROW_COUNT == (int)HTTP_RESULT_COUNT, "http_trip.h says how many there are");
// ── made on first reading ──

static bool derive_body(Arena *arena, const Value *results, Value *out, Sv *error) {
    return http_text(arena, results[HEADER_LIST], value_text(results[BYTES]), out, error);
}

static Sv without_mark(Sv text) {
    return sv_starts(text, SV("\xEF\xBB\xBF")) ? sv_slice(text, 3, text.len) : text;
}

// What is no text is told by what it looks like.
static bool derive_json(Arena *arena, const Value *results, Value *out, Sv *error) {
    Value text = value_null();
    bool fine = derive_body(arena, results, &text, error);
    Sv whole = value_text(fine ? text : results[BYTES]);
    return text_as_json(arena, without_mark(whole), "the body", out, error) && fine;
}

// ── the table ──

const ResultField http_results[HTTP_RESULT_COUNT] = {
    [STATUS] = {.name = "status",
                .called = "the status",
                .type = "int",
                .range = "101?, 200..999",
                .doc = "The status code: `200`."},
    [REASON] = {.name = "reason",
                .type = "string",
                .doc = "The phrase behind the status; empty in HTTP/2."},
    [HTTP_VERSION] = {.name = "http_version",
                      .type = "string",
                      .range = "'1.0', '1.1', '2'",
                      .doc = "`1.0`, `1.1` or `2`."},
    [URL] = {.name = "url",
             .type = "string",
             .range = "'http://*', 'https://*'",
             .doc = "The URL that answered, after redirects."},
    [HEADERS] =
        {.name = "headers",
         .type = "map(name, string)",
         .doc =
             "Name → value: `headers['Content-Type']`, in any case of its letters. Several of one name are joined by `, `."},
    [HEADER_LIST] = {.name = "header_list",
                     .type = "list(header{name: name, value: string})",
                     .doc = "The headers one by one, as they came."},
    [COOKIES] =
        {.name = "cookies",
         .type = "map(string, string)",
         .doc =
             "The cookies that the answer sets, and the redirects to it, name → value; one that is deleted is "
             "not there."},
    [COOKIE_LIST] =
        {.name = "cookie_list",
         .type =
             "list(cookie{name: string, value: string, path: string?, domain: string?, expires: timestamp?, "
             "max_age: int?, secure: bool, http_only: bool, same_site: string?, host: string, deleted: bool})",
         .doc =
             "All of them as they were set, in order, the deleted ones too: an attribute that was not sent is null; "
             "`host` set it; `deleted` where its value is empty, or its `max_age` (else `expires`) is over already."},
    [BODY] =
        {.name = "body",
         .called = "the body",
         .type = "string",
         .derive = derive_body,
         .made_from = "bytes",
         .doc =
             "The body as text, decompressed, in the character set that its `Content-Type` says, else its XML declaration or HTML `meta`, else UTF-8; an error where a byte has no meaning there."},
    [BYTES] = {.name = "bytes", .type = "bytes", .doc = "The body's bytes, decompressed."},
    [JSON] =
        {.name = "json",
         .type = "dyn",
         .derive = derive_json,
         .made_from = "bytes",
         .same_as = "json(body)",
         .doc =
             "`body` read as JSON, whatever its content type; an error that says what it is instead."},
    [SIZE] = {.name = "size",
              .type = "int",
              .range = "0..",
              .same_as = "size(bytes)",
              .doc = "Bytes of the body, decompressed."},
    [ELAPSED] = {.name = "elapsed",
                 .type = "duration",
                 .range = "0..",
                 .doc = "From the first request to the last byte, redirects included."},
    [TIMING] =
        {.name = "timing",
         .range = "0..",
         .type =
             "timing{dns: duration, connect: duration, tls: duration, first_byte: duration, total: duration}",
         .doc =
             "Of the last request: what name look-up, connecting and TLS took (0 on a connection kept from "
             "before), and when the first and the last byte came."},
    [REDIRECTS] = {.name = "redirects",
                   .type = "list(redirect{status: int, url: string, location: string})",
                   .doc = "The redirects that were followed, in order."},
    [REMOTE_IP] =
        {.name = "remote_ip",
         .type = "string",
         .of_opening = true,
         .doc = "The address that was connected to. A step that reads it begins a new connection."},
    [TLS] =
        {.name = "tls",
         .type =
             "tls{version: string?, cipher: string?, subject: string, issuer: string, san: list(string), serial: "
             "string, not_before: timestamp, not_after: timestamp, sha256: string, verified: bool}?",
         .of_opening = true,
         .doc =
             "The server's certificate and how it was reached; null without TLS. A step that reads it begins a new "
             "connection, with a handshake of its own."},
    [SAVED] =
        {.name = "saved",
         .type = "saved{path: string, digest: string, size: int}",
         .only_with = "save",
         .not_observed = true,
         .doc = "The file that keeps the body: its path, `sha256:…` over its bytes, and how many."},
};

// ── from an answer ──

static Sv lower(Arena *arena, Sv name) {
    char *text = arena_copy(arena, name.at, name.len);
    for (size_t i = 0; i < name.len; i++)
        text[i] = ascii_lower(text[i]);
    return (Sv){text, name.len};
}

// Each name once, in the place of its first header.
static Value headers_map(Arena *arena, const HttpAnswer *answer) {
    Sv *names = arena_new_array(arena, Sv, answer->header_count);
    Sv *texts = arena_new_array(arena, Sv, answer->header_count);
    size_t count = 0;
    for (size_t i = 0; i < answer->header_count; i++) {
        Sv name = lower(arena, answer->headers[i].name), text = answer->headers[i].value;
        size_t at = 0;
        while (at < count && !sv_eq(names[at], name))
            at++;
        if (at < count)
            text = sv_format(arena, "%.*s, %.*s", SV_ARG(texts[at]), SV_ARG(text));
        else
            names[count++] = name;
        texts[at] = text;
    }
    MapBuilder map = map_builder(arena);
    for (size_t i = 0; i < count; i++)
        map_add_sv(&map, names[i], value_string(texts[i]));
    return value_marked(map_done(&map), VALUE_CASELESS);
}

static Value headers_list(Arena *arena, const HttpAnswer *answer) {
    ListBuilder list = list_builder(arena);
    for (size_t i = 0; i < answer->header_count; i++) {
        MapBuilder map = map_builder(arena);
        map_add_c(&map, "name",
                  value_marked(value_string(answer->headers[i].name), VALUE_CASELESS));
        map_add_c(&map, "value", value_string(answer->headers[i].value));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}

static Value timing_map(Arena *arena, HttpTiming timing) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "dns", value_duration_ns(timing.dns));
    map_add_c(&map, "connect", value_duration_ns(timing.connect));
    map_add_c(&map, "tls", value_duration_ns(timing.tls));
    map_add_c(&map, "first_byte", value_duration_ns(timing.first_byte));
    map_add_c(&map, "total", value_duration_ns(timing.total));
    return map_done(&map);
}

static Value elapsed(const HttpTrip *trip) {
    const Env *env = trip->call->env;
    return value_duration_ns(env->mono_ns(env->self) - trip->started_ns);
}

Value *trip_results(HttpTrip *trip, const HttpAnswer *answer) {
    Arena *arena = trip->call->arena;
    Value *results = arena_new_array(arena, Value, HTTP_RESULT_COUNT);
    results[STATUS] = value_int(answer->status);
    results[REASON] = value_string(answer->reason);
    results[HTTP_VERSION] = value_string(answer->version);
    results[URL] = value_string(url_text(arena, &trip->url));
    results[HEADERS] = headers_map(arena, answer);
    results[HEADER_LIST] = headers_list(arena, answer);
    results[COOKIES] = trip_cookies(trip);
    results[COOKIE_LIST] = trip_cookie_list(trip);
    results[BYTES] = value_bytes(answer->body);
    Sv no_text = {0};
    if (!derive_body(arena, results, &results[BODY], &no_text)) results[BODY] = value_null();
    results[SIZE] = value_int((int64_t)answer->body.len);
    results[ELAPSED] = elapsed(trip);
    results[TIMING] = timing_map(arena, answer->timing);
    results[REDIRECTS] = list_done(&trip->redirects);
    results[REMOTE_IP] = value_string(answer->remote_ip);
    results[TLS] = answer->tls;
    return results;
}

Value *trip_refused_results(HttpTrip *trip, Value tls) {
    Arena *arena = trip->call->arena;
    Value *results = arena_new_array(arena, Value, HTTP_RESULT_COUNT);
    results[URL] = value_string(url_text(arena, &trip->url));
    results[ELAPSED] = elapsed(trip);
    results[REDIRECTS] = list_done(&trip->redirects);
    results[TLS] = tls;
    return results;
}
