#include "http/jar/cookie.h"

#include "base/ascii.h"
#include "base/num.h"
#include "value/time.h"

// ── dates ──

typedef struct DateParts {
    bool has_time, has_day, has_month, has_year;
    int hour, minute, second, day, month, year;
} DateParts;

static bool is_delimiter(unsigned char c) {
    return c == '\t' || (c >= ' ' && c <= '/') || (c >= ';' && c <= '@') ||
           (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

// Between `least` and `most` digits at the start, not followed by another digit.
static bool leading_number(Sv *text, size_t least, size_t most, int *out) {
    size_t count = 0;
    int number = 0;
    while (count < text->len && count < most && ascii_is_digit(text->at[count]))
        number = number * 10 + (text->at[count++] - '0');
    if (count < least || (count < text->len && ascii_is_digit(text->at[count]))) return false;
    *text = sv_slice(*text, count, text->len);
    *out = number;
    return true;
}

static bool colon(Sv *text) {
    if (!sv_starts(*text, SV(":"))) return false;
    *text = sv_slice(*text, 1, text->len);
    return true;
}

static bool take_time(DateParts *date, Sv token) {
    return leading_number(&token, 1, 2, &date->hour) && colon(&token) &&
           leading_number(&token, 1, 2, &date->minute) && colon(&token) &&
           leading_number(&token, 1, 2, &date->second);
}

static bool take_month(DateParts *date, Sv token) {
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12; i++) {
        if (!sv_eq_nocase(sv_slice(token, 0, 3), (Sv){names + 3 * i, 3})) continue;
        date->month = i + 1;
        return true;
    }
    return false;
}

static bool take_year(DateParts *date, Sv token) {
    if (!leading_number(&token, 2, 4, &date->year)) return false;
    if (date->year >= 70 && date->year <= 99) date->year += 1900;
    if (date->year >= 0 && date->year <= 69) date->year += 2000;
    return true;
}

// Each token is taken for the first missing part that it can be.
static void take_token(DateParts *date, Sv token) {
    if (!date->has_time && take_time(date, token))
        date->has_time = true;
    else if (!date->has_day && leading_number(&(Sv){token.at, token.len}, 1, 2, &date->day))
        date->has_day = true;
    else if (!date->has_month && take_month(date, token))
        date->has_month = true;
    else if (!date->has_year && take_year(date, token))
        date->has_year = true;
}

static bool exists(const DateParts *date, int64_t *seconds) {
    CivilTime civil = {.year = date->year,
                       .month = date->month,
                       .day = date->day,
                       .hour = date->hour,
                       .minute = date->minute,
                       .second = date->second};
    CivilTime back;
    *seconds = civil_to_seconds(&civil);
    return civil_from(value_timestamp(*seconds, 0), SV("UTC"), &back) && back.day == date->day &&
           back.month == date->month;
}

bool cookie_date(Sv text, int64_t *seconds) {
    DateParts date = {0};
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && !is_delimiter((unsigned char)text.at[at]))
            at++;
        if (at > from) take_token(&date, sv_slice(text, from, at));
        at += at == from;
    }
    return date.has_time && date.has_day && date.has_month && date.has_year && date.year >= 1601 &&
           date.day >= 1 && date.day <= 31 && date.hour <= 23 && date.minute <= 59 &&
           date.second <= 59 && exists(&date, seconds);
}

// ── attributes ──

static void read_max_age(Cookie *cookie, Sv text) {
    bool minus = sv_starts(text, SV("-"));
    Sv digits = minus ? sv_slice(text, 1, text.len) : text;
    if (digits.len == 0) return;
    for (size_t i = 0; i < digits.len; i++)
        if (!ascii_is_digit(digits.at[i])) return;
    if (!num_parse_i64(text, &cookie->max_age)) cookie->max_age = minus ? INT64_MIN : INT64_MAX;
    cookie->has_max_age = true;
}

Sv cookie_lower(Arena *arena, Sv text) {
    char *copy = arena_copy(arena, text.at, text.len);
    for (size_t i = 0; i < text.len; i++)
        copy[i] = ascii_lower(copy[i]);
    return (Sv){copy, text.len};
}

static Sv known_same_site(Sv text) {
    static const Sv known[] = {SV_INIT("Strict"), SV_INIT("Lax"), SV_INIT("None")};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (sv_eq_nocase(text, known[i])) return known[i];
    return text;
}

// Of several with one name the last one counts.
static void read_attribute(Arena *arena, Cookie *cookie, Sv name, Sv value) {
    int64_t seconds;
    if (sv_eq_nocase(name, SV("expires")) && cookie_date(value, &seconds)) {
        cookie->expires = seconds;
        cookie->has_expires = true;
    } else if (sv_eq_nocase(name, SV("max-age"))) {
        read_max_age(cookie, value);
    } else if (sv_eq_nocase(name, SV("domain")) && value.len) {
        cookie->domain =
            cookie_lower(arena, sv_starts(value, SV(".")) ? sv_slice(value, 1, value.len) : value);
    } else if (sv_eq_nocase(name, SV("path"))) {
        cookie->path = value;
    } else if (sv_eq_nocase(name, SV("secure"))) {
        cookie->secure = true;
    } else if (sv_eq_nocase(name, SV("httponly"))) {
        cookie->http_only = true;
    } else if (sv_eq_nocase(name, SV("samesite"))) {
        cookie->same_site = known_same_site(value);
    }
}

static Sv default_path(const Url *from) {
    size_t end = from->path.len;
    while (end > 0 && from->path.at[end - 1] != '/')
        end--;
    return end <= 1 ? SV("/") : sv_slice(from->path, 0, end - 1);
}

static bool is_gone(const Cookie *cookie, int64_t now_seconds) {
    if (cookie->value.len == 0) return true;
    if (cookie->has_max_age) return cookie->max_age <= 0;
    return cookie->has_expires && cookie->expires <= now_seconds;
}

bool cookie_parse(Arena *arena, Sv header, const Url *from, int64_t now_seconds, Cookie *out) {
    Sv rest = header, pair, part;
    if (!sv_next_part(&rest, ';', &pair)) return false;
    size_t equals = sv_find_char(pair, '=', 0);
    if (equals == SV_NONE) return false;
    Cookie cookie = {.name = sv_trim(sv_slice(pair, 0, equals)),
                     .value = sv_trim(sv_slice(pair, equals + 1, pair.len)),
                     .host = from->host};
    if (cookie.name.len == 0) return false;
    while (sv_next_part(&rest, ';', &part)) {
        size_t at = sv_find_char(part, '=', 0);
        Sv value = at == SV_NONE ? SV("") : sv_trim(sv_slice(part, at + 1, part.len));
        read_attribute(arena, &cookie, sv_trim(sv_slice(part, 0, at)), value);
    }
    cookie.scope = sv_starts(cookie.path, SV("/")) ? cookie.path : default_path(from);
    cookie.gone = is_gone(&cookie, now_seconds);
    *out = cookie;
    return true;
}
