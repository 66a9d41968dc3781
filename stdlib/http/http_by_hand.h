// Shared by the files that say a request as a command of curl.
#ifndef STDLIB_HTTP_HTTP_BY_HAND_H
#define STDLIB_HTTP_HTTP_BY_HAND_H

#include "http/http_trip.h"

typedef struct HandRequest {
    HttpTrip *trip;
    const HttpRequest *request;
    HandLine *line;
    Arena *arena;
} HandRequest;

// "NAME ARGUMENT": two words, of which the second may go on.
void by_hand_option(const HandRequest *hand, const char *name, Sv argument);
bool by_hand_has_header(const HandRequest *hand, Sv name);
// The parameter before it was decoded; null where no secret took part in any.
Value by_hand_given(const HandRequest *hand, const char *param);
// POST, PUT and PATCH say that there is no body where there is none.
bool by_hand_announces_empty(Sv method);
// The body, from the type of its content on.
void by_hand_body(const HandRequest *hand);

#endif
