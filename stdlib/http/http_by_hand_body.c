// The body of a request as curl is given it.
#include "http/http_by_hand.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include "value/json.h"

enum { BODY_MOST = 4 * 1024 };

static Taint taint_of(const HandRequest *hand, const char *param) {
    return value_taint(by_hand_given(hand, param));
}

static void note_left_out(const HandRequest *hand, Sv text, const char *name) {
    Sha256 digest = sha256_of(text);
    hand_note(hand->line, sv_format(hand->arena, "%s is what was sent: %zu bytes, %.*s", name,
                                    text.len, SV_ARG(sha256_text(hand->arena, digest))));
}

static bool shows_as_it_is(Sv text) {
    BUF_AUTO Buf shown = buf_new(4 * text.len + 64);
    shown_add(&shown, text, false);
    return sv_eq(buf_sv(&shown), text);
}

static void add_text(const HandRequest *hand, Sv text, Taint taint) {
    if (taint) {
        by_hand_option(hand, "--data-raw", (Sv){0});
        HandPiece body = {.text = text, .taint = taint, .called = SV("body")};
        hand_secret(hand->line, body);
    } else if (text.len > BODY_MOST) {
        by_hand_option(hand, "--data-binary", SV("@body"));
        note_left_out(hand, text, "the file body");
    } else if (!shows_as_it_is(text)) {
        // Neither bytes nor lines survive every shell and every page.
        hand->line->fed = true;
        hand->line->input = text;
        by_hand_option(hand, "--data-binary", SV("@-"));
    } else {
        by_hand_option(hand, sv_starts(text, SV("@")) ? "--data-raw" : "--data-binary", text);
    }
}

static void add_json(const HandRequest *hand, Value value, Sv called);

static Sv json_text(Arena *arena, Value value) {
    BUF_AUTO Buf text = buf_new(LIMIT_JSON_BYTES);
    json_write(&text, value, JSON_COMPACT);
    return buf_keep(&text, arena);
}

static void add_json_items(const HandRequest *hand, Value value, Sv called) {
    bool map = value.kind == VALUE_MAP;
    hand_more(hand->line, map ? SV("{") : SV("["));
    for (size_t i = 0; i < value_count(value); i++) {
        if (i) hand_more(hand->line, SV(","));
        Value key = map ? value_key(value, i) : value_null();
        if (map) hand_more(hand->line, json_text(hand->arena, key));
        if (map) hand_more(hand->line, SV(":"));
        bool named = map && key.kind == VALUE_STRING;
        add_json(hand, map ? value_at(value, i) : value_item(value, i),
                 named ? value_text(key) : called);
    }
    hand_more(hand->line, map ? SV("}") : SV("]"));
}

static void add_json(const HandRequest *hand, Value value, Sv called) {
    Taint taint = value_taint(value);
    bool within = (value.kind == VALUE_MAP || value.kind == VALUE_LIST) && !value.taint;
    Sv text = taint && within ? (Sv){0} : json_text(hand->arena, value);
    if (!taint) {
        hand_more(hand->line, text);
    } else if (within) {
        add_json_items(hand, value, called);
    } else if (value.kind == VALUE_STRING) {
        bool plain = text.len == value_text(value).len + 2;
        hand_more(hand->line, SV("\""));
        hand_secret(hand->line, (HandPiece){.text = value_text(value),
                                            .taint = taint,
                                            .called = called,
                                            .as = plain ? (Sv){0} : SV("as JSON writes it")});
        hand_more(hand->line, SV("\""));
    } else {
        hand_secret(hand->line, (HandPiece){.text = text, .taint = taint, .called = called});
    }
}

// With a secret in it every pair is a word, and curl encodes what the secret's variable holds.
static void add_form(const HandRequest *hand, Pairs form) {
    for (size_t i = 0; i < form.count; i++) {
        const Pair *pair = &form.items[i];
        bool too_long;
        Pair only = {.name = pair->name, .text = pair->taint ? (Sv){0} : pair->text};
        Pairs one = {.items = &only, .count = 1};
        Sv text = http_encoded_pairs(hand->arena, one, true, &too_long);
        by_hand_option(hand, pair->taint ? "--data-urlencode" : "--data-raw", text);
        if (pair->taint)
            hand_secret(
                hand->line,
                (HandPiece){.text = pair->text, .taint = pair->taint, .called = pair->name});
    }
}

// What stands between the quotes of curl's -F.
static Sv form_quoted(Arena *arena, Sv text) {
    BUF_AUTO Buf out = buf_new(2 * text.len + 3);
    buf_add_char(&out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\') buf_add_char(&out, '\\');
        buf_add_char(&out, text.at[i]);
    }
    buf_add_char(&out, '"');
    return buf_keep(&out, arena);
}

static void add_part(const HandRequest *hand, const HttpPart *part, Taint taint) {
    Arena *arena = hand->arena;
    bool plain = !part->file.len && !part->type.len && !part->filename.len;
    if (sv_find_char(part->name, '=', 0) != SV_NONE)
        hand_note(hand->line,
                  sv_format(arena, "the part '%.*s' has another name, since curl has no such",
                            SV_ARG(part->name)));
    if (!plain && !part->file.len && taint)
        hand_note(hand->line,
                  SV("quotes and backslashes in a secret need a backslash in front of them"));
    by_hand_option(hand, plain ? "--form-string" : "-F",
                   sv_format(arena, "%.*s=%s", SV_ARG(part->name), part->file.len ? "@" : ""));
    HandPiece text = {.text = part->text, .taint = taint, .called = part->name};
    if (part->file.len)
        hand_more(hand->line, form_quoted(arena, part->file));
    else if (plain && taint)
        hand_secret(hand->line, text);
    else if (plain)
        hand_more(hand->line, part->text);
    else if (taint)
        hand_more(hand->line, SV("\"")), hand_secret(hand->line, text),
            hand_more(hand->line, SV("\""));
    else
        hand_more(hand->line, form_quoted(arena, part->text));
    if (part->type.len) hand_more(hand->line, sv_format(arena, ";type=%.*s", SV_ARG(part->type)));
    if (part->filename.len)
        hand_more(hand->line,
                  sv_format(arena, ";filename=%.*s", SV_ARG(form_quoted(arena, part->filename))));
}

// A file of any size would make curl ask for permission first.
static void add_file(const HandRequest *hand, Sv path) {
    by_hand_option(hand, "-H", SV("Expect:"));
    by_hand_option(hand, "--data-binary", sv_concat(hand->arena, (Sv[]){SV("@"), path}, 2));
}

// Several parts of one name are the items of its list, of which those without content are no parts:
// then it is not known which is which.
static Taint taint_of_part(const HttpBody *body, size_t at, Value given) {
    const Value *value = given.kind == VALUE_MAP ? value_get_sv(given, body->parts[at].name) : NULL;
    if (!value) return value_taint(given);
    size_t before = 0, all = 0;
    for (size_t i = 0; i < body->part_count; i++) {
        bool same = sv_eq(body->parts[i].name, body->parts[at].name);
        all += same;
        before += same && i < at;
    }
    bool listed = value->kind == VALUE_LIST && value_count(*value) == all;
    Taint own = value_taint(listed ? value_item(*value, before) : *value);
    return own | (listed ? value->taint : 0) | given.taint;
}

static void add_parts(const HandRequest *hand) {
    const HttpBody *body = &hand->request->body;
    Value given = by_hand_given(hand, "multipart");
    bool files = false;
    size_t bytes = 0;
    for (size_t i = 0; i < body->part_count; i++) {
        files |= body->parts[i].file.len > 0;
        bytes += body->parts[i].text.len;
    }
    if (files) by_hand_option(hand, "-H", SV("Expect:"));
    if (bytes > BODY_MOST) hand_note(hand->line, SV("a part over 4 KiB is only its beginning"));
    for (size_t i = 0; i < body->part_count; i++) {
        HttpPart part = body->parts[i];
        if (part.text.len > BODY_MOST) part.text = sv_slice(part.text, 0, 64);
        add_part(hand, &part, taint_of_part(body, i, given));
    }
}

static void add_text_body(const HandRequest *hand) {
    const HttpParams *params = hand->trip->params;
    Sv text = hand->request->body.text;
    Taint json = params->json_given ? value_taint(params->json) : 0;
    Taint form = params->form_given ? taint_of(hand, "form") : 0;
    if (json && text.len <= BODY_MOST) {
        by_hand_option(hand, "--data-raw", (Sv){0});
        add_json(hand, params->json, SV("body"));
    } else if (form && text.len <= BODY_MOST) {
        add_form(hand, params->form);
    } else {
        add_text(hand, text, json | form | taint_of(hand, "body"));
    }
}

void by_hand_body(const HandRequest *hand) {
    const HttpRequest *request = hand->request;
    HttpBodyKind kind = request->body.kind;
    bool empty = kind == HTTP_BODY_NONE && by_hand_announces_empty(request->method);
    bool typed = by_hand_has_header(hand, SV("Content-Type"));
    if ((kind == HTTP_BODY_TEXT || kind == HTTP_BODY_FILE || empty) && !typed)
        by_hand_option(hand, "-H", SV("Content-Type:"));
    switch (kind) {
    case HTTP_BODY_TEXT: add_text_body(hand); break;
    case HTTP_BODY_FILE: add_file(hand, request->body.text); break;
    case HTTP_BODY_PARTS: add_parts(hand); break;
    case HTTP_BODY_NONE:
        if (empty) by_hand_option(hand, "--data-raw", (Sv){0});
        break;
    }
}
