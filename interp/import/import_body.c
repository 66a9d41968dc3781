#include "import/import_body.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "value/json.h"

static bool contains(Sv text, const char *part) {
    return sv_find(text, sv_from_c(part), 0) != SV_NONE;
}

bool page_is_token(Sv name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool good = ascii_is_alnum(c) || c == '-' || c == '_' || c == '.';
        if (!good) return false;
    }
    return name.len > 0;
}

bool page_is_line(Sv text) {
    return sv_find_char(text, '\n', 0) == SV_NONE && sv_find_char(text, '\r', 0) == SV_NONE;
}

const DraftVariable *page_header(const PageRequest *page, const char *name) {
    for (uint32_t i = 0; i < page->header_count; i++)
        if (sv_eq_nocase(page->headers[i].name, sv_from_c(name))) return &page->headers[i];
    return NULL;
}

// {"id": <id>}: the placeholder must be quoted, otherwise it would not be JSON.
static Sv quoted_placeholders(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 4);
    bool in_string = false;
    for (size_t i = 0; i < text.len;) {
        Sv name;
        size_t length = in_string ? 0 : code_placeholder(text, i, false, &name);
        if (length) {
            buf_addf(&out, "\"%.*s\"", SV_ARG(sv_slice(text, i, i + length)));
            i += length;
            continue;
        }
        if (in_string && text.at[i] == '\\' && i + 1 < text.len)
            buf_add_char(&out, text.at[i++]);
        else if (text.at[i] == '"')
            in_string = !in_string;
        buf_add_char(&out, text.at[i++]);
    }
    return buf_keep(&out, arena);
}

// Whether it can be written in a runbook as it is: no number that would be read back differently.
static bool is_writable(Value value, unsigned depth) {
    enum { DEEPEST = 24, LONGEST = 32 };
    if (depth > DEEPEST || value.kind == VALUE_DECIMAL || value.kind == VALUE_UINT) return false;
    if (value.kind == VALUE_DOUBLE) {
        BUF_AUTO Buf number = buf_new(LONGEST);
        if (!json_write(&number, value, JSON_COMPACT)) return false;
        return sv_find_char(buf_sv(&number), 'e', 0) == SV_NONE;
    }
    for (size_t i = 0; i < value_count(value); i++) {
        bool map = value.kind == VALUE_MAP;
        Sv key = map ? value_text(value_key(value, i)) : SV("-");
        if (key.len == 0 || sv_find(key, SV("${"), 0) != SV_NONE) return false;
        if (!is_writable(map ? value_at(value, i) : value_item(value, i), depth + 1)) return false;
    }
    return true;
}

static bool is_form(Arena *arena, Sv text) {
    Sv rest = text, part;
    SvMap names = svmap_new(arena);
    while (sv_next_part(&rest, '&', &part)) {
        size_t equals = sv_find_char(part, '=', 0);
        if (equals == SV_NONE || equals == 0 || !page_is_token(sv_slice(part, 0, equals)))
            return false;
        // A name that occurs twice is a list, which a map with one value for each name is not.
        if (!svmap_add(&names, sv_slice(part, 0, equals), NULL)) return false;
    }
    return text.len > 0 && sv_find_char(text, '%', 0) == SV_NONE &&
           sv_find_char(text, '+', 0) == SV_NONE && page_is_line(text);
}

RequestBody page_body(const Draft *draft, const PageRequest *page) {
    const DraftVariable *type = page_header(page, "Content-Type");
    RequestBody out = {.kind = BODY_NONE};
    Sv text = sv_trim(page->body);
    if (!page->has_body) return out;
    bool braces = sv_starts(text, SV("{")) || sv_starts(text, SV("["));
    bool json = page->json || (type ? contains(type->value, "json") : braces);
    Sv quoted = json ? quoted_placeholders(draft->arena, text) : (Sv){0};
    if (json && json_parse(draft->arena, quoted, &out.json, NULL) && is_writable(out.json, 0)) {
        out.kind = BODY_JSON;
        return out;
    }
    bool form = type ? contains(type->value, "x-www-form-urlencoded") : page->form;
    if (form && is_form(draft->arena, text)) return (RequestBody){.kind = BODY_FORM};
    bool masked;
    import_masked(draft->arena, page->body, &masked);
    return (RequestBody){.kind = masked ? BODY_UNSENDABLE : BODY_TEXT};
}
