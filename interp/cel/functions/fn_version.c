// version(): makes values that are compared as versions.
#include "cel/functions/call.h"
#include "value/version.h"

static bool same(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = args[0];
    return true;
}

static bool is_version(Sv text) {
    Value version;
    return value_version(text, &version, NULL);
}

// The place of the first word that is a version; false if there is none.
static bool find_word(Sv text, char between, size_t *place) {
    Sv word;
    for (size_t i = 0; sv_next_part(&text, between, &word); i++) {
        // A plain number may be anything: a year, a count.
        if (!is_version(word) || sv_find_char(word, '.', 0) == SV_NONE) continue;
        *place = i;
        return true;
    }
    return false;
}

static bool no_version(CelCall *call, Sv text, size_t good) {
    Sv shown = call_shown(call, text), trimmed = sv_trim(text);
    size_t place = 0;
    if (trimmed.len == 0) return call_fail(call, "version() of an empty text");
    if (is_version(trimmed))
        return call_fail(
            call, "'%.*s' is no version: there is white space around it; version(text.trim())",
            SV_ARG(shown));
    for (const char *between = " /"; *between; between++)
        if (find_word(trimmed, *between, &place))
            return call_fail(call,
                             "'%.*s' is no version, but holds one: "
                             "version(text.trim().split('%c')[%zu])",
                             SV_ARG(shown), *between, place);
    Sv rest = call_shown(call, sv_slice(text, good, text.len));
    if (good > 0)
        return call_fail(call, "'%.*s' is no version: behind '%.*s' stands '%.*s'", SV_ARG(shown),
                         SV_ARG(sv_slice(text, 0, good)), SV_ARG(rest));
    return call_fail(call,
                     "'%.*s' is no version: those are numbers with dots between them, as 1.10.0, "
                     "v1.9 or 2.0.0-rc.1",
                     SV_ARG(shown));
}

static bool version_of_text(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    size_t good = 0;
    Sv text = value_text(args[0]);
    return value_version(text, out, &good) || no_version(call, text, good);
}

static bool version_of_int(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv text = sv_format(call->work.arena, "%lld", (long long)args[0].integer);
    return value_version(text, out, NULL) || no_version(call, text, 0);
}

static bool text_of(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)call, (void)count;
    *out = value_string(value_text(args[0]));
    return true;
}

static const CelOverload version_overloads[] = {
    {"(version) -> version", same},
    {"(string) -> version", version_of_text},
    {"(int) -> version", version_of_int},
};
static const CelOverload string_overloads[] = {{"(version) -> string", text_of}};

static const CelFunction rows[] = {
    CALL_ROW(
        "version", version_overloads,
        "A text as a version, which compares as versions do: an optional v, numbers with dots "
        "between them (missing ones are 0), a pre-release (-rc.1) that comes before what it leads "
        "to, and a build (+7) that says nothing about order.",
        "version('1.10.0') > version('v1.9.4')\n"
        "version('16') == version('16.0.0')\n"
        "version('2.0.0-rc.2') < version('2.0.0-rc.10') && version('2.0.0-rc.10') < "
        "version('2.0.0')\n"
        "version('PostgreSQL 16.4 (Debian)'.split(' ')[1]) >= version('16.4')"),
    CALL_ROW("string", string_overloads, "A version as it was written.",
             "string(version('v1.10')) == 'v1.10'"),
};

const CelFamily cel_family_version = {
    .name = "version",
    .summary = "Versions, which are no texts.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
