// Where an answer ends, and whether it is one, by RFC 9112: each rule with its section, over a real
// connection. What cannot be told to be whole is no answer.
#include "http_harness.h"
#include "raw_server.h"

static RawServer server;

typedef struct Rule {
    const char *section; // of RFC 9112, or 9110 where that is said
    const char *bytes;   // what the server sends
    size_t size;         // of it, where it holds a NUL
    RawEnd end;          // and then
    const char *said;    // the status and the body, or why there is no answer
    const char *send;    // the request; NULL = GET /
} Rule;

#define OK          "HTTP/1.1 200 OK\r\n"
#define BYTES(text) text, sizeof text - 1
#define CUT         "no answer: the connection was closed after "
#define NOT_FORMED  "no answer: the answer is not well-formed HTTP: "
#define NO_CHUNKS                                                                                  \
    "no answer: the body is not well-formed: it is said to come in chunks, and does not"
#define NO_HTTP                                                                                    \
    "no answer: what answers at 127.0.0.1:RAW does not speak HTTP (is it the right port, or is "   \
    "it https:// and not http://?)"

static const Rule rules[] = {
    // ── the message as a whole ──
    {"2.2 a line may end by LF alone", BYTES("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
     RAW_CLOSES, "200 ok", NULL},
    {"2.2 a bare CR within a header", BYTES(OK "X: a\rb\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "the header 'X' holds a control character", NULL},
    {"2.2 a bare CR within the status line",
     BYTES("HTTP/1.1 200 O\rK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "its status line holds a control character", NULL},
    {"2.2 a blank before the first header", BYTES(OK " Content-Length: 2\r\n\r\nok"), RAW_CLOSES,
     "no answer: the answer is not well-formed HTTP", NULL},
    {"2.2 an empty line before the status", BYTES("\r\n" OK "Content-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NO_HTTP, NULL},
    {"2.2 a NUL in a header", BYTES(OK "X: a\0b\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     "no answer: the answer is not well-formed HTTP", NULL},
    {"2.3 a minor version that is not known",
     BYTES("HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES, NO_HTTP, NULL},
    {"2.3 the name is in capitals", BYTES("http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "a header without a colon", NULL},
    {"2.3 a version of one digit on each side",
     BYTES("HTTP/1.10 200 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES, NO_HTTP, NULL},
    {"2.3 a version that is none", BYTES("HTTP/x.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "it does not begin with a version of HTTP", NULL},
    {"2.3 no answer by HTTP/0.9", BYTES("<html>ok</html>"), RAW_CLOSES, NO_HTTP, NULL},
    {"2.3 HTTP/1.0", BYTES("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES, "200 ok",
     NULL},
    {"2.3 another major version", BYTES("HTTP/3.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NO_HTTP, NULL},
    // ── the status line ──
    {"4 no reason, and no blank behind the status",
     BYTES("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES, "200 ok", NULL},
    {"4 an empty reason", BYTES("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     "200 ok", NULL},
    {"4 a status of two digits", BYTES("HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NO_HTTP, NULL},
    {"4 a status of four digits", BYTES("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NO_HTTP, NULL},
    {"4 a status that is no number", BYTES("HTTP/1.1 20x OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NO_HTTP, NULL},
    {"4 a status with a sign", BYTES("HTTP/1.1 +20 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NO_HTTP, NULL},
    {"4 a reason right behind the status", BYTES("HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "its status is no number of three digits", NULL},
    {"4 no status", BYTES("HTTP/1.1\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES, NO_HTTP, NULL},
    {"4 a tab before the status", BYTES("HTTP/1.1\t200 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, NO_HTTP, NULL},
    {"4 two blanks before the status", BYTES("HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, "200 ok", NULL},
    {"4 a status below 100", BYTES("HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NO_HTTP, NULL},
    {"9110 15 a status over 599", BYTES("HTTP/1.1 999 No\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, "999 ok", NULL},
    {"4 a second status among the headers",
     BYTES(OK "Content-Length: 2\r\nHTTP/1.1 500 No\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "a header without a colon", NULL},
    // ── headers ──
    {"5 a header without a colon", BYTES(OK "Content-Length 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "a header without a colon", NULL},
    {"5 a header without a name", BYTES(OK ": x\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "a header without a colon", NULL},
    {"5.1 a blank before the colon", BYTES(OK "Content-Length : 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "a blank stands before the colon of the header 'Content-Length'", NULL},
    {"5.1 a tab before the colon", BYTES(OK "X\t: 2\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "a blank stands before the colon of the header 'X'", NULL},
    {"5.1 a name that is no token", BYTES(OK "X(y): 2\r\nContent-Length: 2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "the name of a header is none", NULL},
    {"5.1 blanks around the value", BYTES(OK "Content-Length: \t 2 \t\r\n\r\nok"), RAW_CLOSES,
     "200 ok", NULL},
    {"5.2 a header goes on in a second line", BYTES(OK "X: a\r\n b\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, "200 ok", NULL},
    {"5.2 a length goes on in a second line", BYTES(OK "Content-Length: 2\r\n 0\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "the header 'Content-Length' goes on in a second line", NULL},
    {"5.2 a length begins in a second line", BYTES(OK "Content-Length:\r\n 2\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "Content-Length is no count of bytes", NULL},
    {"5.2 a coding goes on in a second line",
     BYTES(OK "Transfer-Encoding: chunked\r\n , x\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     NOT_FORMED "the header 'Transfer-Encoding' goes on in a second line", NULL},
    // ── Transfer-Encoding ──
    {"6.1 chunked", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     "200 ok", NULL},
    {"7 whatever case it is in", BYTES(OK "Transfer-Encoding: CHUNKED\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, "200 ok", NULL},
    {"6.1 chunked twice",
     BYTES(OK "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked, chunked', and only chunked is understood",
     NULL},
    {"6.1 chunked twice, by two headers",
     BYTES(OK
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked' a second time",
     NULL},
    {"6.1 another coding before chunked",
     BYTES(OK "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: gzip, chunked', and only chunked is understood",
     NULL},
    {"6.3 a coding behind chunked: up to the end",
     BYTES(OK "Transfer-Encoding: chunked, x\r\n\r\nok"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked, x', and only chunked is understood",
     NULL},
    {"6.3 a coding that is not chunked", BYTES(OK "Transfer-Encoding: x\r\n\r\nok"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: x', and only chunked is understood",
     NULL},
    {"6.1 identity", BYTES(OK "Transfer-Encoding: identity\r\n\r\nok"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: identity', and only chunked is understood",
     NULL},
    {"6.1 an empty coding", BYTES(OK "Transfer-Encoding:\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: ', and only chunked is understood",
     NULL},
    {"6.1 a parameter of chunked",
     BYTES(OK "Transfer-Encoding: chunked;q=1\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked;q=1', and only chunked is understood",
     NULL},
    {"6.1 chunked in HTTP/1.0",
     BYTES("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked' by HTTP/1.0, which has none",
     NULL},
    {"6.1 chunked and a length in HTTP/1.0",
     BYTES("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok"),
     RAW_CLOSES,
     "no answer: where the body ends is not known: it is sent as 'Transfer-Encoding: chunked' by HTTP/1.0, which has none",
     NULL},
    {"6.3 chunked counts, where a length agrees",
     BYTES(OK "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, "200 ok", NULL},
    {"6.3 chunked, and a length that does not agree",
     BYTES(OK "Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, NOT_FORMED "it is said to have 9 bytes (Content-Length), and came in chunks of 2",
     NULL},
    {"6.3 chunked, and a length that is none",
     BYTES(OK "Transfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, NOT_FORMED "Content-Length is no count of bytes", NULL},
    // ── Content-Length ──
    {"6.3 a length", BYTES(OK "Content-Length: 2\r\n\r\nok"), RAW_STAYS, "200 ok", NULL},
    {"6.3 a length of 0", BYTES(OK "Content-Length: 0\r\n\r\n"), RAW_STAYS, "200 ", NULL},
    {"6.3 leading zeros", BYTES(OK "Content-Length: 0002\r\n\r\nok"), RAW_STAYS, "200 ok", NULL},
    {"6.3 the same length twice", BYTES(OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok"),
     RAW_CLOSES, "200 ok", NULL},
    {"6.3 the same length twice in one header", BYTES(OK "Content-Length: 2, 2\r\n\r\nok"),
     RAW_CLOSES, "200 ok", NULL},
    {"6.3 two lengths", BYTES(OK "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "two lengths of one body (Content-Length)", NULL},
    {"6.3 two lengths in one header", BYTES(OK "Content-Length: 2, 3\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "two lengths of one body (Content-Length)", NULL},
    {"6.3 a length with a sign", BYTES(OK "Content-Length: +2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is '+2', which is no count of bytes", NULL},
    {"6.3 a length below 0", BYTES(OK "Content-Length: -2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is no count of bytes", NULL},
    {"6.3 a length in hexadecimal", BYTES(OK "Content-Length: 0x2\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is '0x2', which is no count of bytes", NULL},
    {"6.3 a length with a tail", BYTES(OK "Content-Length: 2 bytes\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is '2 bytes', which is no count of bytes", NULL},
    {"6.3 a length with a fraction", BYTES(OK "Content-Length: 2.0\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is '2.0', which is no count of bytes", NULL},
    {"6.3 an empty length", BYTES(OK "Content-Length:\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is no count of bytes", NULL},
    {"6.3 an empty member of a list", BYTES(OK "Content-Length: 2,\r\n\r\nok"), RAW_CLOSES,
     NOT_FORMED "Content-Length is '', which is no count of bytes", NULL},
    {"6.3 more than there can be", BYTES(OK "Content-Length: 99999999999999999999\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "Content-Length is 99999999999999999999, more than there can be", NULL},
    {"6.3 2 to the 64th and 2", BYTES(OK "Content-Length: 18446744073709551618\r\n\r\nok"),
     RAW_CLOSES, NOT_FORMED "Content-Length is 18446744073709551618, more than there can be", NULL},
    {"8 fewer bytes than that", BYTES(OK "Content-Length: 5\r\n\r\nok"), RAW_CLOSES,
     CUT "2 of 5 bytes of the body", NULL},
    {"8 fewer bytes than that, torn", BYTES(OK "Content-Length: 5\r\n\r\nok"), RAW_RESETS,
     "no answer: the connection was reset after 2 of 5 bytes of the body", NULL},
    {"8 a body up to the end", BYTES(OK "\r\nok"), RAW_CLOSES, "200 ok", NULL},
    {"8 a body up to the end, torn", BYTES(OK "\r\nok"), RAW_RESETS,
     "no answer: the connection was reset after 2 bytes of the body, before its end", NULL},
    {"8 a head that is cut", BYTES(OK "Content-Length: 0\r\n"), RAW_CLOSES,
     "no answer: the connection was closed in the middle of the headers", NULL},
    {"8 a head that is cut in its status", BYTES("HTTP/1.1 20"), RAW_CLOSES,
     "no answer: the connection was closed by 127.0.0.1:RAW before an answer came", NULL},
    {"8 nothing", BYTES(""), RAW_CLOSES,
     "no answer: the connection was closed by 127.0.0.1:RAW before an answer came", NULL},
    // ── chunks ──
    {"7.1 several, in either case of letters",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n"),
     RAW_STAYS, "200 01234567890123456789a", NULL},
    {"7.1 leading zeros",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n0000002\r\nok\r\n000\r\n\r\n"), RAW_STAYS,
     "200 ok", NULL},
    {"7.1 only the last", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), RAW_STAYS,
     "200 ", NULL},
    {"7.1.1 an extension", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0;c\r\n\r\n"),
     RAW_STAYS, "200 ok", NULL},
    {"7.1.1 an extension in quotes",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2;a=\"x;y\"\r\nok\r\n0\r\n\r\n"), RAW_STAYS,
     "200 ok", NULL},
    {"7.1 no size", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     NO_CHUNKS, NULL},
    {"7.1 a size with 0x", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n0x2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, "no answer: the answer is not well-formed HTTP", NULL},
    {"7.1 a size with a sign", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n+2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, NO_CHUNKS, NULL},
    {"7.1 a size below 0", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, NO_CHUNKS, NULL},
    {"7.1 a blank before the size",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n 2\r\nok\r\n0\r\n\r\n"), RAW_CLOSES, NO_CHUNKS,
     NULL},
    {"7.1 a size that is none", BYTES(OK "Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n"),
     RAW_CLOSES, NO_CHUNKS, NULL},
    {"7.1 more than there can be",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     NO_CHUNKS, NULL},
    {"7.1 2 to the 64th and 2",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\nok\r\n0\r\n\r\n"), RAW_CLOSES,
     NO_CHUNKS, NULL},
    {"7.1 more data than the size",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n"), RAW_CLOSES, NO_CHUNKS,
     NULL},
    {"7.1 less data than the size",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n4\r\nok\r\n0\r\n\r\n"), RAW_CLOSES, NO_CHUNKS,
     NULL},
    {"8 no last chunk", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"), RAW_CLOSES,
     CUT "2 bytes of the body, before its end", NULL},
    {"8 no last chunk, torn", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"), RAW_RESETS,
     "no answer: the connection was reset after 2 bytes of the body, before its end", NULL},
    {"8 a last chunk without its end", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0"),
     RAW_CLOSES, CUT "2 bytes of the body, before its end", NULL},
    {"8 no chunk at all", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n"), RAW_CLOSES,
     CUT "0 bytes of the body, before its end", NULL},
    {"7.1.2 trailers",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n"), RAW_STAYS,
     "200 ok", NULL},
    {"6.5.1 a length among the trailers means nothing",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nContent-Length: 9\r\n\r\n"),
     RAW_STAYS, "200 ok", NULL},
    {"7.1.2 a trailer without a colon",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nnonsense\r\n\r\n"), RAW_STAYS,
     "no answer: the answer is not well-formed HTTP", NULL},
    {"8 trailers that are cut",
     BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n"), RAW_CLOSES,
     CUT "2 bytes of the body, before its end", NULL},
    // ── answers without a body ──
    {"6.3 to HEAD, whatever the length says", BYTES(OK "Content-Length: 9\r\n\r\n"), RAW_STAYS,
     "200 ", "HEAD /"},
    {"6.3 to HEAD, chunked", BYTES(OK "Transfer-Encoding: chunked\r\n\r\n"), RAW_STAYS, "200 ",
     "HEAD /"},
    {"6.3 to HEAD, with a length that is none", BYTES(OK "Content-Length: x\r\n\r\n"), RAW_CLOSES,
     NOT_FORMED "Content-Length is no count of bytes", "HEAD /"},
    {"6.3 204", BYTES("HTTP/1.1 204 No Content\r\n\r\n"), RAW_STAYS, "204 ", NULL},
    {"6.3 204 with a length", BYTES("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n"),
     RAW_STAYS, "204 ", NULL},
    {"6.3 304 with a length", BYTES("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n"),
     RAW_STAYS, "304 ", NULL},
    {"6.1 204, chunked", BYTES("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"),
     RAW_STAYS, "204 ", NULL},
    {"9110 15.2 an answer before the answer",
     BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" OK
           "Content-Length: 2\r\n\r\nok"),
     RAW_STAYS, "200 ok", NULL},
    {"6.3 1xx has no body, whatever its length says",
     BYTES("HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\n" OK "Content-Length: 2\r\n\r\nok"),
     RAW_STAYS, "200 ok", NULL},
    {"9110 15.2 nothing behind it", BYTES("HTTP/1.1 103 Early Hints\r\n\r\n"), RAW_CLOSES,
     "no answer: the connection was closed in the middle of the headers", NULL},
    {"9110 7.8 another protocol, which nobody asked for",
     BYTES("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
           "whatever"),
     RAW_STAYS, "101 ", NULL},
};

static Sv outcome(const char *send) {
    Outcome out =
        ask_via("{\"http\": \"http://127.0.0.1:{RAW}\"}", text("{\"send\": \"%s\"}", send).at);
    if (out.end == OUTCOME_ANSWERED)
        return text("%lld %.*s", (long long)result(out, "status").integer,
                    SV_ARG(value_text(result(out, "body"))));
    Sv hint = out.hint.len ? text(" (%.*s)", SV_ARG(out.hint)) : SV("");
    Sv end = end_name(out.end);
    return without_ports(text("%.*s%s: %.*s%.*s", SV_ARG(end), out.timed_out ? ", timed out" : "",
                              SV_ARG(out.reason), SV_ARG(hint)));
}

static void forget_connections(void) {
    pool_free(world.pool);
    world.pool = pool_new();
}

static void holds(const Rule *rule) {
    server.answer = (Sv){rule->bytes, rule->size};
    server.end = rule->end;
    server.second = SV(OK "Content-Length: 6\r\n\r\nsecond");
    Sv said = outcome(rule->send ? rule->send : "GET /");
    if (!sv_eq_c(said, rule->said)) fprintf(stderr, "RFC 9112, %s\n", rule->section);
    CHECK_C(said, rule->said);
    forget_connections();
}

// ── 9.2: what comes unasked is no answer to the next request ──

typedef struct Stale {
    const char *what, *bytes, *send;
} Stale;

#define FORGED OK "Content-Length: 6\r\n\r\nforged"
static const Stale stales[] = {
    {"behind a length", OK "Content-Length: 2\r\n\r\nok" FORGED, "GET /"},
    {"behind the last chunk", OK "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" FORGED,
     "GET /"},
    {"behind 204", "HTTP/1.1 204 No Content\r\n\r\n" FORGED, "GET /"},
    {"behind 204, chunked",
     "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" FORGED, "GET /"},
    {"behind 304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n" FORGED, "GET /"},
    {"behind an answer to HEAD", OK "Content-Length: 2\r\n\r\n" FORGED, "HEAD /"},
    {"a body behind an answer to HEAD", OK "Content-Length: 57\r\n\r\n" FORGED, "HEAD /"},
    {"behind a length of 0", OK "Content-Length: 0\r\n\r\n" FORGED, "GET /"},
};

static void nothing_stale(void) {
    for (size_t i = 0; i < sizeof stales / sizeof *stales; i++) {
        server.answer = sv_from_c(stales[i].bytes);
        server.end = RAW_STAYS;
        server.second = SV(OK "Content-Length: 6\r\n\r\nsecond");
        outcome(stales[i].send);
        usleep(2000); // what came unasked has arrived
        server.answer = server.second;
        Sv said = outcome("GET /next");
        if (!sv_eq_c(said, "200 second")) fprintf(stderr, "RFC 9112, 9.2 %s\n", stales[i].what);
        CHECK_C(said, "200 second");
        forget_connections();
    }
}

int main(void) {
    world_begin(NULL, NULL);
    raw_start(&server);
    world.server.ports[0] = server.port;
    world.server.names[0] = "RAW";
    world.server.count = 1;
    world.timeout_ms = 3000;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        holds(&rules[i]);
    nothing_stale();
    raw_stop(&server);
    return world_end();
}
