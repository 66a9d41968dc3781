#include "hand/hand_lines.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "base/shell_word.h"
#include "base/shown/invisible.h"
#include "base/shown/shown.h"
#include "base/text_list.h"
#include "base/utf8.h"
#include "plan/secret_variable.h"

#include <string.h>

enum { LINE_MOST = 8 * 1024, LINES_MOST = 64 * 1024, SCHEME_MOST = 16 };

typedef struct Segment {
    Sv text;
    bool variable;
} Segment;

typedef struct HandWriter {
    const HandSay *say;
    Masker *masker;
    Arena *arena;
    Buf *out;
    TextList notes;
    Segment *segments; // of the word at hand
    uint32_t count, capacity;
    bool within; // a word
    bool plain;  // no secret stands in what no secret took part in
} HandWriter;

// ── the parts of a word ──

static void add_segment(HandWriter *writer, Segment segment) {
    Segment *last = writer->count > 0 ? &writer->segments[writer->count - 1] : NULL;
    if (last && !last->variable && !segment.variable) {
        last->text = sv_concat(writer->arena, (Sv[]){last->text, segment.text}, 2);
        return;
    }
    arena_grow(writer->arena, writer->segments, writer->count, writer->capacity);
    writer->segments[writer->count++] = segment;
}

static void note(HandWriter *writer, Sv text) {
    for (uint32_t i = 0; i < writer->notes.count; i++)
        if (sv_eq(writer->notes.items[i], text)) return;
    text_list_add(writer->arena, &writer->notes, text);
}

static void add_variable(HandWriter *writer, Sv name, Sv is) {
    add_segment(writer, (Segment){name, true});
    if (is.len > 0)
        note(writer, sv_format(writer->arena, "%.*s is %.*s", SV_ARG(name), SV_ARG(is)));
}

// One that was captured may have the name of one that is declared, and not its value.
static bool is_in(const HandSay *say, Sv variable, Sv text) {
    const char *value =
        say->env ? say->env->get(say->env->self, sv_to_c(say->arena, variable)) : NULL;
    return !say->env || (value && sv_eq_c(text, value));
}

// `text`: what was sent of it, as it is; empty where that is not known.
static void add_named(HandWriter *writer, Sv secret, Sv text, Sv as) {
    Arena *arena = writer->arena;
    bool declared;
    Sv other = writer->say->is ? writer->say->is(writer->say->self, secret) : (Sv){0};
    if (other.len > 0) {
        add_variable(writer, variable_of_name(arena, secret), other);
        return;
    }
    Sv name = secret_variable(arena, writer->say->runbook, secret, &declared);
    Sv is = declared ? (Sv){0} : sv_format(arena, "the secret %.*s", SV_ARG(secret));
    if (declared && as.len == 0 && text.len > 0 && !is_in(writer->say, name, text))
        as = SV("as it was then");
    if (as.len > 0) {
        name = sv_concat(arena, (Sv[]){name, SV("_SENT")}, 2);
        is = sv_format(arena, "the secret %.*s %.*s", SV_ARG(secret), SV_ARG(as));
    }
    add_variable(writer, name, is);
}

static void add_open(HandWriter *writer, Sv text) {
    size_t count;
    if (writer->plain) {
        add_segment(writer, (Segment){text, false});
        return;
    }
    const MaskedPiece *pieces = masker_pieces(writer->masker, writer->arena, text, &count);
    for (size_t i = 0; i < count; i++) {
        const MaskedPiece *piece = &pieces[i];
        if (piece->secret.len == 0)
            add_segment(writer, (Segment){piece->text, false});
        else
            add_named(writer, piece->secret, piece->whole ? piece->text : (Sv){0},
                      piece->whole ? (Sv){0} : SV("in the form in which it was sent"));
    }
}

// "Bearer " of "Bearer TOKEN"; 0 = there is no such word.
static size_t scheme_len(Sv text) {
    size_t at = 0;
    while (at < text.len && at < SCHEME_MOST && ascii_is_letter(text.at[at]))
        at++;
    return at > 0 && at < text.len && text.at[at] == ' ' ? at + 1 : 0;
}

static void add_secret(HandWriter *writer, const HandPiece *piece) {
    Masker *masker = writer->masker;
    size_t scheme = scheme_len(piece->text);
    Sv name, rest = sv_slice(piece->text, scheme, piece->text.len);
    if (masker_names(masker, piece->text, &name)) {
        add_named(writer, name, piece->text, piece->as);
        return;
    }
    if (scheme > 0 && !piece->as.len && masker_names(masker, rest, &name)) {
        add_open(writer, sv_slice(piece->text, 0, scheme));
        add_named(writer, name, rest, (Sv){0});
        return;
    }
    if (piece->is.len > 0) {
        add_variable(writer, variable_of_name(writer->arena, piece->called), piece->is);
        return;
    }
    Sv made_from = masker_shown(masker, writer->arena, piece->taint);
    add_variable(writer, variable_of_name(writer->arena, piece->called),
                 sv_format(writer->arena, "what is made from %.*s%s", SV_ARG(made_from),
                           writer->say->unknown));
}

// ── words ──

// Within "…" these are themselves. Every word is looked at, so it is done at a glance.
static bool is_quiet(Sv text) {
    static const bool loud[128] = {
        ['"'] = true, ['$'] = true, ['`'] = true, ['\\'] = true, ['!'] = true};
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < ' ' || c > '~' || loud[c]) return false;
        if (c == '#' && i > 0 && text.at[i - 1] == '#') return false;
    }
    return true;
}

static void add_quoted(HandWriter *writer) {
    Buf *out = writer->out;
    buf_add_char(out, '"');
    for (uint32_t i = 0; i < writer->count; i++) {
        const Segment *at = &writer->segments[i], *next = at + 1;
        bool runs_on = at->variable && i + 1 < writer->count && !next->variable &&
                       ascii_is_word(next->text.at[0]);
        if (at->variable) buf_add_c(out, runs_on ? "${" : "$");
        buf_add(out, at->text);
        if (runs_on) buf_add_char(out, '}');
    }
    buf_add_char(out, '"');
}

static void add_literal(Buf *out, Sv text) {
    if (is_quiet(text))
        shell_add_word(out, text);
    else
        shown_add_shell_word(out, text);
}

static void end_word(HandWriter *writer) {
    Buf *out = writer->out;
    if (!writer->within) return;
    if (out->len > 0 && out->at[out->len - 1] != ' ') buf_add_char(out, ' ');
    bool variables = false, quiet = true;
    for (uint32_t i = 0; i < writer->count; i++)
        variables |= writer->segments[i].variable;
    for (uint32_t i = 0; variables && i < writer->count; i++)
        quiet &= writer->segments[i].variable || is_quiet(writer->segments[i].text);
    if (variables && quiet) {
        add_quoted(writer);
    } else {
        if (writer->count == 0) buf_add_c(out, "''");
        for (uint32_t i = 0; i < writer->count; i++)
            if (writer->segments[i].variable)
                buf_addf(out, "\"$%.*s\"", SV_ARG(writer->segments[i].text));
            else
                add_literal(out, writer->segments[i].text);
    }
    writer->count = 0;
}

// What printf makes of it is the input again, whatever bytes are in it.
static void add_input(HandWriter *writer, Sv input) {
    Buf *out = writer->out;
    if (!writer->plain) {
        buf_add_c(out, "printf %s \"$BODY\" | ");
        note(writer,
             SV("BODY is what was sent, which may hold a secret and is not in the journal"));
        return;
    }
    buf_add_c(out, "printf '");
    for (size_t i = 0; i < input.len;) {
        size_t from = i;
        uint32_t c = utf8_next(input, &i);
        bool seen = c != '\'' && !invisible_in(input, from, i, c) &&
                    utf8_valid(sv_slice(input, from, i), NULL);
        if (seen) {
            if (c == '%' || c == '\\') buf_add_char(out, (char)c);
            buf_add(out, sv_slice(input, from, i));
        }
        for (size_t k = from; !seen && k < i; k++)
            buf_addf(out, "\\%03o", (unsigned char)input.at[k]);
    }
    buf_add_c(out, "' | ");
}

// Whether no secret is in what no secret took part in: asked of all of it at once.
static bool is_plain(const HandWriter *writer, const HandLine *line) {
    if (masker_is_empty(writer->masker)) return true;
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    for (uint32_t i = 0; i < line->count; i++) {
        const HandPiece *piece = &line->pieces[i];
        if (piece->begins) buf_add_char(&text, '\n');
        if (!piece->taint && !piece->ours) buf_add(&text, piece->text);
    }
    if (line->fed) buf_add(&text, line->input);
    Sv all = buf_sv(&text);
    return !text.full && masker_text(writer->masker, writer->arena, all).at == all.at;
}

static void write_line(HandWriter *writer, const HandLine *line) {
    writer->plain = is_plain(writer, line);
    if (line->fed) add_input(writer, line->input);
    for (uint32_t i = 0; i < line->count; i++) {
        const HandPiece *piece = &line->pieces[i];
        if (piece->begins) end_word(writer);
        writer->within = true;
        if (piece->taint)
            add_secret(writer, piece);
        else if (piece->ours)
            add_segment(writer, (Segment){piece->text, false});
        else
            add_open(writer, piece->text);
    }
    end_word(writer);
    for (uint32_t i = 0; i < line->note_count; i++)
        note(writer, line->notes[i]);
}

HandSaid hand_say(const HandSay *say, const HandLine *line) {
    BUF_AUTO Buf out = buf_new(LINE_MOST), notes = buf_new(LINE_MOST);
    HandWriter writer = {.say = say, .masker = say->masker, .arena = say->arena, .out = &out};
    write_line(&writer, line);
    if (out.full) {
        buf_clear(&out);
        writer.notes = (TextList){0};
        note(&writer, SV("there is no line for it: it would be longer than 8 KiB"));
    }
    for (uint32_t i = 0; i < writer.notes.count; i++)
        buf_addf(&notes, "%s%.*s", i ? "; " : "", SV_ARG(writer.notes.items[i]));
    return (HandSaid){buf_keep(&out, say->arena), buf_keep(&notes, say->arena)};
}

Value hand_lines_value(const HandSay *say, const HandLines *lines) {
    ListBuilder list = list_builder(say->arena);
    size_t told = 0;
    for (uint32_t i = 0; i < lines->count && told < LINES_MOST; i++) {
        HandSaid said = hand_say(say, &lines->items[i]);
        MapBuilder map = map_builder(say->arena);
        told += said.line.len + said.note.len;
        bool last = told >= LINES_MOST && i + 1 < lines->count;
        if (last)
            said.note = sv_format(say->arena, "%.*s%sfurther requests followed, which have no line",
                                  SV_ARG(said.note), said.note.len ? "; " : "");
        map_add_c(&map, "line", value_string(said.line));
        if (said.note.len > 0) map_add_c(&map, "note", value_string(said.note));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}
