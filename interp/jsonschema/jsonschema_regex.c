// Regular expressions of JSON Schema are those of ECMA-262: rewrites what PCRE2 spells differently.
#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "jsonschema/jsonschema_node.h"

// General categories by the long names of Unicode, which PCRE2 does not know.
static const char *const categories[][2] = {
    {"Letter", "L"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Cased_Letter", "L&"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Other", "C"},
    {"Control", "Cc"},
    {"Format", "Cf"},
    {"Private_Use", "Co"},
    {"Unassigned", "Cn"},
};

// \p{Letter} or \p{Script=Greek}, at the brace; returns the offset behind it, or `at` if there is
// nothing to change.
static size_t add_property(Buf *out, Sv pattern, size_t at, char kind) {
    size_t end = sv_find_char(pattern, '}', at);
    if (end == SV_NONE) return at;
    Sv name = sv_slice(pattern, at + 1, end);
    size_t equals = sv_find_char(name, '=', 0);
    if (equals != SV_NONE) name = sv_slice(name, equals + 1, name.len);
    const char *found = NULL;
    for (size_t i = 0; i < sizeof categories / sizeof *categories && found == NULL; i++) {
        if (sv_eq_c(name, categories[i][0])) found = categories[i][1];
    }
    if (found == NULL && equals == SV_NONE) return at;
    buf_addf(out, "\\%c{", kind);
    buf_add(out, found != NULL ? sv_from_c(found) : name);
    buf_add_char(out, '}');
    return end + 1;
}

// White space of ECMA-262 beyond PCRE2's.
#define MORE_SPACE "\\x{a0}\\x{feff}\\p{Z}"

// \s and \S; a \S within a class stays PCRE2's.
static void add_space(Buf *out, char c, bool in_class) {
    if (c == 's')
        buf_add_c(out, in_class ? "\\s" MORE_SPACE : "[\\s" MORE_SPACE "]");
    else
        buf_add_c(out, in_class ? "\\S" : "[^\\s" MORE_SPACE "]");
}

// Rewrites what follows a backslash; returns where it ends.
static size_t add_escape(Buf *out, Sv pattern, size_t at, bool in_class) {
    char c = pattern.at[at];
    bool hex = at + 4 < pattern.len;
    for (size_t i = 1; hex && i <= 4; i++)
        hex = ascii_is_hex(pattern.at[at + i]);
    if (c == 'u' && hex) {
        buf_addf(out, "\\x{%.*s}", SV_ARG(sv_slice(pattern, at + 1, at + 5)));
        return at + 5;
    }
    if (c == 's' || c == 'S') {
        add_space(out, c, in_class);
        return at + 1;
    }
    if ((c == 'p' || c == 'P') && at + 1 < pattern.len && pattern.at[at + 1] == '{') {
        size_t end = add_property(out, pattern, at + 1, c);
        if (end > at + 1) return end;
    }
    buf_add_char(out, '\\');
    buf_add_char(out, c);
    return at + 1;
}

Regex *schema_regex(Arena *arena, Sv pattern, Sv *error) {
    BUF_AUTO Buf translated = buf_new(pattern.len * 20 + 64);
    bool in_class = false;
    for (size_t at = 0; at < pattern.len;) {
        char c = pattern.at[at];
        if (c == '\\' && at + 1 < pattern.len) {
            at = add_escape(&translated, pattern, at + 1, in_class);
            continue;
        }
        if (c == '[') in_class = true;
        if (c == ']') in_class = false;
        buf_add_char(&translated, c);
        at++;
    }
    size_t where = 0;
    return regex_compile(arena, buf_sv(&translated), error, &where);
}
