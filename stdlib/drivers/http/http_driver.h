// One HTTP exchange by libcurl: every byte that comes back is counted, every wait can be cancelled.
// Follows no redirect, adds no credential and reads no environment; those are up to the action.
#ifndef STDLIB_DRIVERS_HTTP_HTTP_DRIVER_H
#define STDLIB_DRIVERS_HTTP_HTTP_DRIVER_H

#include "spec/action.h"
#include "url/url.h"

typedef struct HttpField {
    Sv name;
    Sv value;
} HttpField;

typedef struct HttpPart {
    Sv name;
    Sv text;     // the content, where `file` is empty
    Sv file;     // path; empty = `text`
    Sv filename; // empty = none is told
    Sv type;     // content type; empty = none is told
} HttpPart;

typedef enum HttpBodyKind {
    HTTP_BODY_NONE,
    HTTP_BODY_TEXT,
    HTTP_BODY_FILE,
    HTTP_BODY_PARTS
} HttpBodyKind;

typedef struct HttpBody {
    HttpBodyKind kind;
    Sv text; // the content, or the path of the file
    const HttpPart *parts;
    size_t part_count;
} HttpBody;

typedef enum HttpVersion { HTTP_ANY, HTTP_1_0, HTTP_1_1, HTTP_2 } HttpVersion;

typedef struct HttpRequest {
    Sv method;
    Url url;                  // libcurl gets its parts; its host is server_name where that is given
    Sv host;                  // the host that is connected to, without brackets
    Sv address;               // host:port of it, for messages too; of a socket its path
    bool elsewhere;           // that is not where the URL says
    Sv unix_socket;           // the path of a socket that is connected to; empty = none
    int ip;                   // 4 or 6: by such an address alone; 0 = by any
    HttpVersion version;
    const HttpField *headers; // all headers, already checked for CR, LF and NUL
    size_t header_count;
    Texts left_out; // names of headers that are not sent, though they would be by default
    HttpBody body;
    bool reads;       // may be sent again on a new connection if a kept one turns out to be dead
    bool closes;      // the connection is not used again
    Sv ca, cert, key; // files; empty = none
    Sv server_name;   // empty = the host
    bool insecure;
    Sv proxy;           // "http://host:port", always with the port; empty = none
    Sv proxy_address;   // host:port of it, for messages
    Sv proxy_user;      // "user:password", percent-encoded; empty = none
    int64_t allowed_ns; // the time of the whole attempt, for messages; NO_DEADLINE = no limit
    UsedFiles *sent;    // gets the files that are sent
    Sv keep_under;      // connections are reused among requests with the same text here
} HttpRequest;

typedef struct HttpTiming {    // ns; on a reused connection the first three are 0
    int64_t dns, connect, tls; // how long each took
    int64_t first_byte, total; // since the request began
} HttpTiming;

typedef struct HttpAnswer {
    int status;
    Sv reason;                // behind the status; may be empty
    Sv version;               // "1.1", "2"
    const HttpField *headers; // as they came, in order
    size_t header_count;
    Sv body; // decoded bytes
    HttpTiming timing;
    Sv remote_ip;
    Value tls; // map, or null where the connection is not encrypted
} HttpAnswer;

// Why there is no answer.
typedef struct HttpFailure {
    OutcomeStatus end;
    bool over; // nothing of it is under way on the other side, as in Outcome.over
    bool cancelled;
    bool timed_out;
    Sv reason;
    Sv hint;   // may be empty
    Value tls; // the certificate that does not verify (OUTCOME_FAILED), else null
} HttpFailure;

// Uses call->arena, waiter and pool. Results are in the arena. Header names and values are valid
// UTF-8: other bytes are read as ISO 8859-1, as HTTP has it.
MUST_USE bool http_exchange(const ActionCall *call, const HttpRequest *request, HttpAnswer *answer,
                            HttpFailure *failure);

#endif
