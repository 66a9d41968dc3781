#include "http/http_digest.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/md5.h"

#include <string.h>

// ── reading ──

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

static void skip(Sv *rest, const char *characters) {
    size_t at = 0;
    while (at < rest->len && strchr(characters, rest->at[at]) && rest->at[at])
        at++;
    *rest = sv_slice(*rest, at, rest->len);
}

static Sv take_token(Sv *rest) {
    size_t at = 0;
    while (at < rest->len && !is_space(rest->at[at]) && !strchr(",=\"", rest->at[at]))
        at++;
    Sv token = sv_slice(*rest, 0, at);
    *rest = sv_slice(*rest, at, rest->len);
    return token;
}

// Behind the quotation mark; without its backslashes.
static Sv take_quoted(Arena *arena, Sv *rest) {
    BUF_AUTO Buf buf = buf_new(rest->len + 1);
    size_t at = 1;
    for (; at < rest->len && rest->at[at] != '"'; at++) {
        if (rest->at[at] == '\\' && at + 1 < rest->len) at++;
        buf_add_char(&buf, rest->at[at]);
    }
    *rest = sv_slice(*rest, at + 1, rest->len);
    return buf_keep(&buf, arena);
}

static Sv take_value(Arena *arena, Sv *rest) {
    skip(rest, " \t");
    if (rest->len && rest->at[0] == '"') return take_quoted(arena, rest);
    Sv value = take_token(rest);
    skip(rest, "="); // the end of what is no parameter (token68)
    return value;
}

static void take_parameter(DigestChallenge *challenge, Sv name, Sv value) {
    if (sv_eq_nocase(name, SV("realm"))) challenge->realm = value;
    if (sv_eq_nocase(name, SV("nonce"))) challenge->nonce = value;
    if (sv_eq_nocase(name, SV("algorithm"))) challenge->algorithm = value;
    if (sv_eq_nocase(name, SV("userhash"))) challenge->userhash = sv_eq_nocase(value, SV("true"));
    if (sv_eq_nocase(name, SV("opaque"))) {
        challenge->opaque = value;
        challenge->opaque_given = true;
    }
    if (sv_eq_nocase(name, SV("qop"))) {
        challenge->qop = value;
        challenge->qop_given = true;
    }
}

// ── what can be answered ──

// By strength.
typedef enum Hash { HASH_MD5, HASH_SHA256, HASH_SHA512_256 } Hash;

typedef struct Algorithm {
    Hash hash;
    bool session;
} Algorithm;

static bool find_algorithm(Sv name, Algorithm *out) {
    static const struct {
        Sv name;
        Algorithm is;
    } known[] = {
        {SV_INIT("MD5"), {HASH_MD5, false}},
        {SV_INIT("MD5-sess"), {HASH_MD5, true}},
        {SV_INIT("SHA-256"), {HASH_SHA256, false}},
        {SV_INIT("SHA-256-sess"), {HASH_SHA256, true}},
        {SV_INIT("SHA-512-256"), {HASH_SHA512_256, false}},
        {SV_INIT("SHA-512-256-sess"), {HASH_SHA512_256, true}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!sv_eq_nocase(known[i].name, name.len ? name : SV("MD5"))) continue;
        *out = known[i].is;
        return true;
    }
    return false;
}

static bool offers_auth(const DigestChallenge *challenge) {
    Sv rest = challenge->qop;
    if (!challenge->qop_given) return true;
    for (Sv one; sv_next_part(&rest, ',', &one);)
        if (sv_eq_nocase(sv_trim(one), SV("auth"))) return true;
    return false;
}

static bool can_answer(Arena *arena, const DigestChallenge *challenge, Sv *why) {
    Algorithm algorithm;
    if (!challenge->nonce.len)
        *why = SV("its challenge has no nonce");
    else if (!find_algorithm(challenge->algorithm, &algorithm))
        *why = sv_format(arena, "its algorithm is %.*s, and here are MD5, SHA-256 and SHA-512-256",
                         SV_ARG(challenge->algorithm));
    else if (!offers_auth(challenge))
        *why =
            sv_format(arena, "its quality of protection is %.*s, and here is auth",
                      SV_ARG(challenge->qop.len ? challenge->qop : SV("none of those that are")));
    else
        return true;
    return false;
}

bool digest_stronger(const DigestChallenge *than, const DigestChallenge *this) {
    Algorithm old = {0}, new = {0};
    return find_algorithm(than->algorithm, &old) && find_algorithm(this->algorithm, &new) &&
           new.hash > old.hash;
}

static void consider(Arena *arena, const DigestChallenge *next, DigestFound *found,
                     DigestChallenge *out, Sv *why) {
    bool usable = can_answer(arena, next, why);
    if (*found == DIGEST_USABLE && (!usable || !digest_stronger(out, next))) return;
    *out = *next;
    *found = usable ? DIGEST_USABLE : DIGEST_UNKNOWN;
}

DigestFound digest_read(Arena *arena, Sv field, DigestChallenge *out, Sv *why) {
    DigestFound found = DIGEST_NONE;
    DigestChallenge at_hand = {0};
    bool is_digest = false;
    for (;;) {
        skip(&field, " \t,=\"");
        if (!field.len) break;
        Sv word = take_token(&field);
        skip(&field, " \t");
        if (field.len && field.at[0] == '=') {
            field = sv_slice(field, 1, field.len);
            take_parameter(&at_hand, word, take_value(arena, &field));
            continue;
        }
        if (is_digest) consider(arena, &at_hand, &found, out, why);
        at_hand = (DigestChallenge){0};
        is_digest = sv_eq_nocase(word, SV("Digest"));
    }
    if (is_digest) consider(arena, &at_hand, &found, out, why);
    return found;
}

// ── answering ──

// H(a:b:c…), in hex.
static Sv hashed(Arena *arena, Hash hash, const Sv *parts, size_t count) {
    BUF_AUTO Buf text = buf_new(LIMIT_TEMPLATE_BYTES), hex = buf_new(LIMIT_TEMPLATE_BYTES);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_add_char(&text, ':');
        buf_add(&text, parts[i]);
    }
    if (hash == HASH_MD5) {
        Md5 digest = md5_of(buf_sv(&text));
        hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    } else {
        Sha256 digest =
            hash == HASH_SHA256 ? sha256_of(buf_sv(&text)) : sha512_256_of(buf_sv(&text));
        hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    }
    return buf_keep(&hex, arena);
}
#define HASHED(...)                                                                                \
    hashed(arena, algorithm.hash, (Sv[]){__VA_ARGS__}, sizeof((Sv[]){__VA_ARGS__}) / sizeof(Sv))

static void add_quoted(Buf *buf, const char *name, Sv value) {
    buf_addf(buf, "%s=\"", name);
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '"' || value.at[i] == '\\') buf_add_char(buf, '\\');
        buf_add_char(buf, value.at[i]);
    }
    buf_add_char(buf, '"');
}

Sv digest_answer(Arena *arena, const DigestChallenge *challenge, const DigestRequest *request) {
    static const Sv count = SV_INIT("00000001"); // each nonce is used once
    Algorithm algorithm = {0};
    if (!find_algorithm(challenge->algorithm, &algorithm)) return (Sv){0};
    Sv secret = HASHED(request->user, challenge->realm, request->password);
    if (algorithm.session) secret = HASHED(secret, challenge->nonce, request->cnonce);
    Sv what = HASHED(request->method, request->uri);
    Sv response = challenge->qop_given
                      ? HASHED(secret, challenge->nonce, count, request->cnonce, SV("auth"), what)
                      : HASHED(secret, challenge->nonce, what);
    Sv user = challenge->userhash ? HASHED(request->user, challenge->realm) : request->user;
    BUF_AUTO Buf buf = buf_new(LIMIT_TEMPLATE_BYTES);
    buf_add_c(&buf, "Digest ");
    add_quoted(&buf, "username", user);
    add_quoted(&buf, ", realm", challenge->realm);
    add_quoted(&buf, ", nonce", challenge->nonce);
    add_quoted(&buf, ", uri", request->uri);
    add_quoted(&buf, ", response", response);
    if (challenge->algorithm.len) buf_addf(&buf, ", algorithm=%.*s", SV_ARG(challenge->algorithm));
    if (challenge->opaque_given) add_quoted(&buf, ", opaque", challenge->opaque);
    if (challenge->qop_given) buf_addf(&buf, ", qop=auth, nc=%.*s", SV_ARG(count));
    if (challenge->qop_given || algorithm.session) add_quoted(&buf, ", cnonce", request->cnonce);
    if (challenge->userhash) buf_add_c(&buf, ", userhash=true");
    return buf_keep(&buf, arena);
}
