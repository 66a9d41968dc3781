#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "import/import_internal.h"

enum { LONGEST_SLUG = 48, LONGEST_ID = 40, LONGEST_NAME = 160 };

// ── sentences ──

static void add_folded(Buf *out, Sv text) {
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_space(text.at[i]))
            buf_add_char(out, text.at[i]);
        else if (out->len && out->at[out->len - 1] != ' ')
            buf_add_char(out, ' ');
    }
}

// "the password: `hunter2`": one word that is not the name of a variable, after the name of a
// credential.
static bool is_told(Arena *arena, const Piece *before, const Piece *piece) {
    bool masked, word = sv_find_char(piece->text, ' ', 0) == SV_NONE;
    if (before->code || !word || code_of(arena, piece->text).kind != CODE_WORD) return false;
    import_masked(arena, sv_concat(arena, (Sv[]){before->text, piece->text}, 2), &masked);
    bool already;
    import_masked(arena, before->text, &already);
    return masked && !already;
}

static void add_words(Arena *arena, Buf *out, const Block *block) {
    for (uint32_t i = 0; i < block->piece_count; i++) {
        const Piece *piece = &block->pieces[i];
        bool masked = false;
        Sv text = piece->code ? import_masked(arena, piece->text, &masked) : piece->text;
        bool told = piece->code && i > 0 && is_told(arena, &block->pieces[i - 1], piece);
        add_folded(out, told ? SV("…") : text);
        if (piece->url.len && !sv_eq(piece->url, piece->text))
            buf_addf(out, " (%.*s)", SV_ARG(piece->url));
    }
}

// "[ ] Done" and "[x] Done", as task lists have it.
static Sv without_box(Sv text) {
    bool box = text.len > 3 && text.at[0] == '[' && text.at[2] == ']' && text.at[3] == ' ';
    return box ? sv_trim(sv_slice(text, 4, text.len)) : text;
}

static Sv shortened(Arena *arena, Sv text) {
    if (utf8_count(text) <= LONGEST_NAME) return sv_copy(arena, text);
    Sv cut = sv_trim(sv_slice(text, 0, utf8_offset(text, LONGEST_NAME - 1)));
    return sv_format(arena, "%.*s…", SV_ARG(cut));
}

Sv import_line(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 2);
    add_folded(&out, text);
    return shortened(arena, sv_trim(buf_sv(&out)));
}

Sv import_words(Arena *arena, const Block *block) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 2);
    add_words(arena, &out, block);
    return sv_copy(arena, without_box(sv_trim(buf_sv(&out))));
}

Sv import_sentence(Arena *arena, const Block *block) {
    Sv text = import_words(arena, block);
    while (text.len && (text.at[text.len - 1] == ':' || text.at[text.len - 1] == '.' ||
                        text.at[text.len - 1] == ';' || text.at[text.len - 1] == ' '))
        text.len--;
    text = shortened(arena, text);
    // "[ ] `npm ci`" begins with code behind its box.
    Sv first = block->piece_count ? sv_trim(block->pieces[0].text) : (Sv){0};
    bool box = first.len == 3 && first.at[0] == '[' && block->piece_count > 1;
    bool word = text.len && block->piece_count && !block->pieces[box ? 1 : 0].code;
    if (word && ascii_is_lower(text.at[0])) ((char *)text.at)[0] = (char)(text.at[0] - 'a' + 'A');
    return text;
}

// ── titles, files, ids ──

// "1) ", "1. ", "1.2 ", "Step 1: "
static Sv without_number(Sv text) {
    size_t end = 0;
    while (end < text.len && (ascii_is_digit(text.at[end]) || text.at[end] == '.'))
        end++;
    if (end == 0) return text;
    if (end < text.len && (text.at[end] == ')' || text.at[end] == ':')) end++;
    bool number = end < text.len && text.at[end] == ' ';
    return number ? sv_trim(sv_slice(text, end, text.len)) : text;
}

Sv import_title(Arena *arena, const Block *heading) {
    Sv title = without_number(import_words(arena, heading));
    return title.len ? shortened(arena, title) : SV("Untitled");
}

Sv import_slug(Arena *arena, Sv title) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    for (size_t i = 0; i < title.len && out.len < LONGEST_SLUG; i++) {
        char c = title.at[i];
        if (ascii_is_alnum(c))
            buf_add_char(&out, ascii_lower(c));
        else if (out.len && out.at[out.len - 1] != '-')
            buf_add_char(&out, '-');
    }
    while (out.len && out.at[out.len - 1] == '-')
        out.len--;
    return out.len ? buf_keep(&out, arena) : SV("section");
}

// Words with a meaning in expressions.
static bool is_reserved(Sv name) {
    static const char *const words[] = {"true", "false", "null", "in"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sv_eq_c(name, words[i])) return true;
    return false;
}

// Does not cut a word, unless it is the only one.
static void cut_at_word(Buf *out) {
    size_t end = out->len;
    while (end > 0 && out->at[end - 1] != '_')
        end--;
    if (end > 1) out->len = end;
}

Sv import_snake(Arena *arena, Sv name) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    for (size_t i = 0; i < name.len && out.len < LONGEST_ID; i++) {
        char c = name.at[i];
        bool hump = i > 0 && ascii_is_upper(c) && ascii_is_lower(name.at[i - 1]);
        bool breaks = !ascii_is_alnum(c);
        if (out.len && (hump || breaks) && out.at[out.len - 1] != '_') buf_add_char(&out, '_');
        if (!breaks) buf_add_char(&out, ascii_lower(c));
    }
    if (out.len >= LONGEST_ID) cut_at_word(&out);
    while (out.len && out.at[out.len - 1] == '_')
        out.len--;
    if (!out.len) return SV("step");
    if (ascii_is_digit(out.at[0])) return sv_format(arena, "step_%.*s", SV_ARG(buf_sv(&out)));
    return is_reserved(buf_sv(&out)) ? sv_format(arena, "the_%.*s", SV_ARG(buf_sv(&out)))
                                     : buf_keep(&out, arena);
}

// Words with which every command begins say nothing about this one.
static Sv without_runner(Sv name) {
    static const char *const runners[] = {"npm run ", "npm --prefix ", "yarn run ", "yarn ",
                                          "npx ",     "pnpm run ",     "sudo ",     "make "};
    for (size_t i = 0; i < sizeof runners / sizeof *runners; i++) {
        Sv runner = sv_from_c(runners[i]);
        if (sv_starts(name, runner)) return sv_slice(name, runner.len, name.len);
    }
    return name;
}

Sv import_condition_name(Arena *arena, Sv sentence) {
    static const char *const begin[] = {"if ",      "when ",       "for ",    "in case of ",
                                        "in case ", "only ",       "unless ", "where ",
                                        "to ",      "optionally ", "the ",    "a "};
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++) {
        Sv word = sv_from_c(begin[i]);
        if (sv_eq_nocase(sv_slice(sentence, 0, word.len), word))
            sentence = sv_slice(sentence, word.len, sentence.len);
    }
    return import_snake(arena, sentence);
}

Sv import_unique(Arena *arena, SvMap *taken, Sv stem, char joint) {
    Sv name = stem;
    uint32_t *next = svmap_get(taken, stem);
    while (svmap_has(taken, name)) {
        if (!next) svmap_set(taken, stem, next = arena_new_of(arena, uint32_t));
        if (*next < 2) *next = 2;
        name = sv_format(arena, "%.*s%c%u", SV_ARG(stem), joint, (*next)++);
    }
    svmap_add(taken, name, arena_new_of(arena, uint32_t));
    return name;
}

Sv import_id(Draft *draft, Sv name) {
    return import_unique(draft->arena, &draft->ids,
                         import_snake(draft->arena, without_runner(name)), '_');
}
