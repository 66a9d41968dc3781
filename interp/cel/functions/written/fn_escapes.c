// Texts within URLs and HTML, and values as JSON.
#include "base/ascii.h"
#include "base/utf8.h"
#include "cel/functions/call.h"
#include "cel/functions/written/html_references.h"
#include "url/url_parts.h"
#include "value/json.h"

enum { BYTES_AN_OPERATION = 16, NAMES_SHOWN = 8 };

static bool spend_text(CelCall *call, Value text) {
    return call_spend(call, text.text.len / BYTES_AN_OPERATION + 1);
}

// ── URLs ──

static void add_percent(Buf *out, unsigned char byte) {
    static const char digits[] = "0123456789ABCDEF";
    const char text[] = {'%', digits[byte >> 4], digits[byte & 15]};
    buf_add(out, (Sv){text, sizeof text});
}

static bool url_encode(CelCall *call, const Value *args, uint32_t count, Value *out) {
    Sv text = value_text(args[0]), kept = count == 2 ? value_text(args[1]) : (Sv){0};
    BUF_AUTO Buf made = call_buf();
    if (!spend_text(call, args[0])) return false;
    for (size_t i = 0; i < text.len && !made.full; i++) {
        char c = text.at[i];
        bool keeps = url_is_unreserved(c) || sv_find_char(kept, c, 0) != SV_NONE;
        if (keeps && (unsigned char)c < 0x80)
            buf_add_char(&made, c);
        else
            add_percent(&made, (unsigned char)c);
    }
    return call_keep(call, &made, out);
}

static bool undo_percent(CelCall *call, Sv text, bool form, Buf *out) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c != '%') {
            buf_add_char(out, c == '+' && form ? ' ' : c);
            continue;
        }
        Sv digits = sv_slice(text, i + 1, i + 3);
        if (digits.len < 2 || !ascii_is_hex(digits.at[0]) || !ascii_is_hex(digits.at[1])) {
            Sv shown = call_shown(call, text);
            return call_fail(call,
                             "'%.*s' is not percent-encoded: behind the %% at byte %zu two hex "
                             "digits should stand",
                             SV_ARG(shown), i + 1);
        }
        buf_add_char(out,
                     (char)(ascii_hex_value(digits.at[0]) << 4 | ascii_hex_value(digits.at[1])));
        i += 2;
    }
    size_t bad = 0;
    if (utf8_valid(buf_sv(out), &bad)) return true;
    return call_fail(call, "what is percent-encoded is not UTF-8 text: its byte %zu is 0x%02x",
                     bad + 1, (unsigned char)out->at[bad]);
}

static bool url_decode(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf made = call_buf();
    if (!spend_text(call, args[0])) return false;
    return undo_percent(call, value_text(args[0]), false, &made) && call_keep(call, &made, out);
}

static bool no_param(CelCall *call, Sv query, Sv name) {
    BUF_AUTO Buf names = buf_new(1024);
    Sv part;
    for (int i = 0; i < NAMES_SHOWN && sv_next_part(&query, '&', &part); i++)
        buf_addf(&names, "%s%.*s", i > 0 ? ", " : "",
                 SV_ARG(sv_slice(part, 0, sv_find_char(part, '=', 0))));
    Sv wanted = call_shown(call, name), shown = call_shown(call, buf_sv(&names));
    if (names.len == 0)
        return call_fail(call, "the URL has no parameter '%.*s': it has no query", SV_ARG(wanted));
    return call_fail(call, "the URL has no parameter '%.*s'; it has %.*s", SV_ARG(wanted),
                     SV_ARG(shown));
}

static bool url_param(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    Sv query = url_split(value_text(args[0]), URL_AS_WRITTEN).query, name = value_text(args[1]);
    Sv rest = query, part;
    uint32_t found = 0;
    if (!spend_text(call, args[0])) return false;
    while (sv_next_part(&rest, '&', &part)) {
        size_t equals = sv_find_char(part, '=', 0);
        Sv behind = equals == SV_NONE ? (Sv){0} : sv_slice(part, equals + 1, part.len);
        BUF_AUTO Buf key = call_buf(), value = call_buf();
        if (!call_spend(call, 1) || !undo_percent(call, sv_slice(part, 0, equals), true, &key))
            return false;
        if (part.len == 0 || !sv_eq(buf_sv(&key), name)) continue;
        if (found++ > 0) {
            Sv shown = call_shown(call, name);
            return call_fail(call, "the URL has several parameters '%.*s'", SV_ARG(shown));
        }
        if (!undo_percent(call, behind, true, &value) || !call_keep(call, &value, out))
            return false;
    }
    return found == 1 || no_param(call, query, name);
}

// ── HTML ──

static bool html_escape(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf made = call_buf();
    if (!spend_text(call, args[0])) return false;
    html_add_escaped(&made, value_text(args[0]));
    return call_keep(call, &made, out);
}

static bool html_unescape(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf made = call_buf();
    if (!spend_text(call, args[0])) return false;
    html_add_unescaped(&made, value_text(args[0]));
    return call_keep(call, &made, out);
}

// ── JSON ──

// The first value within `value` that JSON has no form for; NULL if there is none. What was read as
// JSON is no deeper than LIMIT_JSON_DEPTH, and a function's arguments were walked through before.
static const Value *no_json(const Value *value) {
    switch ((ValueKind)value->kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DECIMAL:
    case VALUE_STRING: return NULL;
    case VALUE_DOUBLE: return value->number - value->number == 0 ? NULL : value;
    case VALUE_LIST:
        for (uint32_t i = 0; i < value->list->count; i++) {
            const Value *found = no_json(&value->list->items[i]);
            if (found) return found;
        }
        return NULL;
    case VALUE_MAP:
        for (uint32_t i = 0; i < value->map->count; i++) {
            if (value->map->keys[i].kind != VALUE_STRING) return &value->map->keys[i];
            const Value *found = no_json(&value->map->values[i]);
            if (found) return found;
        }
        return NULL;
    default: return value;
    }
}

static bool to_json(CelCall *call, const Value *args, uint32_t count, Value *out) {
    (void)count;
    BUF_AUTO Buf made = call_buf();
    const Value *strange = no_json(&args[0]);
    if (strange && strange->kind == VALUE_DOUBLE)
        return call_fail(call, "JSON has no NaN and no infinity");
    if (strange && strange->kind == VALUE_BYTES)
        return call_fail(call, "JSON has no form for bytes; as text they are base64.encode(…)");
    if (strange) {
        Sv kind = call_kind(call, *strange);
        return call_fail(call, "JSON has no form for %.*s; as text it is string(…)", SV_ARG(kind));
    }
    if (!json_write(&made, args[0], JSON_COMPACT) && !made.full)
        return call_fail(call, "the value cannot be written as JSON");
    return call_spend(call, made.len / BYTES_AN_OPERATION + 1) && call_keep(call, &made, out);
}

// ── rows ──

static const CelOverload url_encode_overloads[] = {{"(string) -> string", url_encode},
                                                   {"(string, string) -> string", url_encode}};
static const CelOverload url_decode_overloads[] = {{"(string) -> string", url_decode}};
static const CelOverload url_param_overloads[] = {{"(string, string) -> string", url_param}};
static const CelOverload html_escape_overloads[] = {{"(string) -> string", html_escape}};
static const CelOverload html_unescape_overloads[] = {{"(string) -> string", html_unescape}};
static const CelOverload to_json_overloads[] = {{"(dyn) -> string", to_json}};

static const CelFunction rows[] = {
    CALL_ROW(
        "urlEncode", url_encode_overloads,
        "The text percent-encoded, all but letters, digits and `-._~`, and the characters in the second argument.",
        "urlEncode('a b/é') == 'a%20b%2F%C3%A9'\nurlEncode('a b/c', '/') == 'a%20b/c'"),
    CALL_ROW(
        "urlDecode", url_decode_overloads,
        "The text without percent-encoding; a plus stays one. What is not well-formed, or not UTF-8, is an error.",
        "urlDecode('a%20b%2F%C3%A9') == 'a b/é'"),
    CALL_ROW(
        "urlParam", url_param_overloads,
        "The value of the one parameter of that name in a URL's query, decoded as forms are: a plus is a space. "
        "An error where there is none, or several.",
        "urlParam('https://example.org/?page=2&q=a+b%21', 'q') == 'a b!'"),
    CALL_ROW("htmlEscape", html_escape_overloads,
             "The text as it is written in HTML: `&`, `<`, `>` and both quotes escaped.",
             "htmlEscape('<a href=\"x\">') == '&lt;a href=&quot;x&quot;&gt;'"),
    CALL_ROW(
        "htmlUnescape", html_unescape_overloads,
        "The text with HTML's references to characters replaced, named or numbered; each ends in `;`, and an `&` "
        "that begins none is itself.",
        "htmlUnescape('&lt;caf&eacute;&gt; &#x263a; a&b') == '<café> ☺ a&b'"),
    CALL_ROW(
        "toJson", to_json_overloads,
        "The value as JSON text, without spaces, its keys in their order. Bytes, times and the like have no form in "
        "JSON and are errors.",
        "toJson({'a': [1, 2.5, null], 'b': 'x\"y'}) == '{\"a\":[1,2.5,null],\"b\":\"x\\\\\"y\"}'"),
};

const CelFamily cel_family_escapes = {
    .name = "escapes",
    .summary = "Texts within URLs and HTML, values as JSON.",
    .rows = rows,
    .count = sizeof rows / sizeof *rows,
};
