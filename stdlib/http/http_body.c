// The request's body: JSON, forms, parts, text, files; and the encoding that queries share with
// forms.
#include "http/http_trip.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "base/utf8.h"
#include "url/url_parts.h"
#include "value/json.h"

#include <string.h>

static bool refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return false;
}

static void add_encoded(Buf *buf, Sv text, bool form) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (url_is_unreserved(c))
            buf_add_char(buf, (char)c);
        else if (c == ' ' && form)
            buf_add_char(buf, '+');
        else
            buf_addf(buf, "%%%02X", c);
    }
}

Sv http_encoded_pairs(Arena *arena, Pairs pairs, bool form, bool *too_long) {
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < pairs.count; i++) {
        if (i) buf_add_char(&buf, '&');
        add_encoded(&buf, pairs.items[i].name, form);
        buf_add_char(&buf, '=');
        add_encoded(&buf, pairs.items[i].text, form);
    }
    *too_long = buf.full;
    return buf_keep(&buf, arena);
}

// By its ending alone: in which charset a file is, only its author knows.
static Sv type_of_file(Sv path) {
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".json", "application/json"}, {".xml", "application/xml"},  {".html", "text/html"},
        {".csv", "text/csv"},          {".txt", "text/plain"},       {".pdf", "application/pdf"},
        {".yaml", "application/yaml"}, {".yml", "application/yaml"}, {".png", "image/png"},
        {".jpg", "image/jpeg"},        {".zip", "application/zip"},  {".gz", "application/gzip"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (sv_ends(path, sv_from_c(types[i].ending))) return sv_from_c(types[i].type);
    return SV("application/octet-stream");
}

bool trip_may_touch(const HttpTrip *trip, Sv path, HttpProblem *problem) {
    Sv reason = {0};
    if (trip->call->permitted(trip->call->self, "path", path, &reason)) return true;
    *problem = (HttpProblem){.error = reason, .denied = true};
    return false;
}

static bool make_parts(HttpTrip *trip, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    Records given = trip->params->multipart;
    const HttpPartParams *items = given.items;
    HttpPart *parts = arena_new_array(arena, HttpPart, given.count);
    for (size_t i = 0; i < given.count; i++) {
        Sv file = items[i].file;
        if (!items[i].file_given && !items[i].text_given)
            return refuse(
                problem, sv_format(arena, "the part '%.*s' has no content", SV_ARG(given.names[i])),
                SV("give it text: or file:"));
        parts[i] = (HttpPart){.name = given.names[i],
                              .text = items[i].text,
                              .file = file,
                              .filename = items[i].filename,
                              .type = items[i].type};
        if (!file.len) continue;
        if (!trip_may_touch(trip, file, problem)) return false;
        if (!parts[i].filename.len) parts[i].filename = path_name(file);
        if (!parts[i].type.len) parts[i].type = type_of_file(file);
    }
    trip->body = (HttpBody){.kind = HTTP_BODY_PARTS, .parts = parts, .part_count = given.count};
    return true;
}

static bool set_text_body(HttpTrip *trip, Sv text, Sv type) {
    trip->body = (HttpBody){.kind = HTTP_BODY_TEXT, .text = text};
    trip->body_type = type;
    return true;
}

static bool make_json(HttpTrip *trip, HttpProblem *problem) {
    BUF_AUTO Buf buf = buf_new(LIMIT_JSON_BYTES);
    if (!json_write(&buf, trip->params->json, JSON_COMPACT))
        return refuse(problem, SV("the JSON body is over the limit of 64 MiB (JSON_BYTES)"),
                      (Sv){0});
    return set_text_body(trip, buf_keep(&buf, trip->call->arena), SV("application/json"));
}

static bool make_form(HttpTrip *trip, HttpProblem *problem) {
    bool too_long;
    Sv text = http_encoded_pairs(trip->call->arena, trip->params->form, true, &too_long);
    if (too_long)
        return refuse(problem, SV("the form is over the limit of 8 MiB (TEMPLATE_BYTES)"), (Sv){0});
    return set_text_body(trip, text, SV("application/x-www-form-urlencoded"));
}

static bool tainted(Pairs pairs) {
    for (size_t i = 0; i < pairs.count; i++)
        if (pairs.items[i].taint) return true;
    return false;
}

// Trees and forms keep their taint; for plain texts only the taint of the whole step is known.
static bool may_hold_secret(const HttpTrip *trip) {
    const HttpParams *params = trip->params;
    if (params->json_given) return value_taint(params->json) != 0;
    if (params->form_given) return tainted(params->form);
    return (params->body_given || params->multipart_given) && trip->call->secret_params;
}

bool trip_body(HttpTrip *trip, HttpProblem *problem) {
    const HttpParams *params = trip->params;
    trip->body_secret = may_hold_secret(trip);
    if (params->json_given) return make_json(trip, problem);
    if (params->form_given) return make_form(trip, problem);
    if (params->multipart_given) return make_parts(trip, problem);
    if (params->body_given) {
        bool text = utf8_valid(params->body, NULL);
        return set_text_body(trip, params->body,
                             text ? SV("text/plain; charset=utf-8")
                                  : SV("application/octet-stream"));
    }
    if (!params->file_given) return true;
    if (!trip_may_touch(trip, params->file, problem)) return false;
    trip->body = (HttpBody){.kind = HTTP_BODY_FILE, .text = params->file};
    trip->body_type = type_of_file(params->file);
    return true;
}

static bool refuse_body(HttpProblem *problem, const char *why) {
    *problem =
        (HttpProblem){.error = sv_from_c(why), .hint = SV("send it as json, form, body or file")};
    return false;
}

bool trip_body_digest(HttpTrip *trip, HttpProblem *problem) {
    const HttpAuth *auth = trip_auth(trip);
    if (!auth || !auth->aws_sigv4_given) return true;
    Arena *arena = trip->call->arena;
    Sv text = trip->body.text;
    switch (trip->body.kind) {
    case HTTP_BODY_NONE: text = (Sv){0}; break;
    case HTTP_BODY_TEXT: break;
    case HTTP_BODY_FILE:
        if (file_read(arena, trip->body.text, LIMIT_EXPECTED_BYTES, &text) == FILE_OK) break;
        return refuse_body(
            problem,
            "the file that is to be signed cannot be read, or is over the limit of 16 MiB (EXPECTED_BYTES)");
    case HTTP_BODY_PARTS: return refuse_body(problem, "a body of parts cannot be signed");
    }
    trip->body_digest = sha256_of(text);
    return true;
}
