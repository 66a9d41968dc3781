// Shared by stdlib/http*.c alone: one step's way from its parameters to its answer, including the
// redirects that it follows.
#ifndef STDLIB_HTTP_HTTP_TRIP_H
#define STDLIB_HTTP_HTTP_TRIP_H

#include "drivers/http/http_driver.h"
#include "http/http_params.h"
#include "http/jar/jar.h"
#include "url/url.h"

typedef struct HttpTrip {
    const ActionCall *call;
    const HttpParams *params;
    const HttpConnection *connection; // NULL where the step has none
    Url home;                         // the connection's address; only with `connection`
    Sv method;                        // of the request at hand
    Url url;
    HttpBody body;
    HttpRoute route;    // of the request at hand
    Sha256 body_digest; // of the request at hand, where it is signed
    Sv body_type;       // Content-Type by default; empty = none
    bool body_secret;   // a secret may have taken part in the body
    bool strayed; // a redirect led to another origin: from then on what the step carries stays
                  // behind
    int64_t started_ns; // call->env's monotonic clock
    ListBuilder redirects;
    uint32_t hops; // redirects followed
    Sv answer; // Authorization of the request at hand, which was refused without; empty = it was
               // not
    UsedFiles files;   // that were sent
    Cautions cautions; // what a reader must know of the ways that were taken
    Cookie *cookies;   // set by the answers so far, in order
    unsigned cookie_count, cookie_capacity;
    bool keeps;      // the connection keeps cookies, and this trip takes part in it
    JarCookie *kept; // of them, those that go with the request at hand
    size_t kept_count;
    HttpAuth netrc;   // what the file says that `auth` names, once it was read
    KeptNames taken;  // what the jar took of the answers so far
    Sv not_kept;      // why something was not taken; may be empty
    bool jar_changed; // since its file was written
} HttpTrip;

// ── http_request.c ──
// Method, URL and body from the parameters. False with *problem.
MUST_USE bool trip_begin(HttpTrip *trip, HttpProblem *problem);
// Makes the current request, with the headers and credentials that may go to its URL, by the way
// that `allow` permits; false with a problem that may be a denial.
MUST_USE bool trip_request(HttpTrip *trip, HttpRequest *out, HttpProblem *problem);
// The URL for people: the path at the connection's address, otherwise all of it.
Sv trip_shown(const HttpTrip *trip);
// Asks whether `allow` permits this host; false with a problem that is a denial.
MUST_USE bool trip_permitted(const HttpTrip *trip, const Url *url, HttpProblem *problem);
// Whether the URL is of the connection's origin and no redirect led away: then its headers, cookies
// and credentials go along.
bool trip_at_home(const HttpTrip *trip);

// ── http_body.c ──
// Sets body and body_type from the parameters.
MUST_USE bool trip_body(HttpTrip *trip, HttpProblem *problem);
// a=1&b=2, percent-encoded; a space is '+' in a form. *too_long if the text is over its limit.
Sv http_encoded_pairs(Arena *arena, Pairs pairs, bool form, bool *too_long);
// What signs a request signs its body too: computes the digest. False where the body is not known.
MUST_USE bool trip_body_digest(HttpTrip *trip, HttpProblem *problem);
// Asks whether `allow` permits reading this file; false with a problem that is a denial.
MUST_USE bool trip_may_touch(const HttpTrip *trip, Sv path, HttpProblem *problem);

// ── http_headers.c ──
// The value of the first field of that name, in any case; NULL = there is none.
const Sv *http_field(const HttpField *fields, size_t count, Sv name);
// All headers of the request at hand, and which of the driver's own are left out.
MUST_USE bool trip_headers(const HttpTrip *trip, const HttpTls *tls, HttpRequest *out,
                           HttpProblem *problem);
// Whether the header of this name is a credential, by its name or by what it was made of.
bool trip_carries_secret(const HttpTrip *trip, Sv name);

// Whose credentials go with the request at hand; NULL = nobody's.
const HttpAuth *trip_auth(const HttpTrip *trip);
// The same as it is written, where that is a file of them.
const HttpAuth *trip_auth_given(const HttpTrip *trip);

// ── http_netrc.c ──
// Reads user and password where `auth` names a file of them. False with *problem: nothing is sent
// without them.
MUST_USE bool trip_netrc(HttpTrip *trip, HttpProblem *problem);

// ── http_challenge.c ──
typedef enum Challenged {
    CHALLENGED_NOT,   // the answer is an answer
    CHALLENGED_AGAIN, // the trip holds the same request with what was asked for
    CHALLENGED_FAIL   // by something that cannot be answered: *problem says why
} Challenged;
Challenged trip_challenged(HttpTrip *trip, const HttpAnswer *answer, HttpProblem *problem);

// ── http_follow.c ──
typedef enum Follow {
    FOLLOW_NOT,  // the answer is the last one
    FOLLOW_NEXT, // the trip holds the next request
    FOLLOW_FAIL  // redirected to where nothing may be sent: *problem says why
} Follow;
Follow trip_follow(HttpTrip *trip, const HttpAnswer *answer, HttpProblem *problem);

// ── http_cookies.c ──
// Call before the trip turns to the next request.
void trip_take_cookies(HttpTrip *trip, const HttpAnswer *answer);
Value trip_cookies(const HttpTrip *trip);     // name → value, of those that stand
Value trip_cookie_list(const HttpTrip *trip); // all of them

// ── http_keep.c ──
// Call once the first URL is known. False with *problem where cookies that belong to the request
// cannot be had.
MUST_USE bool trip_keep_begin(HttpTrip *trip, HttpProblem *problem);
// Finds those that go with the request at hand.
void trip_keep_match(HttpTrip *trip);
void trip_keep_take(HttpTrip *trip, const Cookie *cookie, int64_t now_seconds);
// Tells what was kept, and writes the file that the connection has for it.
void trip_keep_end(HttpTrip *trip, Outcome *out);

// ── http_wait.c ──
// How long the server wants to be left alone (RFC 9110, section 10.2.3).
void trip_wait(const HttpTrip *trip, const HttpAnswer *answer, Outcome *out);

// ── http_by_hand.c ──
// Adds the command that sends what the request sends.
void trip_by_hand(HttpTrip *trip, const HttpRequest *request, HandLines *lines);

// ── http_results.c ──
enum { HTTP_RESULT_COUNT = 18 };
extern const ResultField http_results[HTTP_RESULT_COUNT];
Value *trip_results(HttpTrip *trip, const HttpAnswer *answer);
// The results of an answer that never came: all null except the certificate.
Value *trip_refused_results(HttpTrip *trip, Value tls);

#endif
