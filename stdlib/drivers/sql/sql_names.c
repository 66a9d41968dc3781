// Works on a statement that has been read: checks its names, numbers them for PostgreSQL, shows it
// to people.
#include "base/buf.h"
#include "base/num.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "drivers/sql/sql_lex.h"

enum { SHOWN_COLUMNS = 100, CARET_COLUMNS = 76, SMALL = 4096 };

static bool is_among(Sv name, const Sv *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sv_eq(name, names[i])) return true;
    return false;
}

bool sql_check_names(Arena *arena, const SqlText *text, const Sv *given, size_t count,
                     SqlProblem *problem) {
    for (size_t i = 0; i < text->name_count; i++) {
        Sv name = text->names[i];
        if (is_among(name, given, count)) continue;
        Sv closest = sv_closest(name, given, count);
        problem->error =
            closest.len
                ? sv_format(arena, "the query's ':%.*s' is not among params; did you mean ':%.*s'?",
                            SV_ARG(name), SV_ARG(closest))
                : sv_format(arena, "the query's ':%.*s' is not among params", SV_ARG(name));
        problem->hint = closest.len ? sv_format(arena, "write :%.*s in the query", SV_ARG(closest))
                                    : sv_format(arena, "params: { %.*s: … }", SV_ARG(name));
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_among(given[i], text->names, text->name_count)) continue;
        Sv closest = sv_closest(given[i], text->names, text->name_count);
        problem->error =
            closest.len
                ? sv_format(arena,
                            "params has '%.*s', which the query does not use; did you mean '%.*s'?",
                            SV_ARG(given[i]), SV_ARG(closest))
                : sv_format(arena, "params has '%.*s', which the query does not use",
                            SV_ARG(given[i]));
        problem->hint = sv_format(arena, "write :%.*s in the query, or leave it out of params",
                                  SV_ARG(given[i]));
        return false;
    }
    return true;
}

// With a mark in place of each name: $1, $2 …, or ? for every one.
static Sv with_marks(Arena *arena, const SqlText *text, bool numbered) {
    if (text->bind_count == 0) return text->text;
    BUF_AUTO Buf out = buf_new(text->text.len + 24 * text->bind_count);
    size_t from = 0;
    for (size_t i = 0; i < text->bind_count; i++) {
        const SqlBind *bind = &text->binds[i];
        buf_add(&out, sv_slice(text->text, from, bind->at));
        if (numbered)
            buf_addf(&out, "$%zu", bind->number + 1);
        else
            buf_add_char(&out, '?');
        from = bind->at + 1 + bind->name.len;
    }
    buf_add(&out, sv_slice(text->text, from, text->text.len));
    return buf_keep(&out, arena);
}

static size_t digits_of(size_t number) {
    size_t digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static size_t offset_behind_marks(const SqlText *text, size_t offset, bool numbered) {
    for (size_t i = 0; i < text->bind_count; i++) {
        const SqlBind *bind = &text->binds[i];
        if (offset <= bind->at) break;
        size_t written = numbered ? 1 + digits_of(bind->number + 1) : 1;
        size_t meant = 1 + bind->name.len;
        if (offset < bind->at + written) return bind->at;
        offset = offset - written + meant;
    }
    return offset < text->text.len ? offset : text->text.len;
}

Sv sql_numbered(Arena *arena, const SqlText *text) {
    return with_marks(arena, text, true);
}

size_t sql_original_offset(const SqlText *text, size_t numbered) {
    return offset_behind_marks(text, numbered, true);
}

Sv sql_marked(Arena *arena, const SqlText *text) {
    return with_marks(arena, text, false);
}

size_t sql_marked_offset(const SqlText *text, size_t marked) {
    return offset_behind_marks(text, marked, false);
}

bool sql_is_named(Sv query, Sv name) {
    for (size_t at = 0; at + name.len <= query.len; at++)
        if (sv_eq_nocase(sv_slice(query, at, at + name.len), name)) return true;
    return false;
}

Sv sql_shown(Arena *arena, Sv query) {
    BUF_AUTO Buf line = buf_new(query.len + 1);
    bool more = false;
    Sv rest = query, part;
    while (!more && sv_next_line(&rest, &part)) {
        part = sv_trim(part);
        if (part.len == 0 || sv_starts(part, SV("--"))) continue;
        if (line.len > 0)
            more = true;
        else
            buf_add(&line, part);
    }
    BUF_AUTO Buf shown = buf_new(SMALL);
    shown_add(&shown, utf8_fit(buf_sv(&line), SHOWN_COLUMNS), false);
    if (more || utf8_width(buf_sv(&line)) > SHOWN_COLUMNS) buf_add_c(&shown, " …");
    return buf_keep(&shown, arena);
}

Sv sql_caret(Arena *arena, Sv query, size_t offset) {
    if (offset > query.len) offset = query.len;
    size_t begin = offset;
    while (begin > 0 && query.at[begin - 1] != '\n')
        begin--;
    size_t end = sv_find_char(query, '\n', offset);
    Sv line = sv_slice(query, begin, end == SV_NONE ? query.len : end);
    Sv before = sv_slice(query, begin, offset);
    // A long line is shown from shortly before the place.
    while (utf8_width(before) > CARET_COLUMNS / 2) {
        size_t step = 0;
        utf8_next(before, &step);
        before = sv_slice(before, step, before.len);
        line = sv_slice(line, step, line.len);
    }
    BUF_AUTO Buf out = buf_new(SMALL), shown_before = buf_new(SMALL);
    shown_add(&shown_before, before, false);
    shown_add(&out, utf8_fit(line, CARET_COLUMNS), false);
    buf_add_char(&out, '\n');
    buf_add_repeat(&out, ' ', utf8_width(buf_sv(&shown_before)));
    buf_add_char(&out, '^');
    return buf_keep(&out, arena);
}
