// What a runbook may touch.
#include "base/system/file.h"
#include "plan/permit.h"
#include "plan/read/expr.h"
#include "plan/read/read.h"
#include "url/url.h"

void allow_read(RunbookLoader *loader, const Node *node) {
    if (!read_keys(loader, node, KEY_ALLOW, NULL, NULL)) return;
    MapBuilder allow = map_builder(loader->arena);
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        if (row->place != KEY_ALLOW) continue;
        const Node *list = node_get(node, sv_from_c(row->name));
        ListBuilder patterns = list_builder(loader->arena);
        Sv *words = NULL;
        uint32_t count = 0;
        // An empty list allows nothing of its kind.
        bool empty = list && list->kind == NODE_LIST && list->count == 0;
        if (list && !empty && !read_words(loader, list, row->name, &words, &count)) continue;
        for (uint32_t w = 0; w < count; w++)
            list_add(&patterns, value_string(words[w]));
        map_add_c(&allow, row->name, list_done(&patterns));
    }
    loader->runbook->has_allow = true;
    loader->runbook->allow = map_done(&allow);
}

// ── what can be seen before anything runs ──

static bool refuse_touch(RunbookLoader *loader, Span place, const PermitRefusal *refusal) {
    Diag *diag = diag_add(loader->diags, DIAG_NOT_ALLOWED, first_line(place), "%.*s",
                          SV_ARG(refusal->reason));
    diag_hint(loader->diags, diag, "%.*s", SV_ARG(refusal->hint));
    return false;
}

static bool check(RunbookLoader *loader, Span place, Touch touch) {
    PermitRefusal refusal;
    return permit(loader->runbook, loader->arena, &touch, &refusal) ||
           refuse_touch(loader, place, &refusal);
}

bool allow_check(RunbookLoader *loader, const CelNames *names, const CelUse *use) {
    bool good = true;
    for (uint32_t i = 0; i < use->path_count && good; i++) {
        const CelPath *path = &use->paths[i];
        if (names->items[path->name].index != SCOPE_SECRETS) continue;
        Sv secret = path->count > 0 ? path->fields[0] : SV("*");
        good = check(loader, path->span, touch_secret(loader->arena, secret));
    }
    return good;
}

// Its authority is known if it ends before the first ${…}.
bool allow_url(RunbookLoader *loader, Span place, Sv text) {
    if (!permit_bounded(loader->runbook)) return true;
    size_t open = sv_find(text, SV("${"), 0), slashes = sv_find(text, SV("://"), 0);
    size_t end = slashes == SV_NONE ? SV_NONE : sv_find_char(text, '/', slashes + 3);
    Sv known = open == SV_NONE ? text : sv_slice(text, 0, end);
    Url url;
    UrlError error;
    if (slashes == SV_NONE || (open != SV_NONE && (end == SV_NONE || end > open))) return true;
    if (!url_parse(loader->arena, known, &url, &error)) return true; // which is reported elsewhere
    return check(loader, place, touch_host(loader->arena, url_address(loader->arena, &url)));
}

bool allow_path(RunbookLoader *loader, Span place, Sv written) {
    if (!permit_bounded(loader->runbook)) return true;
    Sv path = path_join(loader->arena, path_folder(loader->at->real), written);
    return check(loader, place, touch_path(loader->arena, written, path));
}

bool allow_program(RunbookLoader *loader, Span place, Sv name) {
    if (!permit_bounded(loader->runbook)) return true;
    // Where it will start is not known yet.
    return check(loader, place, touch_program(loader->arena, env_system(), name, (Sv){0}));
}

bool allow_variable(RunbookLoader *loader, Span place, Sv name) {
    PermitRefusal refusal;
    return permit_variable(loader->runbook, loader->arena, name, &refusal) ||
           refuse_touch(loader, place, &refusal);
}

bool allow_setting(RunbookLoader *loader, Span place, Sv variable) {
    PermitRefusal refusal;
    return permit_setting(loader->runbook, loader->arena, variable, &refusal) ||
           refuse_touch(loader, place, &refusal);
}
