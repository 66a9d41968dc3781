// Signature Version 4, by the examples that AWS has published for it.
#include "check.h"

#include "http/sign/sigv4.h"

#include <stdlib.h>

static Arena *arena;

static Sv signature(const char *method, const char *url_text, const char *body,
                    const char *service) {
    Url url;
    UrlError error;
    if (!url_parse(arena, sv_from_c(url_text), &url, &error)) abort();
    SigV4 who = {.region = SV("us-east-1"),
                 .service = sv_from_c(service),
                 .access_key = SV("AKIDEXAMPLE"),
                 .secret_key = SV("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")};
    SigV4Request request = {.method = sv_from_c(method),
                            .url = &url,
                            .host = url.host,
                            .body = sha256_of(sv_from_c(body)),
                            .seconds = 1440938160};
    SigV4Headers out = sigv4_sign(arena, &who, &request);
    CHECK_C(out.date, "20150830T123600Z");
    size_t at = sv_find(out.authorization, SV("Signature="), 0);
    return sv_slice(out.authorization, at + 10, out.authorization.len);
}

static void published(void) {
    CHECK_C(signature("GET", "https://example.amazonaws.com/", "", "service"),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    CHECK_C(signature("POST", "https://example.amazonaws.com/", "", "service"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    CHECK_C(signature("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1", "",
                      "service"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    CHECK_C(
        signature(
            "GET",
            "https://example.amazonaws.com/"
            "?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            "abcdefghijklmnopqrstuvwxyz",
            "", "service"),
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
}

static void what_is_signed_of_it(void) {
    Sv plain = signature("GET", "https://example.amazonaws.com/a", "", "service");
    CHECK(!sv_eq(plain, signature("GET", "https://example.amazonaws.com/b", "", "service")));
    CHECK(!sv_eq(plain, signature("GET", "https://example.amazonaws.com/a?x", "", "service")));
    CHECK(!sv_eq(plain, signature("GET", "https://example.amazonaws.com/a", "x", "service")));
    CHECK(!sv_eq(plain, signature("PUT", "https://example.amazonaws.com/a", "", "service")));
    // However a query is written, it is the same one.
    CHECK_SV(signature("GET", "https://example.amazonaws.com/?b=%2f&a=1", "", "service"),
             signature("GET", "https://example.amazonaws.com/?a=1&b=/", "", "service"));
    // S3 takes the path as it is sent.
    CHECK(!sv_eq(signature("GET", "https://example.amazonaws.com/a%20b", "", "service"),
                 signature("GET", "https://example.amazonaws.com/a%20b", "", "s3")));
}

int main(void) {
    arena = arena_new((size_t)16 * 1024 * 1024);
    published();
    what_is_signed_of_it();
    arena_free(arena);
    return check_done();
}
