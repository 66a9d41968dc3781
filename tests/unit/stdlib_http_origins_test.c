// Whatever says who asks stays at the origin that it was written for: each kind of it, by each
// redirect, to another port, another name of the same machine, by another way there, and back.
#include "http_harness.h"

typedef struct Kind {
    const char *what;
    const char *connection; // keys of it
    const char *step;       // keys of it
} Kind;

static const Kind kinds[] = {
    {"a token of the connection", ", \"auth\": {\"bearer\": \"secret-T\"}", ""},
    {"a password of the connection",
     ", \"auth\": {\"basic\": {\"user\": \"secret-u\", \"password\": \"secret-T\"}}", ""},
    {"a header of the connection", ", \"headers\": {\"X-Key\": \"secret-T\"}", ""},
    {"a header of the connection that is no secret", ", \"headers\": {\"X-Key\": \"T\"}", ""},
    {"a cookie of the connection", ", \"cookies\": {\"sid\": \"T\"}", ""},
    {"a token of the step", "", ", \"auth\": {\"bearer\": \"secret-T\"}"},
    {"a password of the step", "",
     ", \"auth\": {\"basic\": {\"user\": \"u\", \"password\": \"secret-T\"}}"},
    {"a secret header of the step", "", ", \"headers\": {\"X-Key\": \"secret-T\"}"},
    {"Authorization of the step", "", ", \"headers\": {\"Authorization\": \"Token T\"}"},
    {"Proxy-Authorization of the step", "",
     ", \"headers\": {\"Proxy-Authorization\": \"Basic VDpU\"}"},
    {"a cookie of the step", "", ", \"cookies\": {\"sid\": \"T\"}"},
    {"Cookie of the step", "", ", \"headers\": {\"Cookie\": \"sid=T\"}"},
};

static const char *const elsewhere[] = {
    "http://127.0.0.1:{OTHER}/echo",
    "http://localhost:{PLAIN}/echo",
    "http://127.0.0.1:{OTHER}/redirect/307%3Fto%3Dhttp://127.0.0.1:{PLAIN}/echo",
    "//127.0.0.1:{OTHER}/echo",
};

static const char *const ways[] = {"", ", \"resolve\": {\"localhost\": \"127.0.0.1\"}",
                                   ", \"connect_to\": {\"localhost\": \"127.0.0.1:{PLAIN}\"}"};

static const char *const names[] = {"Authorization", "Proxy-Authorization", "Cookie", "X-Key"};

static size_t carried(Value request) {
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        count += sent_header(request, names[i]).len > 0;
    return count;
}

static void holds(const Kind *kind, int status, const char *to, const char *way) {
    Sv connection = text("{\"http\": \"http://127.0.0.1:{PLAIN}\"%s}", kind->connection);
    Sv step = text("{\"send\": \"GET /redirect/%d?to=%s\", \"follow\": true%s%s}", status, to,
                   kind->step, way);
    server_log();
    Outcome out = ask_via(connection.at, step.at);
    CHECK(out.end == OUTCOME_ANSWERED);
    if (out.end != OUTCOME_ANSWERED) fprintf(stderr, "%.*s\n", SV_ARG(told(out)));
    Value log = server_log();
    CHECK(value_count(log) >= 2);
    if (value_count(log) < 2) return;
    CHECK_INT(carried(value_item(log, 0)), 1);
    for (size_t i = 1; i < value_count(log); i++) {
        bool kept = carried(value_item(log, i)) == 0;
        CHECK(kept);
        if (!kept) fprintf(stderr, "%s went by %d to %s%s\n", kind->what, status, to, way);
    }
    // And the command of each request, which a person may run, has it in the first alone.
    // Without what the values of the step's parameters are made from there is none.
    bool unknown = strstr(kind->step, "secret-") != NULL;
    CHECK_INT(out.by_hand.count, unknown ? 0 : value_count(log));
    for (uint32_t i = 1; i < out.by_hand.count; i++)
        for (uint32_t k = 0; k < out.by_hand.items[i].count; k++) {
            const HandPiece *piece = &out.by_hand.items[i].pieces[k];
            CHECK(!piece->taint && !sv_eq_c(piece->text, "-u"));
            for (size_t n = 0; n < sizeof names / sizeof *names; n++)
                CHECK(!sv_starts(piece->text, sv_from_c(names[n])));
        }
}

int main(void) {
    static const int statuses[] = {301, 302, 303, 307, 308};
    world_begin((char *[]){"plain", "plain", NULL}, (const char *[]){"PLAIN", "OTHER"});
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t s = 0; s < sizeof statuses / sizeof *statuses; s++)
            for (size_t t = 0; t < sizeof elsewhere / sizeof *elsewhere; t++)
                holds(&kinds[k], statuses[s], elsewhere[t], ways[(k + s + t) % 3]);
    return world_end();
}
