// What `http` steps and connections of the kind `http` take, decoded; the rows both share.
#ifndef STDLIB_HTTP_HTTP_PARAMS_H
#define STDLIB_HTTP_HTTP_PARAMS_H

#include "http/http_route.h"
#include "http/sign/sigv4.h"

typedef struct HttpBasic {
    Sv user;
    Sv password;
} HttpBasic;

typedef struct HttpAuth {
    Sv bearer; // token, without "Bearer "
    bool bearer_given;
    HttpBasic basic;
    bool basic_given;
    HttpBasic digest;
    bool digest_given;
    SigV4 aws_sigv4;
    bool aws_sigv4_given;
    Sv netrc; // the file with user and password, or "true" for ~/.netrc; empty = none
} HttpAuth;

typedef struct HttpTls {
    Sv ca;           // file of trusted certificates; empty = the system's
    Sv cert;         // file of the client's certificate
    Sv key;          // file of its key
    Sv key_password; // of the key; empty = it has none
    Sv server_name;  // name that the certificate must hold; empty = the URL's host
    bool insecure;   // the certificate is not verified
} HttpTls;

typedef struct HttpPartParams {
    Sv text;
    bool text_given;
    Sv file; // path
    bool file_given;
    Sv filename; // empty = the file's own
    Sv type;     // empty = by the file's extension
} HttpPartParams;

typedef struct HttpJarFiles {
    Sv from; // a file of cookies that are there from the beginning; empty = none
    Sv to;   // the file that holds what is kept; empty = none
} HttpJarFiles;

typedef struct HttpConnection {
    Sv http; // the address
    Pairs headers;
    HttpAuth auth;
    bool auth_given;
    Pairs cookies; // or the word "keep"
    HttpJarFiles cookie_jar;
    bool cookie_jar_given;
    HttpTls tls;
    bool tls_given;
    Sv proxy; // a URL, "environment" or "none"; empty = none
    HttpRoute route;
    int64_t timeout; // ns of one exchange; 0 = the step's alone
} HttpConnection;

typedef struct HttpParams {
    Sv send; // "METHOD URL"
    Sv method;
    Sv url;
    Pairs query;
    Pairs headers;
    HttpAuth auth;
    bool auth_given;
    Pairs cookies;
    Value json;
    bool json_given;
    Pairs form;
    bool form_given;
    Records multipart; // of HttpPartParams
    bool multipart_given;
    Sv body;
    bool body_given;
    Sv file; // path of the body
    bool file_given;
    int64_t follow; // most redirects to follow
    Sv proxy;
    HttpRoute route;
    HttpTls tls;
    bool tls_given;
    bool path_as_is; // '.' and '..' in the path are sent
    bool any_status; // only used at load time: nothing is required of the status
    Sv save;         // only used by the run itself: the name of the file that holds the body
} HttpParams;

// Whether what its server sets goes with later requests.
bool http_keeps_cookies(const HttpConnection *connection);

enum {
    HTTP_AUTH_ROWS = 5,
    HTTP_TLS_ROWS = 6,
    HTTP_PART_ROWS = 4,
    HTTP_PARAM_ROWS = 18 + HTTP_ROUTE_ROWS
};
extern const Param http_auth_rows[HTTP_AUTH_ROWS];
extern const Param http_tls_rows[HTTP_TLS_ROWS];
extern const Param http_part_rows[HTTP_PART_ROWS];
extern const Param http_param_rows[HTTP_PARAM_ROWS];

// Splits "METHOD URL", or takes `method` and `url`. *url may be empty if it is not known yet (load
// time).
MUST_USE bool http_method_and_url(Arena *arena, const HttpParams *params, Sv *method, Sv *url,
                                  HttpProblem *problem);
// True, with the problem told, for `curl -X POST URL` and the like: a command where a request is
// meant.
MUST_USE bool http_is_program_line(Arena *arena, Sv send, HttpProblem *problem);
// GET, HEAD, OPTIONS: sending it twice is sending it once.
bool http_method_reads(Sv method);
// A token of the registry of HTTP methods, in upper case.
MUST_USE bool http_check_method(Arena *arena, Sv method, HttpProblem *problem);
// Checks that names are tokens that may be set, and that values hold no CR, LF or NUL.
MUST_USE bool http_check_headers(Arena *arena, Pairs headers, HttpProblem *problem);
MUST_USE bool http_check_cookies(Arena *arena, Pairs cookies, HttpProblem *problem);
bool http_gives_auth(const HttpAuth *auth);
MUST_USE bool http_check_auth(Arena *arena, const HttpAuth *auth, HttpProblem *problem);
MUST_USE bool http_check_proxy(Arena *arena, Sv proxy, HttpProblem *problem);
// Where a proxy is, and what stands in front of its '@': "user:password", percent-encoded; empty if
// nothing does.
MUST_USE bool http_read_proxy(Arena *arena, Sv text, Url *url, Sv *user, HttpProblem *problem);
// Refuses `Authorization` beside auth and `Cookie` beside cookies: two sources for one header.
MUST_USE bool http_check_one_source(Arena *arena, Pairs headers, bool auth_given, Pairs cookies,
                                    HttpProblem *problem);

// The Action row's validate.
MUST_USE bool http_validate(const void *params, Arena *arena, int *param, Sv *error, Sv *hint);

// The Action row's manual: a curl command.
void http_manual(const HandCall *call, Hand *out);

#endif
