#include "cli/manual/troff.h"
#include "base/ascii.h"
#include "cli/options.h"

enum { TEXT_BYTES = 64 * 1024, LINE_BYTES = 72 };

static void add_letter(Buf *out, char c, bool begins) {
    if (c == '\\')
        buf_add_c(out, "\\e");
    else if (c == '-')
        buf_add_c(out, "\\-");
    else if (c == '\'')
        buf_add_c(out, "\\(aq");
    else if (c == '^')
        buf_add_c(out, "\\(ha");
    else if (c == '~')
        buf_add_c(out, "\\(ti");
    else {
        if (begins && c == '.') buf_add_c(out, "\\&");
        buf_add_char(out, c);
    }
}

void troff_add(Buf *out, Sv text) {
    bool typed = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '`') {
            typed = !typed;
            buf_add_c(out, typed ? "\\fB" : "\\fP");
        } else if (c == '\n') {
            buf_add_c(out, "\n.PP\n");
        } else {
            add_letter(out, c, i == 0 || text.at[i - 1] == '\n');
        }
    }
}

// A line feed is a blank to troff; a line that begins with '.' is a request.
void troff_add_filled(Buf *out, Sv words) {
    size_t column = 0;
    for (size_t at = 0; at < words.len;) {
        size_t feed = sv_find_char(words, '\n', at), space = sv_find_char(words, ' ', at);
        size_t end = space < feed ? space : feed;
        if (end > words.len) end = words.len;
        Sv word = sv_slice(words, at, end);
        bool broken = column > 0 && column + 1 + word.len > LINE_BYTES;
        if (broken) buf_add_char(out, '\n');
        if (broken && word.len && word.at[0] == '.') buf_add_c(out, "\\&");
        if (!broken && column > 0) buf_add_char(out, ' ');
        buf_add(out, word);
        column = broken ? word.len : column + 1 + word.len;
        if (end < words.len && words.at[end] == '\n') {
            buf_add_char(out, '\n');
            column = 0;
        }
        at = end + 1;
    }
}

void troff_add_doc(Buf *out, const char *doc, bool sentence) {
    BUF_AUTO Buf text = buf_new(TEXT_BYTES), words = buf_new(TEXT_BYTES);
    doc_add(&text, doc);
    if (sentence && text.len) text.at[0] = ascii_upper(text.at[0]);
    if (sentence && !sv_ends(buf_sv(&text), SV("."))) buf_add_char(&text, '.');
    troff_add(&words, buf_sv(&text));
    troff_add_filled(out, buf_sv(&words));
    buf_add_char(out, '\n');
}

void troff_add_block(Buf *out, int indent, Sv text) {
    buf_addf(out, ".RS %d\n.nf\n", indent);
    bool begins = true;
    for (size_t i = 0; i < text.len; i++) {
        add_letter(out, text.at[i], begins);
        begins = text.at[i] == '\n';
    }
    buf_addf(out, "%s.fi\n.RE\n", begins ? "" : "\n");
}

void troff_begin(Buf *out, Sv page, int section, const char *doc) {
    buf_add_c(out, ".TH ");
    for (size_t i = 0; i < page.len; i++)
        add_letter(out, ascii_upper(page.at[i]), false);
    buf_addf(out, " %d \"%s\" \"runbook %s\" \"%s\"\n.nh\n.ad l\n.SH NAME\n", section, RUNBOOK_DATE,
             RUNBOOK_VERSION, section == 1 ? "Commands" : "File formats");
    BUF_AUTO Buf words = buf_new(TEXT_BYTES);
    troff_add(&words, page);
    buf_add_c(&words, " \\- ");
    BUF_AUTO Buf text = buf_new(TEXT_BYTES);
    doc_add(&text, doc);
    troff_add(&words, buf_sv(&text));
    troff_add_filled(out, buf_sv(&words));
    buf_add_char(out, '\n');
}
