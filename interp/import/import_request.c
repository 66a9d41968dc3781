// A request with everything that the page gives it. Credentials become secrets; what no step could
// send is refused, and nothing of it is written.
#include "base/ascii.h"
#include "base/limits.h"
#include "import/import_body.h"
#include "url/url_parts.h"

typedef struct Maker {
    Draft *draft;
    const PageRequest *page;
    uint32_t line;
    DraftStep *step;
    DraftRequest *carries;
} Maker;

static Sv from(Sv text, size_t at) {
    return sv_slice(text, at, text.len);
}

static bool contains(Sv text, const char *part) {
    return sv_find(text, sv_from_c(part), 0) != SV_NONE;
}

// ── the address ──

// Its parts: what stands in front for the application, and user:password@.
typedef struct RequestAddress {
    Sv front;        // <$API_URL> as written; empty = none
    Sv front_name;   // API_URL
    bool front_base; // it is the application's address
    Sv user;         // user:password
    Sv rest;         // path or whole URL
} RequestAddress;

static bool is_application(const Draft *draft, Sv name) {
    return sv_eq(name, draft->base_variable) || contains(name, "BASE") || contains(name, "HOST");
}

static RequestAddress address_of(const Draft *draft, Sv url) {
    Sv name;
    RequestAddress out = {.rest = url};
    size_t front = url.len ? code_placeholder(url, 0, false, &name) : 0;
    bool whole = front && (front == url.len || url.at[front] == '/');
    if (whole) {
        out.front = sv_slice(url, 0, front);
        out.front_name =
            sv_starts(name, SV("$")) ? from(name, 1) : import_variable_name(draft->arena, name);
        out.front_base = is_application(draft, out.front_name);
        out.rest = front < url.len ? from(url, front) : SV("/");
        return out;
    }
    if (sv_starts(url, SV("/"))) return out;
    if (sv_find(url, SV("://"), 0) == SV_NONE)
        url = sv_concat(draft->arena, (Sv[]){SV("http://"), url}, 2);
    UrlParts parts = url_split(url, URL_AS_WRITTEN);
    out.rest = url;
    if (!parts.has_user) return out;
    out.user = parts.user_info;
    size_t host = (size_t)(parts.authority.at - url.at), place = (size_t)(parts.place.at - url.at);
    out.rest = sv_concat(draft->arena, (Sv[]){sv_slice(url, 0, host), from(url, place)}, 2);
    return out;
}

// A credential in a URL is visible all the way, and no step sends one.
static bool has_credential(Arena *arena, Sv url) {
    bool masked;
    import_masked(arena, url, &masked);
    for (size_t i = 0; i < url.len; i++) {
        Sv name;
        if (code_placeholder(url, i, true, &name) && import_is_secret(arena, name)) return true;
    }
    return masked;
}

static bool is_sendable(Arena *arena, const RequestAddress *address) {
    return code_is_target(address->rest) && !has_credential(arena, address->rest);
}

// ── headers ──

static void add_header(Maker *maker, Sv name, Sv value) {
    DraftRequest *to = maker->carries;
    arena_grow(maker->draft->arena, to->headers, to->header_count, to->header_capacity);
    to->headers[to->header_count++] = (DraftVariable){name, value};
}

static void take_authorization(Maker *maker, Sv value) {
    bool bearer = sv_eq_nocase(sv_slice(value, 0, 7), SV("bearer "));
    if (bearer) {
        maker->carries->bearer =
            import_credential(maker->draft, from(value, 7), SV("API_TOKEN"), maker->line);
        return;
    }
    add_header(maker, SV("Authorization"),
               import_credential(maker->draft, value, SV("AUTHORIZATION"), maker->line));
    size_t blank = sv_find_char(value, ' ', 0);
    if (blank == SV_NONE) return;
    Sv says = sv_format(maker->draft->arena, "its secret holds the header's whole value, `%.*s …`",
                        SV_ARG(sv_slice(value, 0, blank)));
    import_remark(maker->draft, &maker->step->remark, says);
}

// Headers that a client sends by itself.
static bool is_of_connection(Sv name) {
    return sv_eq_nocase(name, SV("Content-Length")) || sv_eq_nocase(name, SV("Connection")) ||
           sv_eq_nocase(name, SV("Host")) || sv_eq_nocase(name, SV("Transfer-Encoding"));
}

static void take_header(Maker *maker, const DraftVariable *given) {
    Arena *arena = maker->draft->arena;
    if (sv_eq_nocase(given->name, SV("Content-Type"))) return; // with the body
    if (is_of_connection(given->name)) {
        Sv says = sv_format(arena, "left out, as it is sent by itself: %.*s: %.*s",
                            SV_ARG(given->name), SV_ARG(given->value));
        import_remark(maker->draft, &maker->step->remark, says);
    } else if (sv_eq_nocase(given->name, SV("Authorization"))) {
        take_authorization(maker, given->value);
    } else if (import_is_secret(arena, given->name)) {
        Sv variable = import_variable_name(arena, given->name);
        add_header(maker, given->name,
                   import_credential(maker->draft, given->value, variable, maker->line));
    } else {
        add_header(maker, given->name, import_value(maker->draft, given->value, maker->line));
    }
}

static void take_user(Maker *maker, Sv user) {
    if (!user.len) return;
    size_t colon = sv_find_char(user, ':', 0);
    Sv password = colon == SV_NONE ? (Sv){0} : from(user, colon + 1);
    maker->carries->user = import_value(maker->draft, sv_slice(user, 0, colon), maker->line);
    maker->carries->password =
        import_credential(maker->draft, password, SV("API_PASSWORD"), maker->line);
}

// ── the body ──

static void take_form(Maker *maker, Sv text) {
    DraftRequest *to = maker->carries;
    Draft *draft = maker->draft;
    Sv part;
    while (sv_next_part(&text, '&', &part)) {
        size_t equals = sv_find_char(part, '=', 0);
        Sv name = sv_slice(part, 0, equals), value = from(part, equals + 1);
        bool secret = import_is_secret(draft->arena, name);
        Sv filled = secret
                        ? import_credential(draft, value, import_variable_name(draft->arena, name),
                                            maker->line)
                        : import_value(draft, value, maker->line);
        arena_grow(draft->arena, to->form, to->form_count, to->form_capacity);
        to->form[to->form_count++] = (DraftVariable){name, filled};
    }
}

static void take_body(Maker *maker, const RequestBody *body) {
    const PageRequest *page = maker->page;
    const DraftVariable *type = page_header(page, "Content-Type");
    Sv said = type ? type->value : (Sv){0};
    switch (body->kind) {
    case BODY_JSON:
        maker->carries->json = body->json;
        maker->carries->has_json = true;
        if (sv_starts(said, SV("application/json"))) said = (Sv){0};
        if (page->form && !type && !page->json)
            import_remark(maker->draft, &maker->step->remark,
                          SV("the page does not say that its body is JSON; it is sent as that"));
        break;
    case BODY_FORM:
        take_form(maker, sv_trim(page->body));
        said = (Sv){0};
        break;
    case BODY_TEXT:
        maker->carries->has_body = true;
        maker->carries->body = import_value(maker->draft, page->body, maker->line);
        if (!type && page->form) said = SV("application/x-www-form-urlencoded");
        break;
    default: break;
    }
    if (said.len)
        add_header(maker, SV("Content-Type"), import_value(maker->draft, said, maker->line));
}

// ── all of it ──

static Sv method_of(const PageRequest *page) {
    return page->method.len ? page->method : page->has_body ? SV("POST") : SV("GET");
}

static bool is_good(const Draft *draft, const PageRequest *page, const RequestAddress *address) {
    for (uint32_t i = 0; i < page->header_count; i++)
        if (!page_is_token(page->headers[i].name) || !page_is_line(page->headers[i].value) ||
            !page->headers[i].value.len)
            return false;
    Sv two = address->user.len ? address->user : page->user;
    bool twice = two.len && page_header(page, "Authorization");
    return code_is_method(method_of(page)) && is_sendable(draft->arena, address) && !twice &&
           page_is_line(two);
}

static Sv lowered(Arena *arena, Sv name) {
    char *out = arena_copy(arena, name.at, name.len);
    for (size_t i = 0; i < name.len; i++)
        out[i] = ascii_lower(out[i]);
    return (Sv){out, name.len};
}

// The action's verdict on it, with a sample value for each placeholder.
static bool is_accepted(Draft *draft, const PageRequest *page, const RequestAddress *address) {
    MapBuilder headers = map_builder(draft->arena);
    SvMap names = svmap_new(draft->arena);
    for (uint32_t i = 0; i < page->header_count; i++) {
        Sv name = page->headers[i].name;
        if (!svmap_add(&names, lowered(draft->arena, name), NULL)) return false;
        if (!is_of_connection(name)) map_add_sv(&headers, name, value_string(SV("x")));
    }
    return import_sendable(draft, method_of(page), address->rest, map_done(&headers));
}

static void take_address(Maker *maker, const RequestAddress *address) {
    Draft *draft = maker->draft;
    Sv rest = import_template(draft, address->rest, true, maker->line);
    maker->step->url = rest;
    if (sv_starts(address->rest, SV("/")) && (!address->front.len || address->front_base))
        draft->requests = true;
    if (address->front_base && !sv_eq(address->front_name, draft->base_variable))
        import_remark(draft, &maker->step->remark,
                      sv_format(draft->arena, "the page has %.*s in front: is it the application?",
                                SV_ARG(address->front_name)));
    if (!address->front.len || address->front_base) return;
    Sv name = import_snake(draft->arena, address->front_name);
    import_need_url(draft, name, address->front_name, address->front_name, maker->line);
    maker->step->url = sv_format(draft->arena, "${inputs.%.*s}%.*s", SV_ARG(name), SV_ARG(rest));
}

// <$FLAG> → $FLAG
static Sv with_dollars(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(LIMIT_PAGE_BYTES);
    for (size_t i = 0; i < text.len;) {
        Sv name = {0};
        size_t length = code_placeholder(text, i, false, &name);
        bool variable = length && name.at[0] == '$';
        buf_add(&out, variable ? name : sv_slice(text, i, i + 1));
        i += variable ? length : 1;
    }
    return buf_keep(&out, arena);
}

bool import_full_request(Draft *draft, const PageRequest *page, Sv name, uint32_t line,
                         DraftStep **out) {
    RequestAddress address = address_of(draft, page->url);
    RequestBody body = page_body(draft, page);
    if (!is_good(draft, page, &address) || body.kind == BODY_UNSENDABLE ||
        !is_accepted(draft, page, &address))
        return false;
    Sv shown =
        address.front.len && !address.front_base
            ? sv_format(draft->arena, "%.*s%.*s", SV_ARG(address.front), SV_ARG(address.rest))
            : address.rest;
    Sv method = method_of(page);
    if (!name.len)
        name = with_dollars(draft->arena,
                            sv_format(draft->arena, "%.*s %.*s", SV_ARG(method), SV_ARG(shown)));
    Maker maker = {.draft = draft,
                   .page = page,
                   .line = line,
                   .step = import_step(draft, DRAFT_REQUEST, line, name),
                   .carries = arena_new_of(draft->arena, DraftRequest)};
    maker.step->method = method;
    maker.step->carries = maker.carries;
    maker.step->remark = page->remark;
    maker.carries->follow = page->follow;
    maker.carries->insecure = page->insecure;
    maker.carries->timeout = page->timeout;
    take_address(&maker, &address);
    for (uint32_t i = 0; i < page->header_count; i++)
        take_header(&maker, &page->headers[i]);
    take_user(&maker, address.user.len ? address.user : page->user);
    take_body(&maker, &body);
    *out = maker.step;
    return true;
}
