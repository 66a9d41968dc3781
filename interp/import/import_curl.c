// Turns a curl command line into the request that it makes. If one option has no equivalent, the
// command stays a command.
#include "base/ascii.h"
#include "import/import_internal.h"
#include "import/import_words.h"

typedef enum CurlOption {
    CURL_NOTHING, // changes only what is printed
    CURL_METHOD,
    CURL_HEADER,
    CURL_DATA,
    CURL_DATA_ENCODED,
    CURL_JSON,
    CURL_USER,
    CURL_BEARER,
    CURL_COOKIE,
    CURL_AGENT,
    CURL_REFERER,
    CURL_GET,
    CURL_HEAD,
    CURL_FOLLOW,
    CURL_INSECURE,
    CURL_TIME,
    CURL_URL,
    CURL_OUTPUT,
    CURL_FORMAT,
    CURL_RETRY
} CurlOption;

typedef struct CurlRow {
    const char *name;
    char letter; // 0 = none
    CurlOption option;
    bool value;
} CurlRow;

static const CurlRow rows[] = {
    {"silent", 's', CURL_NOTHING, false},
    {"show-error", 'S', CURL_NOTHING, false},
    {"fail", 'f', CURL_NOTHING, false},
    {"fail-with-body", 0, CURL_NOTHING, false},
    {"verbose", 'v', CURL_NOTHING, false},
    {"include", 'i', CURL_NOTHING, false},
    {"no-buffer", 'N', CURL_NOTHING, false},
    {"globoff", 'g', CURL_NOTHING, false},
    {"progress-bar", '#', CURL_NOTHING, false},
    {"compressed", 0, CURL_NOTHING, false},
    {"request", 'X', CURL_METHOD, true},
    {"header", 'H', CURL_HEADER, true},
    {"data", 'd', CURL_DATA, true},
    {"data-raw", 0, CURL_DATA, true},
    {"data-ascii", 0, CURL_DATA, true},
    {"data-binary", 0, CURL_DATA, true},
    {"data-urlencode", 0, CURL_DATA_ENCODED, true},
    {"json", 0, CURL_JSON, true},
    {"user", 'u', CURL_USER, true},
    {"oauth2-bearer", 0, CURL_BEARER, true},
    {"cookie", 'b', CURL_COOKIE, true},
    {"user-agent", 'A', CURL_AGENT, true},
    {"referer", 'e', CURL_REFERER, true},
    {"get", 'G', CURL_GET, false},
    {"head", 'I', CURL_HEAD, false},
    {"location", 'L', CURL_FOLLOW, false},
    {"insecure", 'k', CURL_INSECURE, false},
    {"max-time", 'm', CURL_TIME, true},
    {"connect-timeout", 0, CURL_RETRY, true},
    {"url", 0, CURL_URL, true},
    {"output", 'o', CURL_OUTPUT, true},
    {"write-out", 'w', CURL_FORMAT, true},
    {"retry", 0, CURL_RETRY, true},
    {"retry-delay", 0, CURL_RETRY, true},
};

typedef struct Curl {
    Draft *draft;
    PageRequest request;
    Joined data; // its body
    bool get, head;
} Curl;

static Sv from(Sv text, size_t at) {
    return sv_slice(text, at, text.len);
}

static void add_header(Curl *curl, Sv name, Sv value) {
    PageRequest *to = &curl->request;
    arena_grow(curl->draft->arena, to->headers, to->header_count, to->header_capacity);
    to->headers[to->header_count++] = (DraftVariable){name, value};
}

static bool take_header(Curl *curl, Sv value) {
    size_t colon = sv_find_char(value, ':', 0);
    if (colon == SV_NONE) return false;
    add_header(curl, sv_trim(sv_slice(value, 0, colon)), sv_trim(from(value, colon + 1)));
    return true;
}

// @ is followed by the name of a file, whose content is not on the page.
static bool take_data(Curl *curl, Sv value, bool json) {
    PageRequest *to = &curl->request;
    if (sv_starts(value, SV("@"))) return false;
    if (to->has_body && !json) joined_put(curl->draft->arena, &curl->data, SV("&"));
    joined_put(curl->draft->arena, &curl->data, value);
    to->body = curl->data.text;
    to->has_body = true;
    to->json = to->json || json;
    to->form = to->form || !json;
    return true;
}

static bool take_encoded(Curl *curl, Sv value) {
    size_t equals = sv_find_char(value, '=', 0);
    if (equals == SV_NONE || sv_find_char(value, '@', 0) < equals) return false;
    Sv rest = from(value, equals + 1);
    for (size_t i = 0; i < rest.len; i++)
        if (sv_find_char(SV("%&+"), rest.at[i], 0) != SV_NONE) return false;
    return take_data(curl, value, false);
}

static bool take_time(Curl *curl, Sv value) {
    for (size_t i = 0; i < value.len; i++)
        if (!ascii_is_digit(value.at[i])) return false;
    if (!value.len || value.len > 5 || value.at[0] == '0') return false;
    curl->request.timeout = sv_format(curl->draft->arena, "%.*ss", SV_ARG(value));
    return true;
}

static void remark(Curl *curl, Sv name, Sv value) {
    import_remark(curl->draft, &curl->request.remark,
                  sv_format(curl->draft->arena, "the page also tells curl --%.*s %.*s",
                            SV_ARG(name), SV_ARG(value)));
}

static bool take_url(Curl *curl, Sv url) {
    if (curl->request.url.len || sv_starts(url, SV("-"))) return false;
    curl->request.url = url;
    return url.len > 0;
}

static bool take_option(Curl *curl, const CurlRow *row, Sv value) {
    Arena *arena = curl->draft->arena;
    switch (row->option) {
    case CURL_NOTHING: return true;
    case CURL_METHOD: curl->request.method = value; return true;
    case CURL_HEADER: return take_header(curl, value);
    case CURL_DATA: return take_data(curl, value, false);
    case CURL_DATA_ENCODED: return take_encoded(curl, value);
    case CURL_JSON: return take_data(curl, value, true);
    case CURL_USER: curl->request.user = value; return value.len > 0;
    case CURL_BEARER:
        add_header(curl, SV("Authorization"), sv_concat(arena, (Sv[]){SV("Bearer "), value}, 2));
        return true;
    case CURL_COOKIE:
        if (sv_find_char(value, '=', 0) == SV_NONE && !sv_starts(value, SV("<$"))) return false;
        add_header(curl, SV("Cookie"), value);
        return true;
    case CURL_AGENT: add_header(curl, SV("User-Agent"), value); return true;
    case CURL_REFERER: add_header(curl, SV("Referer"), value); return true;
    case CURL_GET: curl->get = true; return true;
    case CURL_HEAD: curl->head = true; return true;
    case CURL_FOLLOW: curl->request.follow = true; return true;
    case CURL_INSECURE: curl->request.insecure = true; return true;
    case CURL_TIME: return take_time(curl, value);
    case CURL_URL: return take_url(curl, value);
    case CURL_OUTPUT: return sv_eq_c(value, "/dev/null") || sv_eq_c(value, "-");
    case CURL_FORMAT:
    case CURL_RETRY: remark(curl, sv_from_c(row->name), value); return true;
    }
    return false;
}

static const CurlRow *row_named(Sv name) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sv_eq_c(name, rows[i].name)) return &rows[i];
    return NULL;
}

static const CurlRow *row_lettered(char letter) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].letter == letter) return &rows[i];
    return NULL;
}

static bool next_value(const ShellWords *words, uint32_t *at, Sv *out) {
    if (*at + 1 >= words->list.count) return false;
    *out = words->list.items[++*at];
    return true;
}

static bool take_long(Curl *curl, const ShellWords *words, uint32_t *at) {
    Sv name = from(words->list.items[*at], 2), value = {0};
    size_t equals = sv_find_char(name, '=', 0);
    const CurlRow *row = row_named(sv_slice(name, 0, equals));
    if (!row || (equals != SV_NONE && !row->value)) return false;
    if (equals != SV_NONE) value = from(name, equals + 1);
    if (equals == SV_NONE && row->value && !next_value(words, at, &value)) return false;
    return take_option(curl, row, value);
}

// -sSfX POST
static bool take_letters(Curl *curl, const ShellWords *words, uint32_t *at) {
    Sv letters = from(words->list.items[*at], 1);
    for (size_t i = 0; i < letters.len; i++) {
        const CurlRow *row = row_lettered(letters.at[i]);
        if (!row) return false;
        if (!row->value) {
            if (!take_option(curl, row, (Sv){0})) return false;
            continue;
        }
        Sv value = from(letters, i + 1);
        if (!value.len && !next_value(words, at, &value)) return false;
        return take_option(curl, row, value);
    }
    return letters.len > 0;
}

// -G: the data is the URL's query.
static bool finish(Curl *curl) {
    PageRequest *request = &curl->request;
    if (curl->head && !request->method.len) request->method = SV("HEAD");
    if (!curl->get) return request->url.len > 0;
    bool query = sv_find_char(request->url, '?', 0) != SV_NONE;
    if (request->has_body)
        request->url = sv_format(curl->draft->arena, "%.*s%c%.*s", SV_ARG(request->url),
                                 query ? '&' : '?', SV_ARG(request->body));
    request->has_body = false;
    request->body = (Sv){0};
    if (!request->method.len) request->method = SV("GET");
    return request->url.len > 0;
}

// What a JSON tool extracts from the answer belongs in an expectation; anything else remains a
// script.
static bool take_pipe(Curl *curl, Sv pipe) {
    if (!pipe.len) return true;
    bool reader = sv_starts(pipe, SV("jq")) || sv_starts(pipe, SV("json_pp")) ||
                  sv_starts(pipe, SV("python -m json.tool")) ||
                  sv_starts(pipe, SV("python3 -m json.tool"));
    bool more = sv_find_char(pipe, ';', 0) != SV_NONE || sv_find(pipe, SV("&&"), 0) != SV_NONE ||
                sv_find_char(pipe, '>', 0) != SV_NONE || sv_find(pipe, SV("\\\n"), 0) != SV_NONE;
    if (!reader || more || sv_ends(pipe, SV("\\"))) return false;
    if (sv_find_char(pipe, ' ', 0) == SV_NONE || sv_eq_c(pipe, "jq .")) return true;
    import_remark(
        curl->draft, &curl->request.remark,
        sv_format(curl->draft->arena, "the page looks at the answer with `%.*s`", SV_ARG(pipe)));
    return true;
}

static bool curl_step(Draft *draft, const ShellWords *words, uint32_t line, DraftStep **out) {
    Curl curl = {.draft = draft};
    if (!sv_eq_c(words->list.items[0], "curl")) return false;
    for (uint32_t i = 1; i < words->list.count; i++) {
        Sv word = words->list.items[i];
        bool taken = sv_starts(word, SV("--"))                  ? take_long(&curl, words, &i)
                     : sv_starts(word, SV("-")) && word.len > 1 ? take_letters(&curl, words, &i)
                                                                : take_url(&curl, word);
        if (!taken) return false;
    }
    Sv name = import_line(draft->arena, words->comment);
    if (!finish(&curl) || !take_pipe(&curl, words->pipe) ||
        !import_full_request(draft, &curl.request, name, line, out))
        return false;
    (*out)->own_name = name.len > 0;
    return true;
}

// Done twice, since a draft that was begun cannot be undone.
static bool all_are_curl(Draft *draft, Sv script) {
    uint32_t count = 0;
    for (size_t at = 0; at < script.len && !arena_exhausted(draft->arena);) {
        ShellWords words = {0};
        if (!shell_words(draft->arena, script, &at, &words)) return false;
        if (!words.list.count) break;
        Draft aside = *draft;
        DraftRoom room = {0};
        aside.room = &room;
        aside.inputs = NULL;
        aside.secrets = NULL;
        aside.input_count = aside.input_capacity = 0;
        aside.secret_count = aside.secret_capacity = 0;
        aside.input_names = svmap_new(draft->arena);
        aside.secret_names = svmap_new(draft->arena);
        DraftStep *step;
        if (!curl_step(&aside, &words, 1, &step)) return false;
        count++;
    }
    return count > 0;
}

bool import_curls(Draft *draft, Sv script, uint32_t line, DraftSteps *steps) {
    if (!all_are_curl(draft, script)) return false;
    size_t before = 0;
    for (size_t at = 0; at < script.len && import_goes_on(draft);) {
        ShellWords words = {0};
        DraftStep *step;
        if (!shell_words(draft->arena, script, &at, &words) || !words.list.count) break;
        line += (uint32_t)sv_count(sv_slice(script, before, words.from), '\n');
        before = words.from;
        if (curl_step(draft, &words, line, &step)) import_add(draft, steps, step);
    }
    return true;
}
