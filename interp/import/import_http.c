// Requests in the form in which they are sent: request line, headers, an empty line and a body, as
// on pages and in files of HTTP clients.
#include "base/limits.h"
#include "import/import_internal.h"

static Sv from(Sv text, size_t at) {
    return sv_slice(text, at, text.len);
}

enum { LONGEST_BRACED = 128 };

// {{token}} → <token>
static Sv with_angles(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES * 2);
    for (size_t i = 0; i < text.len;) {
        Sv here = from(text, i);
        bool two = sv_starts(here, SV("{{"));
        size_t end = two ? sv_find(sv_slice(here, 0, LONGEST_BRACED), SV("}}"), 2) : SV_NONE;
        Sv name = end == SV_NONE ? (Sv){0} : sv_trim(sv_slice(here, 2, end)), found;
        Sv angled = name.len ? sv_format(arena, "<%.*s>", SV_ARG(name)) : (Sv){0};
        if (!angled.len || code_placeholder(angled, 0, false, &found) != angled.len) {
            buf_add_char(&out, text.at[i++]);
            continue;
        }
        buf_add(&out, angled);
        i += end + 2;
    }
    return buf_keep(&out, arena);
}

// POST /x HTTP/1.1; without a method it is a GET.
static bool read_first(Sv line, PageRequest *out) {
    size_t blank = sv_find_char(line, ' ', 0);
    Sv first = sv_slice(line, 0, blank);
    bool method = code_is_method(first);
    Sv url = sv_trim(method ? from(line, first.len) : line);
    size_t end = sv_find_char(url, ' ', 0);
    Sv rest = end == SV_NONE ? (Sv){0} : sv_trim(from(url, end));
    out->method = method ? first : (Sv){0};
    out->url = sv_slice(url, 0, end);
    return out->url.len > 0 && (!rest.len || sv_starts(rest, SV("HTTP/")));
}

static bool is_remark(Sv line) {
    return sv_starts(line, SV("#")) || sv_starts(line, SV("//"));
}

static bool read_header(Draft *draft, Sv line, PageRequest *out) {
    size_t colon = sv_find_char(line, ':', 0);
    if (colon == SV_NONE || colon == 0) return false;
    arena_grow(draft->arena, out->headers, out->header_count, out->header_capacity);
    out->headers[out->header_count++] =
        (DraftVariable){sv_slice(line, 0, colon), sv_trim(from(line, colon + 1))};
    return true;
}

// The answer that the page shows follows the request.
static void take_answer(Draft *draft, Sv *body, PageRequest *out) {
    size_t at = sv_starts(*body, SV("HTTP/")) ? 0 : sv_find(*body, SV("\nHTTP/"), 0);
    if (at == SV_NONE) return;
    Sv answer = sv_trim(from(*body, at));
    bool masked;
    answer = import_masked(draft->arena, answer, &masked);
    *body = sv_slice(*body, 0, at);
    import_remark(draft, &out->remark,
                  sv_format(draft->arena, "the page shows what is answered: %.*s",
                            SV_ARG(import_line(draft->arena, answer))));
}

static bool read_message(Draft *draft, Sv text, PageRequest *out) {
    Sv line = {0};
    bool found = false, begun = false;
    Joined url = {0};
    while (!found && sv_next_line(&text, &line))
        found = sv_trim(line).len && !is_remark(line);
    if (!found || !read_first(sv_trim(line), out)) return false;
    joined_put(draft->arena, &url, out->url);
    while (text.len && sv_next_line(&text, &line) && sv_trim(line).len) {
        bool goes_on = !begun && (line.at[0] == ' ' || line.at[0] == '\t');
        begun = begun || !goes_on;
        if (goes_on)
            joined_put(draft->arena, &url, sv_trim(line));
        else if (sv_starts(line, SV("HTTP/"))) {
            // There is no empty line between the request and its answer.
            text = sv_format(draft->arena, "%.*s\n%.*s", SV_ARG(line), SV_ARG(text));
            break;
        } else if (!is_remark(line) && !read_header(draft, sv_trim(line), out))
            return false;
    }
    out->url = url.text;
    take_answer(draft, &text, out);
    text = sv_trim(text);
    out->has_body = text.len > 0;
    out->body = text;
    // A file, or a script of the client.
    return !sv_starts(text, SV("< ")) && sv_find(text, SV("\n> "), 0) == SV_NONE &&
           sv_find(text, SV("{%"), 0) == SV_NONE;
}

// The words of the comments in front of a request.
static Sv remark_of(Draft *draft, Sv text) {
    Sv line;
    Joined words = {0};
    while (sv_next_line(&text, &line) && (is_remark(line) || !sv_trim(line).len)) {
        while (line.len && (line.at[0] == '#' || line.at[0] == '/' || line.at[0] == ' '))
            line = from(line, 1);
        bool directive = sv_starts(line, SV("@"));
        if (sv_trim(line).len && !directive) import_remark(draft, &words, sv_trim(line));
    }
    return import_line(draft->arena, words.text);
}

static DraftStep *message_step(Draft *draft, Sv text, Sv title, uint32_t line) {
    PageRequest request = {0};
    DraftStep *step;
    Sv said = remark_of(draft, text), name = said.len ? said : title;
    if (read_message(draft, with_angles(draft->arena, text), &request) &&
        import_full_request(draft, &request, said, line, &step)) {
        step->own_name = said.len > 0;
        return step;
    }
    bool answer = sv_starts(sv_trim(text), SV("HTTP/"));
    Sv otherwise = answer ? SV("The answer is the one shown") : SV("What is shown was sent");
    return import_shown(draft, name.len ? name : otherwise, sv_trim(text), line);
}

static bool says_something(Sv text) {
    Sv line;
    while (sv_next_line(&text, &line))
        if (sv_trim(line).len && !is_remark(line)) return true;
    return false;
}

void import_messages(Draft *draft, Sv text, Sv title, uint32_t line, DraftSteps *steps) {
    Sv rest = text, each;
    size_t start = 0, at = 0;
    uint32_t number = line, begun = line;
    while (at < text.len && import_goes_on(draft)) {
        sv_next_line(&rest, &each);
        size_t next = text.len - rest.len;
        bool parts = sv_starts(each, SV("###")), last = next >= text.len;
        if (parts || last) {
            Sv part = sv_slice(text, start, parts ? at : text.len);
            if (says_something(part))
                import_add(draft, steps, message_step(draft, part, title, begun));
            start = at; // the words behind ### name what follows
            begun = number;
        }
        at = next;
        number++;
    }
}
