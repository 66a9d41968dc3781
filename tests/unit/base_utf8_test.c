// UTF-8 at its edges, and widths on a terminal.
#include "base/utf8.h"
#include "check.h"

static size_t bad_at(Sv text) {
    size_t bad = SV_NONE;
    return utf8_valid(text, &bad) ? SV_NONE : bad;
}

static void validity(void) {
    CHECK(utf8_valid(SV(""), NULL));
    CHECK(utf8_valid((Sv){NULL, 0}, NULL));
    CHECK(utf8_valid(SV("plain ascii of more than eight bytes"), NULL));
    CHECK(utf8_valid(
        SV("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), NULL));
    CHECK(utf8_valid(SV("\xed\x9f\xbf\xee\x80\x80"), NULL)); // on both sides of the surrogates
    CHECK(!utf8_valid(SV("\xff"), NULL));
    CHECK_INT(bad_at(SV("12345678\x80")), 8);
    CHECK_INT(bad_at(SV("a\xc0\xaf")), 1);        // overlong /
    CHECK_INT(bad_at(SV("ab\xc1\xbf")), 2);       // overlong
    CHECK_INT(bad_at(SV("\xe0\x9f\xbf")), 0);     // overlong
    CHECK_INT(bad_at(SV("\xf0\x8f\xbf\xbf")), 0); // overlong
    CHECK_INT(bad_at(SV("\xed\xa0\x80")), 0);     // U+D800
    CHECK_INT(bad_at(SV("\xed\xbf\xbf")), 0);     // U+DFFF
    CHECK_INT(bad_at(SV("\xf4\x90\x80\x80")), 0); // U+110000
    CHECK_INT(bad_at(SV("\xf5\x80\x80\x80")), 0);
    CHECK_INT(bad_at(SV("€\xe2\x82")), 3);     // cut off
    CHECK_INT(bad_at(SV("x\xf0\x9f\x98")), 1); // cut off
    CHECK_INT(bad_at(SV("\xe2(\xa1")), 0);
    CHECK_INT(bad_at(SV("\xf0\x90(\xbc")), 0);
}

static void walking(void) {
    Sv text = SV("aé€😀\xff!");
    size_t at = 0;
    CHECK_INT(utf8_next(text, &at), 'a');
    CHECK_INT(utf8_next(text, &at), 0xE9);
    CHECK_INT(utf8_next(text, &at), 0x20AC);
    CHECK_INT(utf8_next(text, &at), 0x1F600);
    CHECK_INT(at, 10);
    CHECK_INT(utf8_next(text, &at), 0xFFFD);
    CHECK_INT(at, 11);
    CHECK_INT(utf8_next(text, &at), '!');
    CHECK_INT(at, text.len);
    CHECK_INT(utf8_count(text), 6);
    CHECK_INT(utf8_offset(text, 0), 0);
    CHECK_INT(utf8_offset(text, 2), 3);
    CHECK_INT(utf8_offset(text, 4), 10);
    CHECK_INT(utf8_offset(text, 99), text.len);
    Sv longer = SV("0123456789012345é0123456789");
    CHECK_INT(utf8_count(longer), 27);
    CHECK_INT(utf8_offset(longer, 17), 18);
    CHECK_INT(utf8_offset(longer, 26), 27);
}

static void check_encoded(uint32_t code_point, Sv wanted) {
    char bytes[4];
    CHECK_SV(((Sv){bytes, utf8_encode(code_point, bytes)}), wanted);
}

static void encoding(void) {
    check_encoded(0, SV("\0"));
    check_encoded(0x7F, SV("\x7f"));
    check_encoded(0x80, SV("\xc2\x80"));
    check_encoded(0x7FF, SV("\xdf\xbf"));
    check_encoded(0x800, SV("\xe0\xa0\x80"));
    check_encoded(0xFFFF, SV("\xef\xbf\xbf"));
    check_encoded(0x10000, SV("\xf0\x90\x80\x80"));
    check_encoded(0x10FFFF, SV("\xf4\x8f\xbf\xbf"));
    check_encoded(0x110000, SV("\xef\xbf\xbd"));
    check_encoded(0xD800, SV("\xef\xbf\xbd"));
}

static void every_code_point_comes_back(void) {
    bool same = true;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        char bytes[4];
        Sv text = {bytes, utf8_encode(c, bytes)};
        size_t at = 0;
        same = same && utf8_valid(text, NULL) && utf8_next(text, &at) == c && at == text.len;
    }
    CHECK(same);
}

static void widths(void) {
    CHECK_INT(utf8_width(SV("plain")), 5);
    CHECK_INT(utf8_width(SV("日本")), 4);
    CHECK_INT(utf8_width(SV("e\xcc\x81")), 1); // e and a combining acute accent
    CHECK_INT(utf8_width(SV("😀")), 2);
    CHECK_INT(utf8_width(SV("é…✓")), 3);
    CHECK_INT(utf8_width(SV("தமிழ்")), 4);     // a vowel that stands beside its letter, and one mark
    CHECK_INT(utf8_width(SV("\xd8\x80")), 1); // ARABIC NUMBER SIGN
    CHECK_INT(utf8_char_width(0), 0);
    CHECK_INT(utf8_char_width(0x110000), 1);
    CHECK_C(utf8_fit(SV("日本語"), 5), "日本");
    CHECK_C(utf8_fit(SV("e\xcc\x81x"), 1), "e\xcc\x81");
    CHECK_C(utf8_fit(SV("abc"), 3), "abc");
    CHECK_C(utf8_fit(SV("abc"), 0), "");
}

int main(void) {
    validity();
    walking();
    encoding();
    every_code_point_comes_back();
    widths();
    return check_done();
}
