#include "xpath/xpath_html.h"
#include "base/ascii.h"

static const char *const elements[] = {
    "a",        "abbr",       "acronym", "address",  "applet",   "area",       "article",
    "aside",    "audio",      "b",       "base",     "basefont", "bdi",        "bdo",
    "big",      "blockquote", "body",    "br",       "button",   "canvas",     "caption",
    "center",   "cite",       "code",    "col",      "colgroup", "data",       "datalist",
    "dd",       "del",        "details", "dfn",      "dialog",   "dir",        "div",
    "dl",       "dt",         "em",      "embed",    "fieldset", "figcaption", "figure",
    "font",     "footer",     "form",    "frame",    "frameset", "h1",         "h2",
    "h3",       "h4",         "h5",      "h6",       "head",     "header",     "hgroup",
    "hr",       "html",       "i",       "iframe",   "img",      "input",      "ins",
    "kbd",      "label",      "legend",  "li",       "link",     "main",       "map",
    "mark",     "math",       "menu",    "meta",     "meter",    "nav",        "noframes",
    "noscript", "object",     "ol",      "optgroup", "option",   "output",     "p",
    "param",    "picture",    "pre",     "progress", "q",        "rp",         "rt",
    "ruby",     "s",          "samp",    "script",   "search",   "section",    "select",
    "slot",     "small",      "source",  "span",     "strike",   "strong",     "style",
    "sub",      "summary",    "sup",     "svg",      "table",    "tbody",      "td",
    "template", "textarea",   "tfoot",   "th",       "thead",    "time",       "title",
    "tr",       "track",      "tt",      "u",        "ul",       "var",        "video",
    "wbr"};

static bool in_name(char c) {
    return ascii_is_alnum(c) || c == '-' || c == ':' || c == '_' || c == '.';
}

// The name of the first element, after comments and declarations.
static Sv first_element(Sv text) {
    for (size_t at = 0; (at = sv_find_char(text, '<', at)) != SV_NONE;) {
        Sv rest = sv_slice(text, at + 1, text.len);
        bool comment = sv_starts(rest, SV("!--"));
        if (comment || sv_starts(rest, SV("!")) || sv_starts(rest, SV("?"))) {
            at = comment ? sv_find(text, SV("-->"), at) : sv_find_char(text, '>', at);
            if (at == SV_NONE) break;
            continue;
        }
        size_t len = 0;
        while (len < rest.len && in_name(rest.at[len]))
            len++;
        return sv_slice(rest, 0, len);
    }
    return (Sv){0};
}

bool begins_as_html(Sv text) {
    Sv name = first_element(text);
    bool own = sv_find_char(name, '-', 0) != SV_NONE && sv_find_char(name, ':', 0) == SV_NONE;
    for (size_t i = 0; i < sizeof elements / sizeof *elements && !own; i++)
        own = sv_eq_nocase(name, sv_from_c(elements[i]));
    return own;
}
