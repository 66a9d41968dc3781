// The cookies set by a step's answers, those of followed redirects first.
#include "http/http_trip.h"

void trip_take_cookies(HttpTrip *trip, const HttpAnswer *answer) {
    const Env *env = trip->call->env;
    Arena *arena = trip->call->arena;
    int64_t now = env->stamp(env->self).wall_ns / 1000000000;
    for (size_t i = 0; i < answer->header_count; i++) {
        Cookie cookie;
        if (!sv_eq_nocase(answer->headers[i].name, SV("set-cookie")) ||
            !cookie_parse(arena, answer->headers[i].value, &trip->url, now, &cookie))
            continue;
        trip_keep_take(trip, &cookie, now);
        arena_grow(arena, trip->cookies, trip->cookie_count, trip->cookie_capacity);
        trip->cookies[trip->cookie_count++] = cookie;
    }
}

// What makes two cookies the same to a browser.
static bool same(const Cookie *a, const Cookie *b) {
    Sv left = a->domain.len ? a->domain : a->host, right = b->domain.len ? b->domain : b->host;
    return sv_eq(a->name, b->name) && sv_eq(left, right) && sv_eq(a->scope, b->scope);
}

static bool is_replaced(const HttpTrip *trip, size_t at) {
    for (size_t later = at + 1; later < trip->cookie_count; later++)
        if (same(&trip->cookies[at], &trip->cookies[later])) return true;
    return false;
}

// A cookie set by another host on the way is that host's, unless it said otherwise.
static bool is_of_answer(const HttpTrip *trip, const Cookie *cookie) {
    Sv host = trip->url.host;
    if (sv_eq(cookie->host, host)) return true;
    return cookie->domain.len &&
           (sv_eq(host, cookie->domain) ||
            (sv_ends(host, cookie->domain) && host.at[host.len - cookie->domain.len - 1] == '.'));
}

Value trip_cookies(const HttpTrip *trip) {
    MapBuilder map = map_builder(trip->call->arena);
    // The last cookie of a name counts, and a map keeps the first, so they are read backwards.
    for (size_t i = trip->cookie_count; i-- > 0;) {
        const Cookie *cookie = &trip->cookies[i];
        if (cookie->gone || is_replaced(trip, i) || !is_of_answer(trip, cookie)) continue;
        map_add_sv(&map, cookie->name, value_string(cookie->value));
    }
    return map_done(&map);
}

static Value text_or_null(Sv text) {
    return text.len ? value_string(text) : value_null();
}

static Value cookie_map(Arena *arena, const Cookie *cookie) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "name", value_string(cookie->name));
    map_add_c(&map, "value", value_string(cookie->value));
    map_add_c(&map, "path", text_or_null(cookie->path));
    map_add_c(&map, "domain", text_or_null(cookie->domain));
    map_add_c(&map, "expires",
              cookie->has_expires ? value_timestamp(cookie->expires, 0) : value_null());
    map_add_c(&map, "max_age", cookie->has_max_age ? value_int(cookie->max_age) : value_null());
    map_add_c(&map, "secure", value_bool(cookie->secure));
    map_add_c(&map, "http_only", value_bool(cookie->http_only));
    map_add_c(&map, "same_site", text_or_null(cookie->same_site));
    map_add_c(&map, "host", value_string(cookie->host));
    map_add_c(&map, "deleted", value_bool(cookie->gone));
    return map_done(&map);
}

Value trip_cookie_list(const HttpTrip *trip) {
    ListBuilder list = list_builder(trip->call->arena);
    for (size_t i = 0; i < trip->cookie_count; i++)
        list_add(&list, cookie_map(trip->call->arena, &trip->cookies[i]));
    return list_done(&list);
}
