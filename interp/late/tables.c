// The headers alone, without the macros that lead into the tables.
#define LATE_DIRECT
#include "late/tables.h"
#include "late/curl.h"
#include "late/edit.h"
#include "late/mariadb.h"
#include "late/odbc.h"
#include "late/openssl.h"
#include "late/pq.h"
#include "late/psl.h"
#include "late/sqlite.h"
#include "late/xml.h"

// Where the linker puts what is read-only once the program has started; late.c opens it for the
// moment in which it fills a table.
#define SEALED __attribute__((section(".data.rel.ro")))

// ── the tables ──

#define FUNCTION(name) .name = (__typeof__(name) *)late_unloaded,
#define VARIABLE(name) .name = NULL,
SEALED LateCurl late_curl = {
#include "late/curl.def"
};
SEALED LatePsl late_psl = {
#include "late/psl.def"
};
SEALED LatePq late_pq = {
#include "late/pq.def"
};
SEALED LateMariadb late_mariadb = {
#include "late/mariadb.def"
};
SEALED LateSqlite late_sqlite = {
#include "late/sqlite.def"
};
SEALED LateOdbc late_odbc = {
#include "late/odbc.def"
};
SEALED LateXml late_xml = {
#include "late/xml.def"
};
SEALED LateSsl late_ssl = {
#include "late/ssl.def"
};
SEALED LateCrypto late_crypto = {
#include "late/crypto.def"
};
SEALED LateEdit late_edit = {
#include "late/edit.def"
};
#undef VARIABLE
#undef FUNCTION

// ── the names, in the same order ──

#define FUNCTION(name) #name "\0"
#define VARIABLE(name) #name "\0"
static const char curl_names[] =
#include "late/curl.def"
    ;
static const char psl_names[] =
#include "late/psl.def"
    ;
static const char pq_names[] =
#include "late/pq.def"
    ;
static const char mariadb_names[] =
#include "late/mariadb.def"
    ;
static const char sqlite_names[] =
#include "late/sqlite.def"
    ;
static const char odbc_names[] =
#include "late/odbc.def"
    ;
static const char xml_names[] =
#include "late/xml.def"
    ;
static const char ssl_names[] =
#include "late/ssl.def"
    ;
static const char crypto_names[] =
#include "late/crypto.def"
    ;
static const char edit_names[] =
#include "late/edit.def"
    ;
#undef VARIABLE
#undef FUNCTION

const LateTable late_tables[LATE_COUNT] = {
#define LIBRARY(id, name, soname, package)                                                         \
    [LATE_##id] = {soname, package, name##_names, &late_##name,                                    \
                   sizeof late_##name / sizeof(void (*)(void))},
#include "late/libraries.def"
#undef LIBRARY
};
