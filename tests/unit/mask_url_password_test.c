// Passwords within addresses: hidden where the address is shown, and known to the masker.
#include "check.h"
#include "mask/url_password.h"

static Arena *arena;

static Sv hidden(const char *address) {
    return url_password_hidden(arena, SV("db"), sv_from_c(address));
}

static void hiding(void) {
    CHECK_C(hidden("postgres://ann:hunter22@h/db"), "postgres://ann:«db password»@h/db");
    CHECK_C(hidden("postgres://ann@h/db"), "postgres://ann@h/db");
    CHECK_C(hidden("postgres://ann:@h/db"), "postgres://ann:@h/db");
    CHECK_C(hidden("sqlite:/srv/app.db"), "sqlite:/srv/app.db");
    CHECK_C(hidden("http://h:8080/@scope/x"), "http://h:8080/@scope/x");
    // Not encoded as it should be: libpq takes the first two, the third is a mistake that is shown.
    CHECK_C(hidden("postgres://ann:hun?ter@h/db"), "postgres://ann:«db password»@h/db");
    CHECK_C(hidden("postgres://ann:hun#ter@h/db"), "postgres://ann:«db password»@h/db");
    CHECK_C(hidden("postgres://ann:hun/ter@h/db"), "postgres://ann:«db password»@h/db");
}

static Sv masked(const char *address, const char *text) {
    Masker *masker = masker_new();
    url_password_remember(masker, arena, SV("db"), sv_from_c(address));
    Sv out = masker_text(masker, arena, sv_from_c(text));
    masker_free(masker);
    return out;
}

static void remembering(void) {
    CHECK_C(masked("postgres://ann:hunter22@h/db", "it is hunter22."), "it is «db password».");
    CHECK_C(masked("postgres://ann:hun?ter22@h/db", "it is hun?ter22."), "it is «db password».");
    // A short one is known with what stands around it alone.
    CHECK_C(masked("postgres://ann:ab@h/db", "ab postgres://ann:ab@h/db"),
            "ab postgres://«db password»h/db");
}

int main(void) {
    arena = arena_new(1024 * 1024);
    hiding();
    remembering();
    arena_free(arena);
    return check_done();
}
