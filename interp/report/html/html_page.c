#include "report/html/html_page.h"
#include "base/system/digest.h"
#include "report/html/html_text.h"

enum { TEXT_BYTES = 64 * 1024 };

// 'sha256-…', as a policy names what it lets through.
static void add_digest(Buf *out, Sv text) {
    Sha256 digest = sha256_of(text);
    buf_add_c(out, "'sha256-");
    base64_add(out, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    buf_add_char(out, '\'');
}

static void add_policy(Buf *out, Sv style, Sv script) {
    buf_add_c(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src ");
    add_digest(out, style);
    buf_add_c(out, "; script-src ");
    add_digest(out, script);
    buf_add_c(out, "; base-uri 'none'; form-action 'none'\">\n");
}

void html_begin(Buf *out, Sv title) {
    html_begin_styled(out, title, (Sv){0});
}

void html_begin_styled(Buf *out, Sv title, Sv rules) {
    BUF_AUTO Buf style = buf_new(TEXT_BYTES), script = buf_new(TEXT_BYTES);
    html_style(&style);
    buf_add(&style, rules);
    html_script(&script);
    buf_add_c(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add_policy(out, buf_sv(&style), buf_sv(&script));
    buf_add_c(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta name=\"format-detection\" content=\"telephone=no\">\n");
    html_leaf(out, "title", NULL, title);
    buf_add_c(out, "\n<style>");
    buf_add(out, buf_sv(&style));
    buf_add_c(out, "</style>\n</head>\n<body>\n"
                   "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
                   "<main id=\"main\" tabindex=\"-1\">\n");
    out->full |= style.full || script.full;
}

void html_end(Buf *out, Sv foot) {
    BUF_AUTO Buf script = buf_new(TEXT_BYTES);
    html_script(&script);
    buf_add_c(out, "</main>\n<footer>");
    html_text(out, foot);
    buf_add_c(out, "</footer>\n<script>");
    buf_add(out, buf_sv(&script));
    buf_add_c(out, "</script>\n</body>\n</html>\n");
    out->full |= script.full;
}

void html_filter(Buf *out, const char *list, const char *what, const HtmlKind *kinds,
                 size_t count) {
    buf_addf(out,
             "<div class=\"filter\" role=\"search\" aria-label=\"Filter the %s\" "
             "data-list=\"%s\" data-what=\"%s\" hidden>\n",
             what, list, what);
    for (size_t i = 0; i < count; i++) {
        const HtmlKind *kind = &kinds[i];
        buf_addf(out,
                 "<button type=\"button\" data-only=\"%.*s\" class=\"%.*s\" "
                 "aria-pressed=\"false\">%.*s %.*s <b>%u</b></button>\n",
                 SV_ARG(kind->kind), SV_ARG(kind->kind), SV_ARG(kind->mark), SV_ARG(kind->word),
                 kind->count);
    }
    buf_addf(out,
             "<input type=\"search\" aria-label=\"Text to look for in the %s\" "
             "placeholder=\"Filter by text\" autocomplete=\"off\" spellcheck=\"false\">\n"
             "<button type=\"button\" data-open=\"true\">Open all</button>\n"
             "<button type=\"button\" data-open=\"false\">Close all</button>\n"
             "<p role=\"status\"></p>\n</div>\n",
             what);
}
