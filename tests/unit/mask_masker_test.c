// No form of a secret gets past the masker.
#include "base/buf.h"
#include "base/system/digest.h"
#include "check.h"
#include "mask/masker.h"
#include "value/json.h"

static const char canary[] = "Zk9/q+7 \"p&ss\\w<r>d'\xc3\xa9\t%41";

static bool leaks(Sv text, Sv secret) {
    return sv_find(text, secret, 0) != SV_NONE;
}

static void masks(Masker *masker, Arena *arena, const char *text, const char *wanted) {
    CHECK_C(masker_text(masker, arena, sv_from_c(text)), wanted);
}

static void plain_forms(Arena *arena) {
    Masker *masker = masker_new();
    masks(masker, arena, "nothing is secret", "nothing is secret");
    masker_add(masker, SV("admin_token"), SV("s3cr3t-token-1"), 8);
    masks(masker, arena, "nothing is secret", "nothing is secret");
    masks(masker, arena, "Bearer s3cr3t-token-1 s3cr3t-token-1.",
          "Bearer «admin_token» «admin_token».");
    masks(masker, arena, "s3cr3t", "s3cr3t");
    // A text may have been cut anywhere.
    masks(masker, arena, "what was printed before it ended: s3cr3t-token-",
          "what was printed before it ended: «admin_token»");
    masks(masker, arena, "it is s3cr3t-t… and …oken-1, …cr3t-tok…",
          "it is «admin_token»… and …«admin_token», …«admin_token»…");
    masks(masker, arena, "head s3cr3t\n[… 5 bytes were left out here …]\nken-1 tail",
          "head «admin_token»\n[… 5 bytes were left out here …]\n«admin_token» tail");
    masks(masker, arena, "s3cr3t-token-1s3cr3t-token-1\n", "«admin_token»«admin_token»\n");
    // base64 of the secret alone, and behind one and two other bytes
    masks(masker, arena, "czNjcjN0LXRva2VuLTE=", "«admin_token»=");
    masks(masker, arena, "YTpzM2NyM3QtdG9rZW4tMQ==", "YT«admin_token»==");
    masker_free(masker);
}

// The secret in the middle of other bytes, at each place within a group of three.
static void base64_alignments(Arena *arena) {
    static const char *const around[] = {"", "a", "ab", "abc", "abcd"};
    Masker *masker = masker_new();
    Sv secret = SV("\xfb\xff\xfe-0123456789-\xff\xfb\xfe");
    masker_add(masker, SV("k"), secret, 8);
    for (size_t before = 0; before < 5; before++)
        for (size_t after = 0; after < 5; after++)
            for (int url = 0; url < 2; url++) {
                BUF_AUTO Buf bytes = buf_new(256);
                BUF_AUTO Buf text = buf_new(256);
                buf_add_c(&bytes, around[before]);
                buf_add(&bytes, secret);
                buf_add_c(&bytes, around[after]);
                base64_add(&text, buf_sv(&bytes));
                for (size_t i = 0; url && i < text.len; i++)
                    text.at[i] = (char)(text.at[i] == '+'   ? '-'
                                        : text.at[i] == '/' ? '_'
                                                            : text.at[i]);
                Sv masked = masker_text(masker, arena, buf_sv(&text));
                CHECK(sv_find(masked, SV("«k»"), 0) != SV_NONE);
                // Digits that share bits with what stands around it may stay: at most three in
                // front, one behind.
                CHECK(masked.len <= before / 3 * 4 + 4 + 5 + 4 + after / 3 * 4 + 4);
            }
    masker_free(masker);
}

static void add_percent(Buf *out, Sv text, bool all, const char *format) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter && !all)
            buf_add_char(out, (char)c);
        else
            buf_addf(out, format[0] == 'X' ? "%%%02X" : "%%%02x", c);
    }
}

// A secret with every character that some encoding changes.
static void escaped_forms(Arena *arena) {
    Sv secret = {canary, sizeof canary - 1};
    Masker *masker = masker_new();
    masker_add(masker, SV("canary"), secret, 8);
    BUF_AUTO Buf json = buf_new(1024);
    json_write_text(&json, secret);
    CHECK_C(masker_text(masker, arena, buf_sv(&json)), "\"«canary»\"");
    masks(masker, arena, "Zk9\\/q+7 \\\"p&ss\\\\w<r>d'\\u00e9\\t%41", "«canary»");
    masks(masker, arena, "Zk9/q+7 &quot;p&amp;ss\\w&lt;r&gt;d&#39;\xc3\xa9\t%41", "«canary»");
    masks(masker, arena, "Zk9/q+7 &#x22;p&#38;ss\\w&lt;r&gt;d&apos;&#xE9;&#9;%41", "«canary»");
    masks(masker, arena, "Zk9/q+7 \\\\\\\"p&ss\\\\\\\\w<r>d'\xc3\xa9\\\\t%41", "«canary»");
    masks(masker, arena, "'Zk9/q+7 \"p&ss\\w<r>d'\\''\xc3\xa9\t%41'", "'«canary»'");
    BUF_AUTO Buf forms = buf_new(4096);
    add_percent(&forms, secret, false, "X");
    buf_add_char(&forms, '|');
    add_percent(&forms, secret, false, "x");
    buf_add_char(&forms, '|');
    add_percent(&forms, secret, true, "X");
    CHECK_C(masker_text(masker, arena, buf_sv(&forms)), "«canary»|«canary»|«canary»");
    masks(masker, arena, "Zk9%2Fq%2B7+%22p%26ss%5Cw%3Cr%3Ed%27%C3%A9%09%2541", "«canary»");
    BUF_AUTO Buf hex = buf_new(1024);
    hex_add(&hex, secret);
    CHECK_C(masker_text(masker, arena, buf_sv(&hex)), "«canary»");
    for (size_t i = 0; i < hex.len; i++)
        if (hex.at[i] >= 'a') hex.at[i] = (char)(hex.at[i] - 'a' + 'A');
    CHECK_C(masker_text(masker, arena, buf_sv(&hex)), "«canary»");
    masker_free(masker);
}

static void lines_and_leaves(Arena *arena) {
    Masker *masker = masker_new();
    masker_add(masker, SV("key"), SV("-----BEGIN KEY-----\nabcdefghijkl\r\nshort\nmnopqrstuvwx\n"),
               8);
    masks(masker, arena, "found abcdefghijkl and mnopqrstuvwx, short",
          "found «key» and «key», short");
    masker_add(masker, SV("account"),
               SV("{\"id\": 7, \"private\": {\"key\": \"very-private-key\"}}"), 8);
    masks(masker, arena, "it is very-private-key.", "it is «account».");
    // base64 broken into lines, as base64(1) writes it
    Sv secret = SV("0123456789012345678901234567890123456789012345678901234567890123456789");
    masker_add(masker, SV("long"), secret, 8);
    masks(
        masker, arena,
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2\nNzg5MDEyMzQ1Njc4OQ==\n",
        "«long»==\n");
    masker_free(masker);
}

static void borders(Arena *arena) {
    Masker *masker = masker_new();
    masker_add(masker, SV("tok"), SV("0123456789abcdef"), 8);
    Sv text = SV("aaaa0123456789abcdefbbbb");
    // A cut through the secret never shows a part of it.
    for (size_t at = 0; at <= text.len; at++) {
        Sv head = masker_part(masker, arena, text, 0, at),
           tail = masker_part(masker, arena, text, at, text.len);
        CHECK_C(head, at <= 4    ? sv_to_c(arena, sv_slice(text, 0, at))
                      : at <= 20 ? "aaaa«tok»"
                                 : sv_to_c(arena, sv_format(arena, "aaaa«tok»%.*s", (int)(at - 20),
                                                            "bbbb")));
        CHECK(!leaks(tail, SV("bcdef")) && !leaks(head, SV("01234")));
    }
    // A line that goes on does not show how a secret begins.
    CHECK_C(masker_open_text(masker, arena, SV("token: 01234")), "token: ");
    CHECK_C(masker_open_text(masker, arena, SV("token: 0123456789abcdef.")), "token: «tok».");
    CHECK_C(masker_open_text(masker, arena, SV("token: 012 ")), "token: 012 ");
    masker_free(masker);
}

static void values(Arena *arena) {
    Masker *masker = masker_new();
    Taint a = masker_add(masker, SV("a"), SV("aaaa-aaaa-aaaa"), 8),
          b = masker_add(masker, SV("b"), SV("bbbb-bbbb-bbbb"), 8);
    CHECK_INT(a, 1);
    CHECK_INT(b, 2);
    CHECK_INT(masker_add(masker, SV("a"), SV("another-value"), 8), 1);
    Value items[] = {value_string(SV("x aaaa-aaaa-aaaa")),
                     value_tainted(value_int(5), b),
                     value_int(5),
                     value_tainted(value_string(SV("unlike")), a | b),
                     value_bytes(SV("\xff\x01")),
                     value_duration_ns(1500000000),
                     value_double(0.0 / 1.0),
                     value_uint(7)};
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "bbbb-bbbb-bbbb", value_list(arena, items, sizeof items / sizeof *items));
    map_add(&map, value_int(3), value_null());
    BUF_AUTO Buf json = buf_new(4096);
    json_write(&json, masker_value(masker, arena, map_done(&map)), JSON_COMPACT);
    CHECK_C(buf_sv(&json),
            "{\"«b»\":[\"x «a»\",\"«b»\",5,\"«a» «b»\",\"/wE=\",\"1.5s\",0.0,7],\"3\":null}");
    masker_free(masker);
}

static void number(Masker *masker, Arena *arena, Value value, const char *wanted) {
    BUF_AUTO Buf json = buf_new(256);
    json_write(&json, masker_value(masker, arena, value), JSON_COMPACT);
    CHECK_C(buf_sv(&json), wanted);
}

// Digits are digits, whatever their type.
static void numbers(Arena *arena) {
    Masker *masker = masker_new();
    Value decimal;
    masker_add_value(masker, SV("otp"), value_int(4815162342), 8);
    masker_add(masker, SV("pin"), SV("0048151623"), 8);
    number(masker, arena, value_int(4815162342), "\"«otp»\"");
    number(masker, arena, value_int(-4815162342), "\"-«otp»\"");
    number(masker, arena, value_uint(4815162342), "\"«otp»\"");
    number(masker, arena, value_double(4815162342.0), "\"«otp».0\"");
    number(masker, arena, value_int(48151623), "\"«pin»\"");
    CHECK(value_decimal(arena, SV("4815162342"), &decimal));
    number(masker, arena, decimal, "\"«otp»\"");
    masker_add_value(masker, SV("sum"), value_double(48151623.45), 8);
    masker_add_value(masker, SV("whole"), value_double(9182736450.0), 8);
    masks(masker, arena, "4.815162345e7 9.18273645E9 9182736450", "«sum»e7 «whole»E9 «whole»");
    masks(masker, arena, "{\"a\":4815162342,\"b\":4.815162342e9,\"c\":48151623}",
          "{\"a\":«otp»,\"b\":«otp»e9,\"c\":«pin»}");
    // Others stay numbers, also such that have these digits among theirs.
    number(masker, arena, value_int(14815162342), "14815162342");
    number(masker, arena, value_int(481516), "481516");
    number(masker, arena, value_double(0.5), "0.5");
    // True and false are everybody's words.
    masker_add_value(masker, SV("flag"), value_bool(true), 1);
    masks(masker, arena, "it is true", "it is true");
    masker_free(masker);
}

static void weak_and_many(Arena *arena) {
    Masker *masker = masker_new();
    masker_add(masker, SV("pin"), SV("1234"), 1);
    masks(masker, arena, "the pin is 1234", "the pin is «pin»");
    // Tokens that begin and end alike are still found fast and told apart.
    for (int i = 0; i < 2000; i++) {
        Sv name = sv_format(arena, "t%d", i);
        masker_add(masker, name, sv_format(arena, "eyJhbGciOiJI-%d-same-end", i), 8);
    }
    masks(masker, arena, "[eyJhbGciOiJI-1777-same-end]", "[«t1777»]");
    CHECK_C(masker_shown(masker, arena, (Taint)1 << 30), "«secret»");
    masker_free(masker);
}

int main(void) {
    Arena *arena = arena_new(1 << 30);
    plain_forms(arena);
    base64_alignments(arena);
    escaped_forms(arena);
    lines_and_leaves(arena);
    borders(arena);
    values(arena);
    numbers(arena);
    weak_and_many(arena);
    arena_free(arena);
    return check_done();
}
