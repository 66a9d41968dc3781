#include "url/url_parts.h"

// The first of the characters that end an authority, at or after `from`; else the text's end.
static size_t authority_end(Sv text, size_t from) {
    while (from < text.len && text.at[from] != '/' && text.at[from] != '?' && text.at[from] != '#')
        from++;
    return from;
}

static bool is_of_scheme(char c) {
    return ascii_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

// ── where it begins and ends ──

// The length of the scheme at the text's beginning; 0 where there is none.
static size_t scheme_length(Sv text) {
    size_t i = 0;
    while (i < text.len && is_of_scheme(text.at[i]))
        i++;
    return i < text.len && text.at[i] == ':' ? i : 0;
}

bool url_is_absolute(Sv text) {
    size_t scheme = scheme_length(text);
    return scheme && sv_starts(sv_slice(text, scheme, text.len), SV("://"));
}

// Takes the scheme and the slashes of the authority off the front of `rest`.
static void take_front(UrlParts *parts, Sv *rest) {
    size_t i = scheme_length(*rest);
    if (i > 0) {
        parts->has_scheme = true;
        parts->scheme = sv_slice(*rest, 0, i);
        *rest = sv_slice(*rest, i + 1, rest->len);
    }
    parts->has_authority = sv_starts(*rest, SV("//"));
    if (parts->has_authority) *rest = sv_slice(*rest, 2, rest->len);
}

// ── the authority ──

static size_t last_at_sign(Sv text, size_t to) {
    while (to > 0 && text.at[to - 1] != '@')
        to--;
    return to > 0 ? to - 1 : SV_NONE;
}

static size_t blank_at(Sv text, size_t from) {
    while (from < text.len && !ascii_is_space(text.at[from]))
        from++;
    return from;
}

// "user:password@" begins here.
static bool begins_with_password(Sv rest) {
    size_t at_sign = last_at_sign(rest, authority_end(rest, 0));
    return at_sign != SV_NONE && sv_find_char(rest, ':', 0) < at_sign;
}

// What stands behind the slashes after a colon, up to a blank.
static Sv behind_slashes(Sv text, size_t colon) {
    size_t begin = colon + 1;
    while (begin < text.len && text.at[begin] == '/')
        begin++;
    return sv_slice(text, begin, blank_at(text, begin));
}

// As take_front, from wherever the text has its first "://". Of one slash, or of three and more, it
// is an authority only where a password says so: sqlite:/srv/a.db and postgres:///db have none.
static void find_front(UrlParts *parts, Sv *rest) {
    size_t colon = sv_find(*rest, SV(":/"), 0);
    if (colon == SV_NONE) return;
    Sv found = behind_slashes(*rest, colon);
    if (!begins_with_password(found)) {
        colon = sv_find(*rest, SV("://"), colon);
        if (colon == SV_NONE) return;
        found = behind_slashes(*rest, colon);
        if (!begins_with_password(found))
            found = sv_slice(*rest, colon + 3, blank_at(*rest, colon + 3));
    }
    size_t scheme = colon;
    while (scheme > 0 && is_of_scheme(rest->at[scheme - 1]))
        scheme--;
    parts->has_scheme = scheme < colon;
    parts->scheme = sv_slice(*rest, scheme, colon);
    parts->has_authority = true;
    *rest = found;
}

static bool is_port(Sv text) {
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.at[i])) return false;
    return true;
}

// The '@' that ends user information which reaches past `end`, where the authority seems to end.
static size_t later_at_sign(Sv rest, size_t end) {
    Sv seen = sv_slice(rest, 0, end);
    size_t colon = sv_find_char(seen, ':', 0), at_sign = sv_find_char(rest, '@', end);
    if (colon == SV_NONE || at_sign == SV_NONE || sv_starts(rest, SV("["))) return SV_NONE;
    if (is_port(sv_slice(seen, colon + 1, end))) return SV_NONE;
    return last_at_sign(rest, authority_end(rest, at_sign));
}

static void split_place(UrlParts *parts) {
    Sv place = parts->place;
    size_t bracket = sv_starts(place, SV("[")) ? sv_find_char(place, ']', 0) : 0;
    // Of what has no ']' all is the host, colons included.
    size_t colon = bracket == SV_NONE ? SV_NONE : sv_find_char(place, ':', bracket);
    parts->host = sv_slice(place, 0, colon);
    parts->has_port = colon != SV_NONE;
    if (parts->has_port) parts->port = sv_slice(place, colon + 1, place.len);
}

static void take_authority(UrlParts *parts, Sv *rest, UrlLeniency leniency) {
    size_t end = authority_end(*rest, 0), at_sign = last_at_sign(*rest, end);
    if (leniency == URL_NEARLY && at_sign == SV_NONE && end < rest->len) {
        at_sign = later_at_sign(*rest, end);
        if (at_sign != SV_NONE) end = authority_end(*rest, at_sign);
    }
    parts->authority = parts->place = sv_slice(*rest, 0, end);
    parts->has_user = at_sign != SV_NONE;
    if (parts->has_user) {
        parts->user_info = sv_slice(*rest, 0, at_sign);
        parts->place = sv_slice(*rest, at_sign + 1, end);
        size_t colon = sv_find_char(parts->user_info, ':', 0);
        parts->user = sv_slice(parts->user_info, 0, colon);
        parts->has_password = colon != SV_NONE;
        if (parts->has_password) parts->password = sv_slice(parts->user_info, colon + 1, at_sign);
    }
    split_place(parts);
    *rest = sv_slice(*rest, end, rest->len);
}

// ── the whole ──

UrlParts url_split(Sv text, UrlLeniency leniency) {
    UrlParts parts = {0};
    Sv rest = text;
    if (leniency == URL_NEARLY)
        find_front(&parts, &rest);
    else
        take_front(&parts, &rest);
    if (parts.has_authority) take_authority(&parts, &rest, leniency);
    size_t hash = sv_find_char(rest, '#', 0);
    parts.has_fragment = hash != SV_NONE;
    if (parts.has_fragment) parts.fragment = sv_slice(rest, hash + 1, rest.len);
    rest = sv_slice(rest, 0, hash);
    size_t mark = sv_find_char(rest, '?', 0);
    parts.has_query = mark != SV_NONE;
    if (parts.has_query) parts.query = sv_slice(rest, mark + 1, rest.len);
    parts.path = sv_slice(rest, 0, mark);
    return parts;
}
