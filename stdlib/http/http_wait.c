// Retry-After: a number of seconds, or a date.
#include "base/ascii.h"
#include "base/num.h"
#include "http/http_trip.h"

static bool is_count(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.at[i])) return false;
    return text.len > 0;
}

// By the server's own clock, where it tells it: ours may be wrong.
static int64_t now_there(const HttpTrip *trip, const HttpAnswer *answer) {
    const Sv *date = http_field(answer->headers, answer->header_count, SV("date"));
    int64_t seconds;
    if (date && cookie_date(*date, &seconds)) return seconds;
    const Env *env = trip->call->env;
    return env->stamp(env->self).wall_ns / 1000000000;
}

void trip_wait(const HttpTrip *trip, const HttpAnswer *answer, Outcome *out) {
    const Sv *field = http_field(answer->headers, answer->header_count, SV("retry-after"));
    if (!field) return;
    Sv text = sv_trim(*field);
    int64_t seconds, until, most = INT64_MAX / 1000000000;
    if (is_count(text)) {
        if (!num_parse_i64(text, &seconds)) seconds = most;
        text = sv_slice(text, 0, 20); // of a count that no clock reaches the start will do
    } else if (cookie_date(text, &until)) {
        seconds = until - now_there(trip, answer);
    } else {
        return;
    }
    if (seconds <= 0) return;
    out->wait_ns = (seconds < most ? seconds : most) * 1000000000;
    out->wait_said = sv_format(trip->call->arena, "Retry-After: %.*s", SV_ARG(text));
}
