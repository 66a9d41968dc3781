// Redirects, followed only if the step asks for it: RFC 9110's rules for the method, our own for
// everything else.
#include "http/http_trip.h"

static Follow refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return FOLLOW_FAIL;
}

static bool redirects(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void note(HttpTrip *trip, int status, Sv location) {
    Arena *arena = trip->call->arena;
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "status", value_int(status));
    map_add_c(&map, "url", value_string(url_text(arena, &trip->url)));
    map_add_c(&map, "location", value_string(location));
    list_add(&trip->redirects, map_done(&map));
    trip->hops++;
}

// 303 points to the result; 301 and 302 turn a POST into a GET, as in every browser; 307 and 308
// repeat the request.
static void change_method(HttpTrip *trip, int status) {
    bool read_next = status == 303 && !sv_eq_c(trip->method, "HEAD");
    bool post = (status == 301 || status == 302) && sv_eq_c(trip->method, "POST");
    if (!read_next && !post) return;
    trip->method = SV("GET");
    trip->body = (HttpBody){.kind = HTTP_BODY_NONE};
    trip->body_type = (Sv){0};
}

static Follow check_next(const HttpTrip *trip, const Url *next, HttpProblem *problem) {
    Arena *arena = trip->call->arena;
    Sv text = url_text(arena, next);
    if (trip->url.https && !next->https)
        return refuse(problem,
                      sv_format(arena, "redirected from https to %.*s, and that is not followed",
                                SV_ARG(text)),
                      SV("let the server redirect to https"));
    bool leaves = !url_same_origin(&trip->url, next);
    if (leaves && trip->body.kind != HTTP_BODY_NONE && trip->body_secret)
        return refuse(
            problem,
            sv_format(
                arena,
                "redirected to %.*s, and a body that may hold a secret is not sent to another origin",
                SV_ARG(text)),
            SV("send it there in the first place"));
    if (trip_permitted(trip, next, problem)) return FOLLOW_NEXT;
    problem->error =
        sv_format(arena, "redirected to %.*s: %.*s", SV_ARG(text), SV_ARG(problem->error));
    return FOLLOW_FAIL;
}

Follow trip_follow(HttpTrip *trip, const HttpAnswer *answer, HttpProblem *problem) {
    if (trip->params->follow == 0 || !redirects(answer->status)) return FOLLOW_NOT;
    const Sv *location = http_field(answer->headers, answer->header_count, SV("location"));
    if (!location) return FOLLOW_NOT;
    Arena *arena = trip->call->arena;
    Url next;
    UrlError error;
    if (!url_resolve(arena, &trip->url, *location, &next, &error)) {
        // What is in front of an '@' must not be in the transcript.
        bool private = sv_find_char(*location, '@', 0) != SV_NONE;
        Sv where =
            private ? SV("an address that") : sv_format(arena, "'%.*s', which", SV_ARG(*location));
        return refuse(
            problem,
            sv_format(arena, "redirected to %.*s %.*s", SV_ARG(where), SV_ARG(error.problem)),
            (Sv){0});
    }
    if (trip->hops >= trip->params->follow) {
        Sv text = url_text(arena, &next);
        const char *times = trip->params->follow == 1 ? "once" : "times";
        Sv many = trip->params->follow == 1
                      ? (Sv){0}
                      : sv_format(arena, "%lld ", (long long)trip->params->follow);
        return refuse(problem,
                      sv_format(arena, "redirected more than %.*s%s, the last time to %.*s",
                                SV_ARG(many), times, SV_ARG(text)),
                      SV("does it redirect in a circle?"));
    }
    note(trip, answer->status, url_text(arena, &next));
    change_method(trip, answer->status);
    Follow follow = check_next(trip, &next, problem);
    if (follow != FOLLOW_NEXT) return follow;
    trip->strayed = trip->strayed || !url_same_origin(&trip->url, &next);
    trip->url = next;
    trip->answer = (Sv){0};
    return FOLLOW_NEXT;
}
