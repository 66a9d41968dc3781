#include "xpath/xpath_names.h"
#include "base/ascii.h"

static bool starts_name(char c) {
    return ascii_is_letter(c) || c == '_' || (c & 0x80) != 0;
}

static bool in_name(char c) {
    return starts_name(c) || ascii_is_digit(c) || c == '-' || c == '.';
}

static char char_at(const XPathReader *reader, size_t at) {
    return at < reader->text.len ? reader->text.at[at] : '\0';
}

static size_t past_blanks(const XPathReader *reader, size_t at) {
    while (ascii_is_space(char_at(reader, at)))
        at++;
    return at;
}

static Sv take_name(XPathReader *reader) {
    size_t from = reader->at;
    while (reader->at < reader->text.len && in_name(reader->text.at[reader->at]))
        reader->at++;
    return sv_slice(reader->text, from, reader->at);
}

static Sv take_quoted(XPathReader *reader) {
    char quote = char_at(reader, reader->at++);
    size_t from = reader->at;
    while (reader->at < reader->text.len && reader->text.at[reader->at] != quote)
        reader->at++;
    return sv_slice(reader->text, from, reader->at++);
}

static void take_sign(XPathReader *reader, char c) {
    reader->at++;
    // * is a name test where an operand is expected, otherwise the operator.
    bool ends =
        c == ')' || c == ']' || c == '.' || ascii_is_digit(c) || (c == '*' && !reader->operand);
    reader->operand = ends;
    reader->attribute = c == '@';
}

// A name where an operand is expected: an axis, a function, or a name test.
static bool take_operand(XPathReader *reader, XPathName *out) {
    size_t from = reader->at;
    Sv first = take_name(reader), prefix = {0};
    size_t next = past_blanks(reader, reader->at);
    if (char_at(reader, next) == ':' && char_at(reader, next + 1) == ':') {
        reader->at = next + 2;
        reader->attribute = sv_eq_c(first, "attribute");
        return false;
    }
    bool qualified = char_at(reader, reader->at) == ':';
    if (qualified) {
        prefix = first;
        reader->at++;
        bool any = char_at(reader, reader->at) == '*';
        first = take_name(reader);
        if (any) reader->at++;
        next = past_blanks(reader, reader->at);
    }
    bool called = char_at(reader, next) == '(';
    bool attribute = reader->attribute;
    reader->attribute = false;
    reader->operand = !called;
    if (called || first.len == 0) return false;
    *out = (XPathName){prefix, first, attribute, from, reader->at};
    return true;
}

bool xpath_next_name(XPathReader *reader, XPathName *out) {
    while (reader->at < reader->text.len) {
        char c = reader->text.at[reader->at];
        if (ascii_is_space(c)) {
            reader->at++;
        } else if (c == '"' || c == '\'') {
            take_quoted(reader);
            reader->operand = true;
        } else if (c == '$') {
            reader->at++;
            take_name(reader);
            reader->operand = true;
        } else if (!starts_name(c)) {
            take_sign(reader, c);
        } else if (reader->operand) {
            take_name(reader); // and, or, div, mod
            reader->operand = false;
        } else if (take_operand(reader, out)) {
            return true;
        }
    }
    return false;
}

bool xpath_next_text(XPathReader *reader, Sv *out) {
    for (; reader->at < reader->text.len; reader->at++) {
        char c = reader->text.at[reader->at];
        if (c != '"' && c != '\'') continue;
        *out = take_quoted(reader);
        return true;
    }
    return false;
}
