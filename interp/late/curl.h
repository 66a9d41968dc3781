// libcurl, loaded late (late.h).
#ifndef LATE_CURL_H
#define LATE_CURL_H

#include <curl/curl.h>

typedef struct LateCurl {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/curl.def"
#undef FUNCTION
} LateCurl;
extern LateCurl late_curl;

#ifndef LATE_DIRECT
#include "late/curl_names.h" // made from curl.def by cmake/late_names.cmake
#endif

#endif
