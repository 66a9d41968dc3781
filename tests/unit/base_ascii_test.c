// Kinds of characters, held against the C library's in its own locale, for every byte.
#include "base/ascii.h"
#include "check.h"

#include <ctype.h>

int main(void) {
    for (int c = -128; c < 256; c++) {
        bool ascii = c >= 0 && c < 0x80;
        CHECK_INT(ascii_is_digit(c), ascii && isdigit(c));
        CHECK_INT(ascii_is_lower(c), ascii && islower(c));
        CHECK_INT(ascii_is_upper(c), ascii && isupper(c));
        CHECK_INT(ascii_is_letter(c), ascii && isalpha(c));
        CHECK_INT(ascii_is_alnum(c), ascii && isalnum(c));
        CHECK_INT(ascii_is_word(c), ascii && (isalnum(c) || c == '_'));
        CHECK_INT(ascii_is_hex(c), ascii && isxdigit(c));
        CHECK_INT(ascii_is_space(c), ascii && isspace(c) && c != '\v' && c != '\f');
        CHECK_INT(ascii_lower((char)c), ascii ? tolower(c) : (char)c);
        CHECK_INT(ascii_upper((char)c), ascii ? toupper(c) : (char)c);
    }
    CHECK_INT(ascii_hex_value('0'), 0);
    CHECK_INT(ascii_hex_value('9'), 9);
    CHECK_INT(ascii_hex_value('a'), 10);
    CHECK_INT(ascii_hex_value('F'), 15);
    CHECK_INT(ascii_hex_value('g'), -1);
    return check_done();
}
