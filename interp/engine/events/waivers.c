#include "engine/events/waivers.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "engine/events/emit.h"
#include "engine/events/verdict_summary.h"
#include "select/address.h"
#include "value/time.h"
#include "yaml/node.h"
#include <errno.h>

static const char *const keys[] = {"address", "reason", "by", "expires"};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

// "2026-03-31" is the whole of that day.
static bool read_expiry(Sv text, int64_t *out_ns) {
    Value time;
    char whole[32];
    int64_t day = 0;
    if (text.len == 10) {
        for (size_t i = 0; i < 10; i++)
            whole[i] = text.at[i];
        static const char midnight[] = "T00:00:00Z";
        for (size_t i = 0; i < sizeof midnight; i++)
            whole[10 + i] = midnight[i];
        text = sv_from_c(whole);
        day = 24 * 3600;
    }
    if (!timestamp_parse(text, &time)) return false;
    bool beyond = __builtin_mul_overflow(time.seconds + day, (int64_t)1000000000, out_ns);
    if (beyond) *out_ns = time.seconds > 0 ? INT64_MAX : INT64_MIN; // outside of the clock's range
    return true;
}

static const char form_of_expiry[] = "expires: 2030-12-31\nor, to the second\n"
                                     "expires: 2030-12-31T18:00:00Z";
static const char form_of_file[] = "- address: pre_deploy/build\n  reason: why it is accepted\n"
                                   "  by: who answers for it\n  expires: 2030-12-31";

static void wrong(Diags *diags, Span span, const char *hint, Sv what) {
    Diag *diag = diag_add(diags, DIAG_WAIVER_WRONG, span, "%.*s", SV_ARG(what));
    diag_hint(diags, diag, "%s", hint);
}

static void check_keys(const Node *node, Diags *diags) {
    Sv known[KEY_COUNT];
    for (int i = 0; i < KEY_COUNT; i++)
        known[i] = sv_from_c(keys[i]);
    for (uint32_t i = 0; i < node->count; i++) {
        Sv key = node->pairs[i].key->text, meant;
        bool there = false;
        for (int k = 0; k < KEY_COUNT; k++)
            there |= sv_eq(key, known[k]);
        if (there) continue;
        meant = sv_closest(key, known, KEY_COUNT);
        Diag *diag =
            diag_add(diags, DIAG_WAIVER_WRONG, node->pairs[i].key->span,
                     "a waiver has no key '%.*s'%s%.*s%s", SV_ARG(key),
                     meant.len ? "; did you mean '" : "", SV_ARG(meant), meant.len ? "'?" : "");
        if (!meant.len) diag_hint(diags, diag, "its keys are address, reason, by and expires");
    }
}

static Sv text_of(const Node *node, const char *key) {
    const Node *value = node_get(node, sv_from_c(key));
    return value && value->kind == NODE_SCALAR ? sv_trim(value->text) : SV("");
}

// What its address means in this runbook. A list of waivers may hold some for other runbooks.
static void find_meant(const Run *run, Waiver *waiver, Span place, Diags *diags) {
    Address address;
    Sv why;
    waiver->meant = waiver->address;
    if (!run->addresses || !address_find(run->addresses, waiver->address, &address, &why)) {
        waiver->hint = run->addresses && sv_starts(why, SV("; ")) ? why : SV("");
        return;
    }
    if (address_by_place(&address)) {
        wrong(diags, place,
              sv_to_c(run->arena, sv_format(run->arena, "address: %.*s",
                                            SV_ARG(address_form(run->arena, address.step)))),
              sv_format(run->arena,
                        "'%.*s' is an iteration by its place, and another item may stand there "
                        "today: say which is meant",
                        SV_ARG(waiver->address)));
        return;
    }
    waiver->meant = address.number ? step_address(diags->arena, address.step) : address.exact;
}

static void read_one(const Run *run, Arena *arena, const Node *node, int64_t now_ns, Diags *diags,
                     Waiver *out) {
    if (node->kind != NODE_MAP) {
        diag_add(diags, DIAG_WAIVER_WRONG, node->span,
                 "a waiver is a map of address, reason, by and expires, not %s",
                 node_kind_name(node));
        return;
    }
    check_keys(node, diags);
    *out = (Waiver){.address = text_of(node, "address"),
                    .reason = text_of(node, "reason"),
                    .by = text_of(node, "by"),
                    .expires = text_of(node, "expires"),
                    .hint = SV(""),
                    .finding = SV("")};
    if (out->address.len > 0) find_meant(run, out, node_get(node, SV("address"))->span, diags);
    if (out->address.len == 0)
        wrong(diags, node->span, form_of_file, SV("a waiver needs the address of a step"));
    if (out->expires.len == 0)
        out->finding = SV("it does not say until when");
    else if (!read_expiry(out->expires, &out->expires_ns))
        wrong(diags, node_get(node, SV("expires"))->span, form_of_expiry,
              sv_format(arena, "'%.*s' is no date", SV_ARG(out->expires)));
    else if (out->expires_ns <= now_ns)
        out->finding = sv_format(arena, "it expired on %.*s", SV_ARG(out->expires));
    if (out->by.len == 0) out->finding = SV("it does not say who takes it on");
    if (out->reason.len == 0) out->finding = SV("it gives no reason");
}

Waivers *waivers_recorded(Arena *arena, Value given) {
    Waivers *waivers = arena_new_of(arena, Waivers);
    waivers->items = arena_new_array(arena, Waiver, value_count(given));
    for (size_t i = 0; i < value_count(given); i++) {
        Value one = value_item(given, i);
        Waiver *waiver = &waivers->items[waivers->count];
        *waiver = (Waiver){.address = value_field_text(one, "address", SV("")),
                           .reason = value_field_text(one, "reason", SV("")),
                           .by = value_field_text(one, "by", SV("")),
                           .expires = value_field_text(one, "expires", SV("")),
                           .hint = SV(""),
                           .finding = SV("")};
        // Of a list that was shortened the rest is not known.
        if (one.kind != VALUE_MAP || !read_expiry(waiver->expires, &waiver->expires_ns)) continue;
        waiver->meant = waiver->address;
        waivers->count++;
    }
    return waivers;
}

static Sv unreadable(Arena *arena, FileStatus status) {
    switch (status) {
    case FILE_MISSING: return SV("there is no such file");
    case FILE_IS_FOLDER: return SV("it is a folder");
    case FILE_TOO_LARGE: return SV("it is too large");
    case FILE_NOT_REGULAR: return SV("it is no regular file");
    default: return file_error(arena, errno);
    }
}

static bool says_nothing(Sv text) {
    for (Sv line; sv_next_line(&text, &line);) {
        line = sv_trim(line);
        if (line.len > 0 && line.at[0] != '#') return false;
    }
    return true;
}

Waivers *waivers_read(const Run *run, Sv path, int64_t now_ns, Diags *diags) {
    Arena *arena = diags->arena;
    Waivers *waivers = arena_new_of(arena, Waivers);
    if (path.len == 0) return waivers;
    uint32_t before = diags->errors;
    Sv text;
    FileStatus status = file_read(arena, path, LIMIT_FILE_BYTES, &text);
    if (status != FILE_OK) {
        Sv why = unreadable(arena, status);
        diag_add(diags, DIAG_FILE_UNREADABLE, (Span){0},
                 "--waivers %.*s: the file cannot be read: %.*s", SV_ARG(path), SV_ARG(why));
        return NULL;
    }
    waivers->file = (PlanFile){.path = sv_copy(arena, path),
                               .digest = sha256_text(arena, sha256_of(text)),
                               .real = path_real(arena, path),
                               .text = text,
                               .kind = "waivers"};
    if (says_nothing(text)) {
        wrong(diags, (Span){.source = source_new(arena, path, text)}, form_of_file,
              SV("the file holds no waivers; where none are meant it says []"));
        return NULL;
    }
    const Node *node = yaml_read(arena, source_new(arena, path, text), diags);
    if (!node) return NULL;
    if (node->kind != NODE_LIST) {
        wrong(diags, node->span, form_of_file,
              sv_format(arena, "a file of waivers is a list, not %s", node_kind_name(node)));
        return NULL;
    }
    waivers->items = arena_new_array(arena, Waiver, node->count);
    waivers->count = node->count;
    for (uint32_t i = 0; i < node->count; i++)
        read_one(run, arena, node->items[i], now_ns, diags, &waivers->items[i]);
    return diags->errors == before ? waivers : NULL;
}

const Waiver *waivers_find(Run *run, Sv address, int64_t now_ns) {
    const Waiver *found = NULL;
    pthread_mutex_lock(&run->emitting);
    for (uint32_t i = 0; i < run->waivers->count; i++) {
        Waiver *waiver = &run->waivers->items[i];
        if (waiver->finding.len > 0 || !sv_eq(waiver->meant, address)) continue;
        if (waiver->expires_ns <= now_ns) {
            waiver->finding = sv_format(run->arena, "it expired on %.*s, before the step began",
                                        SV_ARG(waiver->expires));
            continue;
        }
        waiver->used = true;
        found = waiver;
        break;
    }
    for (uint32_t i = 0; found && i < run->waivers->count; i++) {
        Waiver *waiver = &run->waivers->items[i];
        if (!waiver->used && sv_eq(waiver->meant, address)) waiver->met = MET_COVERED;
    }
    pthread_mutex_unlock(&run->emitting);
    return found;
}

static void met(Run *run, Sv address, Met what) {
    pthread_mutex_lock(&run->emitting);
    for (uint32_t i = 0; i < run->waivers->count; i++)
        if (sv_eq(run->waivers->items[i].meant, address)) run->waivers->items[i].met = what;
    pthread_mutex_unlock(&run->emitting);
}

void waivers_met_step(Run *run, Sv address, Verdict verdict) {
    bool open = verdict == VERDICT_UNDECIDED || verdict == VERDICT_IN_DOUBT;
    met(run, address, open ? MET_UNDECIDED : MET_NO_FAILURE);
}

void waivers_met_group(Run *run, Sv address) {
    met(run, address, MET_GROUP);
}

static Sv why_unused(const Waiver *waiver, Arena *arena) {
    if (waiver->finding.len > 0) return waiver->finding;
    switch (waiver->met) {
    case MET_NOTHING:
        return sv_format(arena, "no step of this run has that address%.*s", SV_ARG(waiver->hint));
    case MET_GROUP:
        return SV("that is a group, and a waiver covers one step: name the one within that failed");
    case MET_UNDECIDED: return SV("the step is undecided, and a waiver covers failures alone");
    case MET_COVERED: return SV("another one covers that step already");
    case MET_NO_FAILURE: break;
    }
    return SV("it was not needed: nothing failed there");
}

// The failure is accepted until that time: GO is said at the end, so the waiver must still be valid
// then.
static void expired_since(Worker *worker, const Waiver *waiver) {
    Sv reason = sv_format(worker->keep, "its waiver expired on %.*s, before the verdict",
                          SV_ARG(waiver->expires));
    StepSum sum = {.verdict = VERDICT_UNDECIDED,
                   .level = LEVEL_MUST,
                   .cause = "waiver",
                   .reason = {SV(""), waiver->address, reason, VERDICT_UNDECIDED}};
    verdict_summary_judge(worker->run, &sum);
}

static bool has_expired(const Run *run, const Waiver *waiver) {
    return waiver->expires_ns <= run_wall_ns(run, run_now(run));
}

void waivers_report(Worker *worker) {
    const Waivers *waivers = worker->run->waivers;
    for (uint32_t i = 0; i < waivers->count; i++) {
        const Waiver *waiver = &waivers->items[i];
        if (waiver->used && has_expired(worker->run, waiver)) expired_since(worker, waiver);
        if (waiver->used) continue;
        Sv finding = why_unused(waiver, worker->keep);
        emit_note(worker, "warning",
                  sv_format(worker->keep, "the waiver for %.*s does not count: %.*s",
                            SV_ARG(waiver->address), SV_ARG(finding)));
    }
}

Value waiver_value(Arena *arena, const Waiver *waiver) {
    MapBuilder map = map_builder(arena);
    map_add_c(&map, "reason", value_string(waiver->reason));
    map_add_c(&map, "by", value_string(waiver->by));
    map_add_c(&map, "expires", value_string(waiver->expires));
    return map_done(&map);
}

Value waivers_value(Arena *arena, const Waivers *waivers) {
    ListBuilder list = list_builder(arena);
    for (uint32_t i = 0; i < waivers->count; i++) {
        const Waiver *waiver = &waivers->items[i];
        MapBuilder map = map_builder(arena);
        map_add_c(&map, "address", value_string(waiver->meant));
        map_add_c(&map, "reason", value_string(waiver->reason));
        map_add_c(&map, "by", value_string(waiver->by));
        map_add_c(&map, "expires", value_string(waiver->expires));
        list_add(&list, map_done(&map));
    }
    return list_done(&list);
}
