// A server that asks for a digest of ann's password, and computes it by OpenSSL.
#include "httpd.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char realm[] = "the shop", password[] = "open \"sesame\"";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int issued; // the number of the last nonce; 0 = it was used

static void hash(const char *algorithm, Buf *out, const char *text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    const EVP_MD *md = strncmp(algorithm, "SHA-512", 7) == 0 ? EVP_sha512_256()
                       : strncmp(algorithm, "SHA", 3) == 0   ? EVP_sha256()
                                                             : EVP_md5();
    EVP_Digest(text, strlen(text), digest, &len, md, NULL);
    for (unsigned i = 0; i < len; i++)
        buf_addf(out, "%02x", digest[i]);
    buf_add_char(out, '\0');
}

// The value of NAME=… or NAME="…" in the header Authorization; empty = it is not there.
static void field(const Request *request, const char *name, Buf *out) {
    BUF_AUTO Buf wanted = buf_new(256);
    buf_addf(&wanted, " %s=", name);
    size_t head = sv_find(request->head, SV("Authorization: Digest"), 0);
    size_t at = head == SV_NONE ? SV_NONE : sv_find(request->head, buf_sv(&wanted), head);
    if (at != SV_NONE) {
        at += wanted.len;
        bool quoted = request->head.at[at] == '"';
        for (at += quoted;
             at < request->head.len && !strchr(quoted ? "\"\r" : ",\r", request->head.at[at]); at++)
            buf_add_char(out, request->head.at[at]);
    }
    buf_add_char(out, '\0');
}

static bool is_right(const Request *request, const char *algorithm, const char *qop) {
    BUF_AUTO Buf user = buf_new(4096), uri = buf_new(4096), nonce = buf_new(4096),
                 cnonce = buf_new(4096), count = buf_new(4096), response = buf_new(4096),
                 said = buf_new(4096), name = buf_new(4096), text = buf_new(MOST_BYTES),
                 secret = buf_new(256), what = buf_new(256), all = buf_new(256),
                 plain = buf_new(256);
    field(request, "username", &user);
    field(request, "uri", &uri);
    field(request, "nonce", &nonce);
    field(request, "cnonce", &cnonce);
    field(request, "nc", &count);
    field(request, "response", &response);
    field(request, "qop", &said);
    buf_addf(&text, "ann:%s%c", realm, 0);
    hash(algorithm, &name, text.at);
    if (strcmp(user.at, "ann") != 0 && strcmp(user.at, name.at) != 0) return false;
    if (!sv_eq_c(request->target, uri.at) || strcmp(said.at, qop) != 0) return false;
    buf_addf(&plain, "n-%d%c", issued, 0);
    if (!issued || strcmp(nonce.at, plain.at) != 0) return false;
    buf_clear(&text);
    buf_addf(&text, "ann:%s:%s%c", realm, password, 0);
    hash(algorithm, &secret, text.at);
    if (strstr(algorithm, "-sess")) {
        buf_clear(&text);
        buf_addf(&text, "%s:%s:%s%c", secret.at, nonce.at, cnonce.at, 0);
        buf_clear(&secret);
        hash(algorithm, &secret, text.at);
    }
    buf_clear(&text);
    buf_addf(&text, "%.*s:%s%c", SV_ARG(request->method), uri.at, 0);
    hash(algorithm, &what, text.at);
    buf_clear(&text);
    if (*qop)
        buf_addf(&text, "%s:%s:%s:%s:%s:%s%c", secret.at, nonce.at, count.at, cnonce.at, qop,
                 what.at, 0);
    else
        buf_addf(&text, "%s:%s:%s%c", secret.at, nonce.at, what.at, 0);
    hash(algorithm, &all, text.at);
    return strcmp(all.at, response.at) == 0;
}

bool digest_is_given(const Request *request, Buf *challenge) {
    BUF_AUTO Buf named = buf_new(256), asked = buf_new(256);
    request_parameter(request, "algorithm", &named);
    request_parameter(request, "qop", &asked);
    buf_add_char(&named, '\0');
    buf_add_char(&asked, '\0');
    pthread_mutex_lock(&lock);
    static int last;
    bool right = is_right(request, named.at, asked.at);
    issued = right ? 0 : ++last;
    buf_addf(challenge, "WWW-Authenticate: Digest realm=\"%s\", nonce=\"n-%d\", opaque=\"\"", realm,
             issued);
    pthread_mutex_unlock(&lock);
    if (*named.at) buf_addf(challenge, ", algorithm=%s", named.at);
    if (*asked.at) buf_addf(challenge, ", qop=\"%s,auth-int\"", asked.at);
    buf_addf(challenge, "\r\n%c", 0);
    return right;
}
