// Certificates: what the result `tls` says, and why one was refused.
#include "drivers/http/http_line.h"

#include "base/buf.h"
#include "base/heap.h"
#include "base/system/digest.h"
#include "late/openssl.h"
#include "value/time.h"

#include <time.h>

enum { TEXT_MOST = 64 * 1024 };

struct TlsWatch {
    bool begun;       // a handshake was begun
    bool asked;       // the server asked for a client certificate, and there is none
    X509 *refused;    // the server's certificate if it did not verify
    X509 *culprit;    // the certificate in the chain at which it failed; may be the same
    int error;        // X509_V_ERR_…
    const SSL *ended; // the session whose other side announced its end
};

TlsWatch *tls_watch_new(void) {
    return heap_alloc(sizeof(TlsWatch));
}

void tls_watch_reset(TlsWatch *watch) {
    X509_free(watch->refused);
    X509_free(watch->culprit);
    *watch = (TlsWatch){0};
}

// The findings of one handshake are discarded by the next.
static void forget(TlsWatch *watch) {
    TlsWatch before = *watch;
    tls_watch_reset(watch);
    watch->begun = true;
    watch->asked = before.asked;
    watch->ended = before.ended;
}

void tls_watch_free(TlsWatch *watch) {
    tls_watch_reset(watch);
    heap_free(watch);
}

static X509 *shared(X509 *certificate) {
    if (certificate) X509_up_ref(certificate);
    return certificate;
}

static int verify(X509_STORE_CTX *store, void *self) {
    TlsWatch *watch = self;
    int good = X509_verify_cert(store);
    if (good == 1) {
        // libcurl checks the name after this: keep the certificate in case that fails.
        forget(watch);
        watch->refused = shared(X509_STORE_CTX_get0_cert(store));
        watch->error = X509_V_ERR_HOSTNAME_MISMATCH;
        return good;
    }
    forget(watch);
    watch->refused = shared(X509_STORE_CTX_get0_cert(store));
    watch->culprit = shared(X509_STORE_CTX_get_current_cert(store));
    watch->error = X509_STORE_CTX_get_error(store);
    return good;
}

// Called if a certificate is asked for and none was set; continues without.
static int note_asked(SSL *ssl, X509 **certificate, EVP_PKEY **key) {
    (void)certificate, (void)key;
    TlsWatch *watch = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (watch) watch->asked = true;
    return 0;
}

// libcurl does not distinguish a connection that was cut from one that ended; this alert does.
static void note_end(const SSL *ssl, int where, int alert) {
    TlsWatch *watch = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (!watch) return;
    // A new session may have the address of an earlier one.
    if (where & SSL_CB_HANDSHAKE_START && watch->ended == ssl) watch->ended = NULL;
    if (where == SSL_CB_READ_ALERT && (alert & 0xff) == SSL_AD_CLOSE_NOTIFY) watch->ended = ssl;
}

bool tls_ended(const TlsWatch *watch, const void *session) {
    return watch->ended == session;
}

const void *tls_session(CURL *easy) {
    struct curl_tlssessioninfo *info = NULL;
    curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &info);
    return info && info->backend == CURLSSLBACKEND_OPENSSL ? info->internals : NULL;
}

bool tls_older(CURL *easy) {
    const SSL *ssl = tls_session(easy);
    const unsigned char *chosen = NULL;
    unsigned len = 0;
    if (!ssl) return false;
    SSL_get0_alpn_selected(ssl, &chosen, &len);
    return !sv_eq_c((Sv){(const char *)chosen, len}, "h2");
}

bool tls_asked(const TlsWatch *watch) {
    return watch->asked;
}

bool tls_begun(const TlsWatch *watch) {
    return watch->begun;
}

CURLcode tls_watch_context(CURL *easy, void *context, void *self) {
    (void)easy;
    TlsWatch *watch = self;
    watch->begun = true;
    SSL_CTX_set_cert_verify_callback(context, verify, watch);
    SSL_CTX_set_app_data((SSL_CTX *)context, watch);
    SSL_CTX_set_client_cert_cb(context, note_asked);
    SSL_CTX_set_info_callback(context, note_end);
    return CURLE_OK;
}

// ── reading a certificate ──

static Sv bio_text(Arena *arena, BIO *bio) {
    char *at = NULL;
    long len = BIO_get_mem_data(bio, &at);
    return bytes_as_text(arena, sv_copy(arena, (Sv){at, len > 0 ? (size_t)len : 0}));
}

static Sv name_text(Arena *arena, const X509_NAME *name) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (!bio) heap_out_of_memory();
    X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
    Sv text = bio_text(arena, bio);
    BIO_free(bio);
    return text;
}

static int64_t seconds_of(const ASN1_TIME *time) {
    struct tm civil;
    if (ASN1_TIME_to_tm(time, &civil) != 1) return 0;
    return (int64_t)timegm(&civil);
}

static Sv address_text(Arena *arena, const ASN1_OCTET_STRING *bytes) {
    const unsigned char *at = ASN1_STRING_get0_data(bytes);
    int len = ASN1_STRING_length(bytes);
    if (len == 4) return sv_format(arena, "%u.%u.%u.%u", at[0], at[1], at[2], at[3]);
    Sv text = {0};
    for (int i = 0; i + 1 < len; i += 2)
        text = sv_format(arena, "%.*s%s%x", SV_ARG(text), i ? ":" : "",
                         (unsigned)(at[i] << 8 | at[i + 1]));
    return text;
}

static bool name_entry(Arena *arena, const GENERAL_NAME *name, Sv *out) {
    int type;
    const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);
    if (type == GEN_IPADD) {
        *out = address_text(arena, value);
        return true;
    }
    if (type != GEN_DNS && type != GEN_URI && type != GEN_EMAIL) return false;
    Sv bytes = {(const char *)ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value)};
    *out = bytes_as_text(arena, sv_copy(arena, bytes));
    return true;
}

static Value alternative_names(Arena *arena, const X509 *certificate) {
    ListBuilder list = list_builder(arena);
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        Sv text;
        if (name_entry(arena, sk_GENERAL_NAME_value(names, i), &text))
            list_add(&list, value_string(text));
    }
    GENERAL_NAMES_free(names);
    return list_done(&list);
}

static Sv serial_text(Arena *arena, const X509 *certificate) {
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *hex = number ? BN_bn2hex(number) : NULL;
    Sv text = hex ? sv_copy(arena, sv_from_c(hex)) : (Sv){0};
    OPENSSL_free(hex);
    BN_free(number);
    return text;
}

static Sv fingerprint(Arena *arena, const X509 *certificate) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1) return (Sv){0};
    BUF_AUTO Buf buf = buf_new(TEXT_MOST);
    hex_add(&buf, (Sv){(const char *)digest, len});
    return buf_keep(&buf, arena);
}

static void add_certificate(Arena *arena, MapBuilder *map, const X509 *certificate) {
    map_add_c(map, "subject", value_string(name_text(arena, X509_get_subject_name(certificate))));
    map_add_c(map, "issuer", value_string(name_text(arena, X509_get_issuer_name(certificate))));
    map_add_c(map, "san", alternative_names(arena, certificate));
    map_add_c(map, "serial", value_string(serial_text(arena, certificate)));
    map_add_c(map, "not_before", value_timestamp(seconds_of(X509_get0_notBefore(certificate)), 0));
    map_add_c(map, "not_after", value_timestamp(seconds_of(X509_get0_notAfter(certificate)), 0));
    map_add_c(map, "sha256", value_string(fingerprint(arena, certificate)));
}

Value tls_of_connection(Arena *arena, CURL *easy, bool verified) {
    const SSL *ssl = tls_session(easy);
    if (!ssl) return value_null();
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    if (!certificate) return value_null();
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "version", value_string_copy(arena, sv_from_c(SSL_get_version(ssl))));
    map_add_c(&map, "cipher", value_string_copy(arena, sv_from_c(SSL_get_cipher_name(ssl))));
    add_certificate(arena, &map, certificate);
    map_add_c(&map, "verified", value_bool(verified));
    X509_free(certificate);
    return map_done(&map);
}

// ── why one was refused ──

static Value refused_map(Arena *arena, const X509 *certificate) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "version", value_null());
    map_add_c(&map, "cipher", value_null());
    add_certificate(arena, &map, certificate);
    map_add_c(&map, "verified", value_bool(false));
    return map_done(&map);
}

static Sv date_text(Arena *arena, const ASN1_TIME *time) {
    BUF_AUTO Buf buf = buf_new(64);
    timestamp_add(&buf, value_timestamp(seconds_of(time), 0));
    return sv_slice(buf_keep(&buf, arena), 0, sizeof "2026-01-02" - 1);
}

static Sv certificate_names(Arena *arena, const X509 *certificate) {
    Value names = alternative_names(arena, certificate);
    size_t count = value_count(names);
    if (count == 0) return name_text(arena, X509_get_subject_name(certificate));
    Sv text = {0};
    for (size_t i = 0; i < count && i < 5; i++) {
        Sv name = value_text(value_item(names, i));
        text = sv_format(arena, "%.*s%s%.*s", SV_ARG(text), i ? ", " : "", SV_ARG(name));
    }
    return count > 5 ? sv_format(arena, "%.*s and %zu more", SV_ARG(text), count - 5) : text;
}

static void explain_name(Arena *arena, const TlsWatch *watch, const HttpRequest *request,
                         HttpFailure *out) {
    Sv wanted = request->url.host; // server_name, where that is given
    Sv names = certificate_names(arena, watch->refused);
    out->reason = sv_format(arena, "the certificate is for %.*s, not for %.*s", SV_ARG(names),
                            SV_ARG(wanted));
    out->hint = SV(
        "use a name that the certificate holds, or say which one it must hold with tls.server_name");
}

static void explain_trust(Arena *arena, const TlsWatch *watch, HttpFailure *out) {
    Sv issuer =
        name_text(arena, X509_get_issuer_name(watch->culprit ? watch->culprit : watch->refused));
    bool own = watch->error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
    out->reason =
        own ? SV("the certificate is self-signed, and it is not among the trusted ones")
            : sv_format(arena, "the certificate's issuer is not trusted: %.*s", SV_ARG(issuer));
    out->hint =
        own ? SV("name the certificate itself as trusted with tls.ca, if it is the one you expect")
            : SV("name the issuer's certificate with tls.ca, if it is the one you expect");
}

static void explain_error(Arena *arena, const TlsWatch *watch, const HttpRequest *request,
                          HttpFailure *out) {
    const X509 *culprit = watch->culprit ? watch->culprit : watch->refused;
    const char *whose =
        X509_cmp(culprit, watch->refused) == 0 ? "the certificate" : "a certificate of its issuers";
    switch (watch->error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: {
        Sv date = date_text(arena, X509_get0_notAfter(culprit));
        out->reason = sv_format(arena, "%s expired on %.*s", whose, SV_ARG(date));
        out->hint = sv_format(arena, "renew it on %.*s", SV_ARG(request->address));
        return;
    }
    case X509_V_ERR_CERT_NOT_YET_VALID: {
        Sv date = date_text(arena, X509_get0_notBefore(culprit));
        out->reason = sv_format(arena, "%s is not valid before %.*s", whose, SV_ARG(date));
        out->hint = SV("is this machine's clock right?");
        return;
    }
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: explain_name(arena, watch, request, out); return;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: explain_trust(arena, watch, out); return;
    default:
        out->reason = sv_format(arena, "%s does not verify: %s", whose,
                                X509_verify_cert_error_string(watch->error));
        out->hint = (Sv){0};
    }
}

bool tls_refusal(Arena *arena, const TlsWatch *watch, const HttpRequest *request,
                 HttpFailure *failure) {
    if (!watch->refused) return false;
    HttpFailure out = {.end = OUTCOME_FAILED, .tls = refused_map(arena, watch->refused)};
    explain_error(arena, watch, request, &out);
    *failure = out;
    return true;
}
