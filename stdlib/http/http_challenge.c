// A server that asks for a digest of the credentials: it has refused the request, so that it is
// sent once more, with the answer to what was asked.
#include "base/buf.h"
#include "base/system/digest.h"
#include "http/http_digest.h"
#include "http/http_trip.h"

enum { UNAUTHORIZED = 401, CNONCE_BYTES = 16 };

static Challenged refuse(HttpProblem *problem, Sv error, Sv hint) {
    *problem = (HttpProblem){.error = error, .hint = hint};
    return CHALLENGED_FAIL;
}

static DigestFound find(Arena *arena, const HttpAnswer *answer, DigestChallenge *out, Sv *why) {
    DigestFound found = DIGEST_NONE;
    for (size_t i = 0; i < answer->header_count; i++) {
        DigestChallenge next;
        Sv reason = {0};
        if (!sv_eq_nocase(answer->headers[i].name, SV("WWW-Authenticate"))) continue;
        DigestFound one = digest_read(arena, answer->headers[i].value, &next, &reason);
        bool better = one == DIGEST_USABLE ? found != DIGEST_USABLE || digest_stronger(out, &next)
                                           : one == DIGEST_UNKNOWN && found == DIGEST_NONE;
        if (!better) continue;
        found = one;
        *out = next;
        *why = reason;
    }
    return found;
}

Challenged trip_challenged(HttpTrip *trip, const HttpAnswer *answer, HttpProblem *problem) {
    const HttpAuth *auth = trip_auth(trip);
    if (!auth || !auth->digest_given || answer->status != UNAUTHORIZED || trip->answer.len)
        return CHALLENGED_NOT;
    const ActionCall *call = trip->call;
    DigestChallenge challenge;
    Sv why = {0};
    switch (find(call->arena, answer, &challenge, &why)) {
    case DIGEST_NONE: return CHALLENGED_NOT;
    case DIGEST_UNKNOWN:
        return refuse(
            problem,
            sv_format(call->arena,
                      "the server asks for a digest of the credentials that is not there: %.*s",
                      SV_ARG(why)),
            SV("does it take basic or bearer?"));
    case DIGEST_USABLE: break;
    }
    unsigned char bytes[CNONCE_BYTES];
    if (!call->env->random(call->env->self, bytes, sizeof bytes))
        return refuse(problem, SV("the system has no random bytes to answer the challenge with"),
                      (Sv){0});
    BUF_AUTO Buf cnonce = buf_new(2 * sizeof bytes + 1);
    hex_add(&cnonce, (Sv){(const char *)bytes, sizeof bytes});
    DigestRequest request = {.method = trip->method,
                             .uri = url_target(call->arena, &trip->url),
                             .user = auth->digest.user,
                             .password = auth->digest.password,
                             .cnonce = buf_sv(&cnonce)};
    trip->answer = digest_answer(call->arena, &challenge, &request);
    trip->files.count = 0; // what was refused was not sent for anything
    return CHALLENGED_AGAIN;
}
