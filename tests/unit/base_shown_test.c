// Foreign text made harmless: what cannot be seen, commands to CI systems, messages, whole output.
#include "base/shown/invisible.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "check.h"

#include <string.h>

static void check_shown(Sv text, bool keep_lines, const char *wanted) {
    Buf buf BUF_AUTO = buf_new(1000);
    CHECK(shown_add(&buf, text, keep_lines));
    CHECK_C(buf_sv(&buf), wanted);
}

static void shown(void) {
    check_shown(SV("plain é 日本"), false, "plain é 日本");
    check_shown(SV("a\nb\tc\rd"), false, "a\\nb\\tc\\rd");
    check_shown(SV("a\nb\tc\rd"), true, "a\nb\tc\\rd");
    check_shown(SV("\x1b[31mred\x1b[0m\x07"), false, "\\x1b[31mred\\x1b[0m\\x07");
    check_shown(SV("\0\x7f"), false, "\\x00\\x7f");
    check_shown(SV("\xc2\x9b"
                   "31m"),
                false, "\\u{9b}31m"); // the one-byte form of ESC [
    check_shown(SV("x\xff\xe2\x82y"), false, "x\\xff\\xe2\\x82y");
    check_shown(SV("user\xe2\x80\xae"
                   "gpj.exe"),
                false, "user\\u{202e}gpj.exe");
    check_shown(SV("a\xe2\x80\xa8"
                   "b\xe2\x81\xa6"
                   "c\xd8\x9c"),
                false, "a\\u{2028}b\\u{2066}c\\u{61c}");
    check_shown(SV("\xef\xbb\xbf"
                   "a\xe2\x80\x8b"
                   "b"),
                false, "\\u{feff}a\\u{200b}b");
    check_shown(SV("\xf3\xa0\x81\x81"), false, "\\u{e0041}"); // a tag character
    check_shown(SV("\xef\xbf\xbd"), false, "\xef\xbf\xbd");   // U+FFFD itself
    check_shown(SV("👩\xe2\x80\x8d🚀"), false, "👩\xe2\x80\x8d🚀");
    check_shown((Sv){NULL, 0}, false, "");
}

static void blanks(void) {
    CHECK(invisible_whole(SV("")));
    CHECK(invisible_whole(SV(" \t\r\n")));
    CHECK(invisible_whole(
        SV("\xc2\xa0\xe2\x80\x8b\xe3\x80\x80\xe2\x80\xa8"))); // no-break, zero width, wide, line
    CHECK(!invisible_whole(SV(" a ")));
    CHECK(!invisible_whole(SV("-")));
    CHECK(!invisible_whole(SV("\xff"))); // shown as U+FFFD
}

// ── what cannot be seen ──

// Shown by its number wherever it stands: alone, between letters, behind an emoji.
static void check_hidden(uint32_t c) {
    char bytes[4];
    Sv one = {bytes, utf8_encode(c, bytes)};
    static const char *const before[] = {"", "a", "⚡", "न"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        Buf text BUF_AUTO = buf_new(100), out BUF_AUTO = buf_new(1000),
                 wanted BUF_AUTO = buf_new(1000);
        buf_addf(&text, "%s%.*sz", before[i], SV_ARG(one));
        buf_addf(&wanted, c < 0x80 ? "%s\\x%02xz" : "%s\\u{%x}z", before[i], c);
        CHECK(shown_add(&out, buf_sv(&text), true));
        CHECK_SV(buf_sv(&out), buf_sv(&wanted));
    }
}

static void hidden(void) {
    static const uint32_t each[] = {
        0x01,    0x1B,    0x7F,    0x80,    0x9B,    0xAD,    0x034F,  0x061C,   0x115F,
        0x1160,  0x17B4,  0x17B5,  0x180B,  0x180E,  0x180F,  0x200B,  0x200E,   0x200F,
        0x2028,  0x2029,  0x202A,  0x202E,  0x2060,  0x2061,  0x2064,  0x2065,   0x2066,
        0x206A,  0x206F,  0x2800,  0x3164,  0xFE00,  0xFE0D,  0xFEFF,  0xFFA0,   0xFFF0,
        0xFFF9,  0xFFFB,  0xFFFC,  0xFFFE,  0xFFFF,  0xFDD0,  0xE000,  0xF8FF,   0x13430,
        0x13441, 0x16FE4, 0x1BCA0, 0x1D159, 0x1D173, 0x1D17A, 0x1FFFE, 0xE0000,  0xE0001,
        0xE0020, 0xE0061, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF, 0xF0000, 0x10FFFD, 0x10FFFF};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        check_hidden(each[i]);
}

// Text in which every character can be seen, and its width is that of what is drawn.
static void check_kept(const char *text) {
    check_shown(sv_from_c(text), false, text);
}

#define ZWJ   "\xe2\x80\x8d"
#define ZWNJ  "\xe2\x80\x8c"
#define EMOJI "\xef\xb8\x8f"
#define TEXT  "\xef\xb8\x8e"

static void kept_between_others(void) {
    check_kept("👨" ZWJ "👩" ZWJ "👧" ZWJ "👦");
    check_kept("👩🏽" ZWJ "🚀 👩" ZWJ "❤" EMOJI ZWJ "💋" ZWJ "👨");
    check_kept("🏳" EMOJI ZWJ "🌈 🏴" ZWJ "☠" EMOJI " 🕵" EMOJI ZWJ "♀" EMOJI);
    check_kept("❤" EMOJI " ⚠" EMOJI " ☎" TEXT " ©" EMOJI " 1" EMOJI "\xe2\x83\xa3 #" EMOJI
               "\xe2\x83\xa3");
    check_kept("می" ZWNJ "خواهم");                // Persian
    check_kept("क्" ZWJ "ष क्" ZWNJ "ष ශ්" ZWJ "රී"); // Devanagari, Sinhala
    check_kept("র" ZWJ "্য");                      // Bengali
    check_kept("ന്" ZWJ " क्" ZWJ);                 // Malayalam and Devanagari, a word's end
    check_kept("۱۴۰۲ ه" ZWJ ".ش");                // Persian: an abbreviation that looks joined
    check_kept("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F 🏴"
               "\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F 🏴"
               "\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F");
    check_kept("é ё 日本 e\xcc\x81 ﷺ \xd8\x80 🇩🇪");
}

static void hidden_between_others(void) {
    check_shown(SV("a" ZWJ "b"), false, "a\\u{200d}b");
    check_shown(SV("a" ZWNJ "b"), false, "a\\u{200c}b");
    check_shown(SV("😀" ZWJ "😀"), false, "😀\\u{200d}😀"); // no emoji
    check_shown(SV("👩" ZWJ), false, "👩\\u{200d}");
    check_shown(SV(ZWJ "👩"), false, "\\u{200d}👩");
    check_shown(SV("👩" ZWJ ZWJ "🚀"), false, "👩\\u{200d}\\u{200d}🚀");
    check_shown(SV("a" EMOJI), false, "a\\u{fe0f}");
    check_shown(SV("1" EMOJI "2"), false, "1\\u{fe0f}2");
    check_shown(SV("❤" EMOJI EMOJI), false, "❤" EMOJI "\\u{fe0f}");
    check_shown(SV("🧠" EMOJI), false, "🧠\\u{fe0f}"); // looks the same without
    check_shown(SV(EMOJI), false, "\\u{fe0f}");
    check_shown(SV("کار" ZWNJ "ها"), false, "کار\\u{200c}ها"); // never joined, so it parts nothing
    check_shown(SV("क्" ZWJ ZWJ), false, "क्" ZWJ "\\u{200d}");
    check_shown(SV("a्" ZWJ), false, "a्\\u{200d}");
    check_shown(SV("क्" ZWNJ), false, "क्\\u{200c}");
    check_shown(SV("ه" ZWJ "ه"), false, "ه\\u{200d}ه"); // joined anyway
    check_shown(SV("ه" ZWJ ZWJ), false, "ه" ZWJ "\\u{200d}");
    check_shown(SV("ر" ZWJ), false, "ر\\u{200d}"); // never joined to what follows
    check_shown(SV("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067"), false,
                "🏴\\u{e0067}\\u{e0062}\\u{e0065}\\u{e006e}\\u{e0067}"); // not ended
    check_shown(SV("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F\U000E007F"),
                false,
                "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F\\u{e007f}");
    check_shown(SV("क" ZWJ "ष"), false, "क\\u{200d}ष");
    check_shown(SV("🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf"), false, "🏴\\u{e0067}\\u{e007f}");
}

// What is shown has a width that nothing unseen adds to or takes from.
static void widths_agree(void) {
    for (uint32_t c = 0x20; c <= 0x10FFFF; c++) {
        if ((c >= 0xD800 && c <= 0xDFFF) || !invisible_alone(c)) continue;
        char bytes[4];
        Sv one = {bytes, utf8_encode(c, bytes)};
        Buf out BUF_AUTO = buf_new(100);
        shown_add(&out, one, false);
        if (utf8_width(buf_sv(&out)) != out.len) CHECK_INT(c, 0);
    }
}

// ── commands ──

static void hash_commands(void) {
    check_shown(SV("##[error]x"), false, "#\\x23[error]x");
    check_shown(SV("a ##vso[x]"), true, "a #\\x23vso[x]");
    check_shown(SV("###[e]"), false, "##\\x23[e]");
    check_shown(SV("##VSO[Task.Complete]"), false, "#\\x23VSO[Task.Complete]");
    check_shown(SV("##team-city.v2_x[a] ##[b]"), false, "#\\x23team-city.v2_x[a] #\\x23[b]");
    check_shown(SV("## [x] # [y] ##a b[c]"), false, "## [x] # [y] ##a b[c]");
    check_shown(SV("## heading"), true, "## heading");
    check_shown(SV("##"), true, "##");
}

static void check_output(ShownOutput how, Sv text, const char *wanted) {
    Buf out BUF_AUTO = buf_new(4000), again BUF_AUTO = buf_new(4000);
    CHECK(shown_add_output(&out, text, how));
    CHECK_C(buf_sv(&out), wanted);
    CHECK(shown_add_output(&again, buf_sv(&out), how));
    CHECK_SV(buf_sv(&again), buf_sv(&out)); // twice is once
}

static void colon_commands(void) {
    ShownOutput plain = {0};
    check_output(plain, SV("::error::x\n"), ":\\x3aerror::x\n");
    check_output(plain, SV("a\n  ::error::x"), "a\n  :\\x3aerror::x");
    static const char *const blanks[] = {"\t",           "\xc2\xa0",     "\xe1\x9a\x80",
                                         "\xe2\x80\x80", "\xe2\x80\x83", "\xe2\x80\x8a",
                                         "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        Buf text BUF_AUTO = buf_new(100), wanted BUF_AUTO = buf_new(100);
        buf_addf(&text, "x\n %s ::set-env name=a::b\n", blanks[i]);
        buf_addf(&wanted, "x\n %s :\\x3aset-env name=a::b\n", blanks[i]);
        buf_add_char(&wanted, '\0'); // ends the C string
        check_output(plain, buf_sv(&text), wanted.at);
    }
    check_output(plain, SV("\xe2\x80\x8b::error::x"), "\\u{200b}:\\x3aerror::x");
    check_output(plain, SV("\xe2\xa0\x80::error::x"), "\\u{2800}:\\x3aerror::x");
    check_output(plain, SV("\x01\r::error::x"), "\\x01\\r:\\x3aerror::x");
    check_output(plain, SV("\xff::error::x"), "\\xff:\\x3aerror::x");
    check_output(plain, SV("\x1b[31m::error::x"), "\\x1b[31m::error::x");
    check_output(plain, SV("::1 is an address"), ":\\x3a1 is an address");
    check_output(plain, SV("[::1] http://[::]:80 std::x a ::error::x"),
                 "[::1] http://[::]:80 std::x a ::error::x");
    check_output(plain, SV("again: echo '::error::x'"), "again: echo '::error::x'");
    check_output(plain, SV("a ##vso[x]y"), "a #\\x23vso[x]y");
    check_output(plain, SV(":"), ":");
    check_output(plain, SV(""), "");
    check_output((ShownOutput){.commands = true}, SV("::error file=x::##[y]"),
                 "::error file=x::#\\x23[y]");
}

static void own_sequences(void) {
    ShownOutput color = {.color = true}, live = {.color = true, .live = true};
    check_output(color, SV("\x1b[32m✓\x1b[0m a"), "\x1b[32m✓\x1b[0m a");
    check_output(color, SV("\x1b[1;31m::error::x\x1b[0m"),
                 "\x1b[1;31m:\\x3a"
                 "error::x\x1b[0m");
    check_output(color, SV("\x1b[2J\x1b[31;5m\x1b]0;x\x07"), "\\x1b[2J\\x1b[31;5m\\x1b]0;x\\x07");
    check_output(color, SV("a\r\x1b[Kb"), "a\\r\\x1b[Kb");
    check_output(live, SV("\r\x1b[K\x1b[36m⠋\x1b[0m 1 a"), "\r\x1b[K\x1b[36m⠋\x1b[0m 1 a");
    check_output(live, SV("\r\x1b[K::x::"), "\r\x1b[K:\\x3ax::");
    check_output(live, SV("a\rb\x1b[A"), "a\\rb\\x1b[A");
}

// ── messages ──

static void messages(void) {
    Buf out BUF_AUTO = buf_new(4000);
    CHECK(shown_addf(&out, "a\n'%.*s' %s %d%% %u %lld %llu %zu", SV_ARG(SV("x\n::y\x1b")), "##[z]",
                     -1, 2u, -3LL, 4ULL, (size_t)5));
    CHECK_C(buf_sv(&out), "a\n'x\\n::y\\x1b' #\\x23[z] -1% 2 -3 4 5");
    Buf small BUF_AUTO = buf_new(3);
    CHECK(!shown_addf(&small, "%s", "abcd"));
}

static void shell_words(void) {
    static const char *const rows[][2] = {
        {"a.yaml", "a.yaml"},
        {"a b", "'a b'"},
        {"a\n::error::x", "$'a\\x0a::error::x'"},
        {"it's \x1b\\", "$'it\\'s \\x1b\\\\'"},
        {"a ##[error]", "$'a \\x23#[error]'"},
        {"x\xe2\x80\x8b\xff", "$'x\\xe2\\x80\\x8b\\xff'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf out BUF_AUTO = buf_new(200), again BUF_AUTO = buf_new(200);
        shown_add_shell_word(&out, sv_from_c(rows[i][0]));
        CHECK_C(buf_sv(&out), rows[i][1]);
        shown_add(&again, buf_sv(&out), false);
        CHECK_C(buf_sv(&again), rows[i][1]); // it is copied as it was meant
    }
}

int main(void) {
    shown();
    blanks();
    hidden();
    kept_between_others();
    hidden_between_others();
    widths_agree();
    hash_commands();
    colon_commands();
    own_sequences();
    messages();
    shell_words();
    return check_done();
}
