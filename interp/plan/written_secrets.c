#include "plan/written_secrets.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "url/url_secrets.h"
#include "yaml/scalar.h"

// What is written under a key, as far as it tells a credential.
typedef enum Written {
    WRITTEN_ANYTHING,
    WRITTEN_AUTH,       // every text but who asks
    WRITTEN_CONNECTION, // its password
    WRITTEN_NAMED       // whatever its name calls one
} Written;

typedef struct WrittenSearch {
    Arena *arena;
    WrittenSecrets found;
} WrittenSearch;

enum { LONGEST_WORD = 11 }; // bytes: "postgres", "changeme"

// One that is a word would be found in innocent texts.
static bool is_word(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_lower(text.at[i])) return false;
    return text.len <= LONGEST_WORD;
}

// What is filled in has its value from elsewhere, and a path is no credential.
static bool is_literal(Sv text) {
    return text.len > 0 && text.at[0] != '/' && sv_find_char(text, '$', 0) == SV_NONE;
}

static void add(WrittenSearch *search, const NodePair *pair, bool sure) {
    Sv text = pair->value->text;
    bool sought = text.len >= LIMIT_SECRET_MIN_BYTES && !is_word(text);
    if (!is_literal(text) || (!sought && !sure)) return;
    if (scalar_is_null(search->arena, pair->value)) return;
    WrittenSecrets *found = &search->found;
    arena_grow(search->arena, found->items, found->count, found->capacity);
    found->items[found->count++] = (WrittenSecret){pair->key->text, pair->value, sought};
}

static bool names_credential(Sv name) {
    static const char *const headers[] = {"Authorization", "Proxy-Authorization", "Cookie"};
    if (sv_eq_nocase(name, SV("PWD")) || sv_eq_nocase(name, SV("OLDPWD"))) return false;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (sv_eq_nocase(name, sv_from_c(headers[i]))) return true;
    return url_key_is_secret(name) || sv_eq_nocase(name, SV("session"));
}

// Who asks and where, which is no secret: a file's name, and what a signature says openly.
static bool is_open(Sv key) {
    static const char *const open[] = {"user",    "username",   "netrc", "region",
                                       "service", "access_key", NULL};
    for (const char *const *word = open; *word; word++)
        if (sv_eq_c(key, *word)) return true;
    return false;
}

static bool tells(Written within, Sv key) {
    if (sv_eq(key, SV("key_password"))) return true;
    switch (within) {
    case WRITTEN_ANYTHING: return false;
    case WRITTEN_AUTH: return !is_open(key);
    case WRITTEN_CONNECTION: return sv_distance(key, SV("password")) <= 2;
    case WRITTEN_NAMED: return names_credential(key);
    }
    return false;
}

static Written within_key(Sv key, Written outside) {
    static const char *const named[] = {"headers", "cookies", "query", "env"};
    if (outside == WRITTEN_AUTH || sv_eq(key, SV("auth"))) return WRITTEN_AUTH;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (sv_eq(key, sv_from_c(named[i]))) return WRITTEN_NAMED;
    return outside == WRITTEN_CONNECTION ? WRITTEN_CONNECTION : WRITTEN_ANYTHING;
}

static void look(WrittenSearch *search, const Node *node, Written within);

// All texts of what should have been one: password: [x], password: { value: x }.
static void add_leaves(WrittenSearch *search, Node *key, Node *value, bool sure) {
    NodePair pair = {key, value};
    if (value->kind == NODE_SCALAR) add(search, &pair, sure);
    for (uint32_t i = 0; i < value->count; i++)
        add_leaves(search, key, value->kind == NODE_LIST ? value->items[i] : value->pairs[i].value,
                   sure);
}

static void look_at_pair(WrittenSearch *search, const NodePair *pair, Written within) {
    Sv key = pair->key->text;
    bool at_auth = sv_eq(key, SV("auth")) && pair->value->kind == NODE_SCALAR;
    bool inner = within == WRITTEN_AUTH && pair->value->kind == NODE_MAP;
    if (!inner && (at_auth || tells(within, key)))
        add_leaves(search, pair->key, pair->value, within != WRITTEN_NAMED);
    else
        look(search, pair->value, within_key(key, within));
}

static void look(WrittenSearch *search, const Node *node, Written within) {
    for (uint32_t i = 0; node->kind == NODE_LIST && i < node->count; i++)
        look(search, node->items[i], within);
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++)
        look_at_pair(search, &node->pairs[i], within);
}

WrittenSecrets written_secrets(Arena *arena, const Node *root) {
    WrittenSearch search = {.arena = arena};
    for (uint32_t i = 0; root && root->kind == NODE_MAP && i < root->count; i++) {
        bool connections = sv_distance(root->pairs[i].key->text, SV("connections")) <= 2;
        look(&search, root->pairs[i].value, connections ? WRITTEN_CONNECTION : WRITTEN_ANYTHING);
    }
    return search.found;
}
