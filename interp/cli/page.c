#include "cli/page.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "url/url_secrets.h"

enum { MOST_WIDTH = 120, TEXT_BYTES = 4 * 1024 * 1024 };

Page page_new(const Cli *cli, Buf *out) {
    return (Page){out, cli->width > MOST_WIDTH ? MOST_WIDTH : cli->width, cli->out_color};
}

// A page shows what stands in runbooks, so passwords in addresses are left out here, for all.
static void add_safe(Buf *out, Sv text, bool keep_lines) {
    BUF_AUTO Buf open = buf_new(TEXT_BYTES);
    url_secrets_hide(&open, text, SV("«password»"));
    shown_add(out, buf_sv(&open), keep_lines);
}

static void add_wrapped(const Page *page, Ink ink, Sv text, size_t at, size_t indent) {
    BUF_AUTO Buf safe = buf_new(TEXT_BYTES);
    add_safe(&safe, text, true);
    ink_begin(page->out, page->color, ink);
    wrap_add(page->out, buf_sv(&safe), at, indent, page->width);
    ink_end(page->out, page->color, ink);
}

// Adds wrapped rows, all but the first at `hang`; returns the columns of the last.
static size_t put_rows(const Page *page, Ink ink, Sv text, size_t at, size_t hang) {
    BUF_AUTO Buf safe = buf_new(TEXT_BYTES), wrapped = buf_new(TEXT_BYTES);
    add_safe(&safe, text, false);
    size_t room = page->width > hang + 20 ? page->width - hang : 20;
    wrap_add(&wrapped, buf_sv(&safe), at > hang ? at - hang : 0, 0, room);
    Sv rest = buf_sv(&wrapped), row;
    size_t used = at, rows = 0;
    while (sv_next_line(&rest, &row)) {
        if (rows) {
            buf_add_char(page->out, '\n');
            buf_add_repeat(page->out, ' ', hang);
        }
        ink_text(page->out, page->color, ink, row);
        used = (rows++ ? hang : at) + utf8_width(row);
    }
    return used;
}

static void put_right(const Page *page, size_t used, Sv right) {
    size_t width = utf8_width(right);
    if (right.len && used + 2 + width > page->width) {
        buf_add_char(page->out, '\n');
        used = 0;
    }
    if (right.len && used + width < page->width)
        buf_add_repeat(page->out, ' ', page->width - used - width);
    ink_text(page->out, page->color, INK_DIM, right);
    buf_add_char(page->out, '\n');
}

void page_line(const Page *page, size_t indent, Ink ink, Sv left, Sv right) {
    buf_add_repeat(page->out, ' ', indent);
    put_right(page, put_rows(page, ink, left, indent, indent + 2), right);
}

void page_marked(const Page *page, size_t indent, Ink mark_ink, Sv mark, Ink ink, Sv left,
                 Sv right) {
    ink_text(page->out, page->color, mark_ink, mark);
    size_t used = utf8_width(mark);
    size_t at = used < indent ? indent : used + 1;
    buf_add_repeat(page->out, ' ', at - used);
    put_right(page, put_rows(page, ink, left, at, indent + 2), right);
}

void page_entry(const Page *page, size_t indent, Sv label, size_t column, Sv text, Sv right) {
    BUF_AUTO Buf safe = buf_new(TEXT_BYTES);
    add_safe(&safe, label, false);
    size_t used = indent + utf8_width(buf_sv(&safe));
    size_t at = used + 2 > column ? used + 2 : column;
    buf_add_repeat(page->out, ' ', indent);
    ink_text(page->out, page->color, INK_DIM, buf_sv(&safe));
    buf_add_repeat(page->out, ' ', at - used);
    put_right(page, put_rows(page, INK_PLAIN, text, at, column), right);
}

void page_command(const Page *page, size_t indent, Sv label, size_t column, Sv command) {
    Page endless = *page;
    endless.width = SIZE_MAX;
    page_entry(&endless, indent, label, column, command, (Sv){0});
}

void page_prose(const Page *page, size_t indent, Ink ink, Sv text) {
    if (!text.len) return;
    buf_add_repeat(page->out, ' ', indent);
    add_wrapped(page, ink, sv_trim(text), indent, indent);
    buf_add_char(page->out, '\n');
}
