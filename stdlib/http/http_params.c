#include "http/http_params.h"

#include "base/limits.h"

// ── shared by steps and connections ──

static const Param basic_rows[] = {
    PARAM(HttpBasic, user, TEXT, .flags = PARAM_REQUIRED,
          .doc = "The user's name; it holds no colon."),
    PARAM(HttpBasic, password, TEXT, .flags = PARAM_REQUIRED, .doc = "The password."),
};

static const Param sigv4_rows[] = {
    PARAM(SigV4, region, TEXT, .flags = PARAM_REQUIRED | PARAM_FILLED, .doc = "`eu-central-1`."),
    PARAM(SigV4, service, TEXT, .flags = PARAM_REQUIRED | PARAM_FILLED,
          .doc = "`s3`, `execute-api`, `es`."),
    PARAM(SigV4, access_key, TEXT, .flags = PARAM_REQUIRED | PARAM_FILLED,
          .doc = "The access key's id."),
    PARAM(SigV4, secret_key, TEXT, .flags = PARAM_REQUIRED | PARAM_FILLED,
          .doc = "The secret access key; it is not sent."),
    PARAM(SigV4, session_token, TEXT,
          .doc = "The token of credentials for a time, sent as `X-Amz-Security-Token`."),
};

const Param http_auth_rows[HTTP_AUTH_ROWS] = {
    PARAM_GIVEN(
        HttpAuth, bearer, TEXT, .flags = PARAM_EXCLUSIVE,
        .doc =
            "A token, sent as `Authorization: Bearer TOKEN`; left out where it is `optional.none()`."),
    PARAM_OF_RECORD(HttpAuth, basic, HttpBasic, basic_rows, .flags = PARAM_EXCLUSIVE,
                    .doc = "`user` and `password`, sent as `Authorization: Basic …`."),
    PARAM_OF_RECORD(
        HttpAuth, digest, HttpBasic, basic_rows, .flags = PARAM_EXCLUSIVE,
        .doc =
            "`user` and `password` for a server that asks for a digest of them (RFC 7616, by MD5, SHA-256 or SHA-512-256): where it "
            "answers 401 with such a challenge the request is sent once more, with the answer to it."),
    PARAM_OF_RECORD(
        HttpAuth, aws_sigv4, SigV4, sigv4_rows, .flags = PARAM_EXCLUSIVE,
        .doc =
            "Keys by which the request is signed as AWS asks for it (Signature Version 4): method, path, query, host, time and body."),
    PARAM(
        HttpAuth, netrc, TEXT, .flags = PARAM_EXCLUSIVE | PARAM_FILLED,
        .doc =
            "A netrc file that has user and password for the host (`machine HOST login USER password PASSWORD`), sent as "
            "`Authorization: Basic …`; `true` is `~/.netrc`. It must be readable by you alone; relative as `tls.ca` is."),
};

const Param http_tls_rows[HTTP_TLS_ROWS] = {
    PARAM(
        HttpTls, ca, TEXT, .flags = PARAM_FILLED,
        .doc =
            "PEM file of the certificates to trust, instead of the system's. Unlike a `file` that is sent it is relative to the "
            "folder that the run was started in, or to `--dir`."),
    PARAM(
        HttpTls, cert, TEXT, .flags = PARAM_FILLED,
        .doc =
            "File of the client's own certificate, PEM or PKCS#12 (`.p12`, `.pfx`, with its key); relative as `ca` is."),
    PARAM(
        HttpTls, key, TEXT, .flags = PARAM_FILLED,
        .doc =
            "PEM file of the key of `cert`; relative as `ca` is; left out where `cert` holds both."),
    PARAM(HttpTls, key_password, TEXT, .flags = PARAM_FILLED,
          .doc = "The password of the key, or of the PKCS#12 file."),
    PARAM(HttpTls, server_name, TEXT, .flags = PARAM_FILLED,
          .doc = "The name the server's certificate must hold, where it is not the URL's host."),
    PARAM(
        HttpTls, insecure, BOOL,
        .doc =
            "`true` does not verify the server's certificate: whoever stands in between can read and change "
            "everything, credentials too. `tls.verified` is then false."),
};

// ── of a step ──

const Param http_part_rows[HTTP_PART_ROWS] = {
    PARAM_GIVEN(HttpPartParams, text, TEXT,
                .flags = PARAM_SHORT | PARAM_EXCLUSIVE | PARAM_BYTES | PARAM_CONTENT,
                .doc = "The part's content."),
    PARAM_GIVEN(HttpPartParams, file, PATH, .flags = PARAM_EXCLUSIVE | PARAM_CONTENT,
                .doc = "A file that is the part's content, relative to the runbook's file."),
    PARAM(HttpPartParams, filename, TEXT, .flags = PARAM_FILLED,
          .doc = "The file name told to the server; the file's own by default."),
    PARAM(HttpPartParams, type, TEXT, .flags = PARAM_FILLED,
          .doc = "The part's content type; by the file's ending by default, without a charset."),
};

const Param http_param_rows[HTTP_PARAM_ROWS] = {
    PARAM(
        HttpParams, send, SEND, .flags = PARAM_SHORT | PARAM_NO_SECRET | PARAM_FILLED,
        .doc =
            "Method and URL: `GET /health`. A path is joined to the connection's address; a whole URL of another "
            "origin gets nothing of the connection's headers, cookies and credentials."),
    PARAM(HttpParams, method, LITERAL, .flags = PARAM_FILLED,
          .doc = "The method, where `url` stands beside it."),
    PARAM(HttpParams, url, URL, .flags = PARAM_NO_SECRET | PARAM_FILLED,
          .doc = "The URL or path, where `method` stands beside it; "
                 "without `method` it is a GET."),
    PARAM(
        HttpParams, query, TEXT_MAP, .flags = PARAM_NO_SECRET | PARAM_REPEATS,
        .doc =
            "Query parameters, encoded and added to the URL. A list gives a parameter several times; null and "
            "`optional.none()` are left out."),
    PARAM(
        HttpParams, headers, TEXT_MAP, .flags = PARAM_REPEATS | PARAM_NULLS,
        .doc =
            "Request headers; one of the same name replaces the connection's. With null the header is not sent at all, "
            "neither the connection's nor the one that goes by default; `optional.none()` is as if it were not written."),
    PARAM_OF_RECORD(
        HttpParams, auth, HttpAuth, http_auth_rows,
        .doc =
            "Credentials of this step, instead of the connection's: `bearer`, `basic`, `digest`, `aws_sigv4` or `netrc`."),
    PARAM(
        HttpParams, cookies, TEXT_MAP,
        .doc =
            "Cookies of this step, added to the connection's. What a server sets is "
            "in `cookies` of the result; it goes along later where the connection keeps cookies."),
    PARAM_GIVEN(HttpParams, json, DATA, .flags = PARAM_EXCLUSIVE,
                .doc = "The body as a tree, sent as JSON with `Content-Type: application/json`."),
    PARAM_GIVEN(HttpParams, form, TEXT_MAP, .flags = PARAM_EXCLUSIVE | PARAM_REPEATS,
                .doc = "The body as form fields, sent as `application/x-www-form-urlencoded`."),
    {.name = "multipart",
     .kind = PARAM_RECORDS,
     .flags = PARAM_EXCLUSIVE | PARAM_REPEATS,
     .offset = PARAM_OFFSET(HttpParams, multipart, RECORDS),
     .given_offset = PARAM_OFFSET(HttpParams, multipart_given, BOOL),
     .fields = http_part_rows,
     .field_count = HTTP_PART_ROWS,
     .record_size = sizeof(HttpPartParams),
     .doc =
         "The body as parts, sent as `multipart/form-data`: a text, or `{ file: PATH }`; a list gives several parts of one name."},
    PARAM_GIVEN(HttpParams, body, TEXT, .flags = PARAM_EXCLUSIVE | PARAM_BYTES,
                .doc = "The body as it is; bytes are sent unchanged."),
    PARAM_GIVEN(
        HttpParams, file, PATH, .flags = PARAM_EXCLUSIVE,
        .doc =
            "The body is this file's content, read and digested as it is sent. The path is relative to the runbook's file and "
            "stays beneath the project root. Its ending says the content type, without a charset."),
    PARAM(
        HttpParams, follow, INT, .flags = PARAM_SWITCH, .default_text = "false", .min = 0,
        .max = LIMIT_HTTP_REDIRECTS,
        .doc =
            "How many redirects to follow; `true` is as many as may be (50), `false` none. Never from https to http; "
            "credentials, cookies and connection headers do not go to another origin."),
    PARAM(
        HttpParams, proxy, TEXT, .flags = PARAM_FILLED,
        .doc =
            "`http://host:port` (with `user:password@` in front where it asks for them), `environment` (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) or `none`. Without it no proxy is "
            "used, whatever the environment says."),
    PARAM_OF_RECORD(
        HttpParams, tls, HttpTls, http_tls_rows,
        .doc =
            "How the server is known: `ca`, `cert`, `key`, `server_name`, `insecure`, instead of the "
            "connection's."),
    HTTP_ROUTE_PARAMS(HttpParams),
    PARAM(
        HttpParams, path_as_is, BOOL, .flags = PARAM_STATED,
        .doc =
            "`true` sends `.` and `..` in the path as they stand (`GET /a/../b`); otherwise they are refused."),
    PARAM(HttpParams, any_status, BOOL, .flags = PARAM_BESIDE | PARAM_EITHER,
          .doc = "`true` where any status will do: a 2xx is not required then."),
    PARAM(
        HttpParams, save, LITERAL, .flags = PARAM_BESIDE,
        .doc =
            "The name of a file beneath the run's folder that keeps the body, decompressed: `saved` of the results."),
};
