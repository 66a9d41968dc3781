#include "plan/permit.h"
#include "base/limits.h"
#include "base/system/file.h"
#include "base/system/lookup.h"
#include "base/system/variables.h"
#include "plan/database_pattern.h"
#include "yaml/pitfalls.h"

// ── patterns ──

static bool is_key(const Touch *touch, const char *key) {
    return sv_eq_c(sv_from_c(touch->key), key);
}

static bool has_slash(Sv text) {
    return sv_find_char(text, '/', 0) != SV_NONE;
}

static bool lets_way(Sv pattern, bool beneath, Sv way) {
    if (!beneath) return sv_matches_path(pattern, way);
    if (sv_eq_c(pattern, "/")) return sv_starts(way, pattern);
    for (Sv at = path_folder(way); at.len > 1; at = path_folder(at)) {
        if (sv_matches_path(pattern, at)) return true;
        if (!has_slash(at)) break;
    }
    return false;
}

// /bin/sh where /bin is a link, current/* where current is one: the folder is followed as far as it
// is written out. Never the name of a program in it, which may be a link to one that does something
// else under each name. Empty where that is no other pattern.
static Sv where_pattern_leads(Arena *arena, Sv pattern, bool to_its_end) {
    size_t end = 0;
    while (end < pattern.len && pattern.at[end] != '*' && pattern.at[end] != '?')
        end++;
    Sv all = to_its_end && end == pattern.len ? path_real(arena, pattern) : (Sv){0};
    if (all.at) return all;
    while (end > 0 && pattern.at[end - 1] != '/')
        end--;
    Sv real = path_real(arena, sv_slice(pattern, 0, end));
    if (!real.at) return (Sv){0};
    return path_join(arena, real, sv_slice(pattern, end, pattern.len));
}

// Files, and programs that are named by their path, are relative to the file that names them. What
// ends with a slash, and `.`, is a folder with all that is in it.
static bool lets(const Runbook *runbook, Arena *arena, const Touch *touch, Sv pattern) {
    bool programs = is_key(touch, "programs"), paths = is_key(touch, "paths");
    bool path = paths || (programs && has_slash(pattern));
    bool beneath = path && (sv_ends(pattern, SV("/")) || sv_eq_c(path_name(pattern), ".") ||
                            sv_eq_c(path_name(pattern), ".."));
    if (is_key(touch, "databases"))
        return sv_eq_c(pattern, "*") || // any at all
               database_matches(arena, runbook->folder, pattern, touch->ways[0]);
    if (path) pattern = path_tidy(arena, path_join(arena, runbook->folder, pattern));
    Sv leads = path ? where_pattern_leads(arena, pattern, paths || beneath) : (Sv){0};
    for (size_t i = 0; i < touch->way_count; i++) {
        if (lets_way(pattern, beneath, touch->ways[i])) return true;
        if (leads.len && lets_way(leads, beneath, touch->ways[i])) return true;
    }
    return false;
}

static bool is_listed(const Runbook *runbook, Arena *arena, const Touch *touch) {
    const Value *patterns = value_get_sv(runbook->allow, sv_from_c(touch->key));
    if (!patterns) return true; // the list could not be read, which was reported
    for (size_t i = 0; i < value_count(*patterns); i++)
        if (lets(runbook, arena, touch, value_text(value_item(*patterns, i)))) return true;
    return false;
}

// ── what is touched ──

static Touch touch_one(Arena *arena, const char *kind, const char *key, Sv what) {
    Sv *way = arena_new_of(arena, Sv);
    *way = what;
    return (Touch){
        .kind = kind, .key = key, .shown = what, .ways = way, .way_count = 1, .entry = what};
}

Touch touch_host(Arena *arena, Sv address) {
    Touch touch = touch_one(arena, "host", "hosts", address);
    size_t colon = address.len;
    while (colon > 0 && address.at[colon - 1] != ':')
        colon--;
    if (colon == 0) return touch;
    Sv *ways = arena_new_array(arena, Sv, 2);
    ways[0] = address;
    ways[1] = sv_slice(address, 0, colon - 1);
    touch.ways = ways;
    touch.way_count = 2;
    return touch;
}

Touch touch_database(Arena *arena, Sv address) {
    return touch_one(arena, "database", "databases", address);
}

static Sv where_it_is(Arena *arena, Sv path) {
    Sv real = path_real(arena, path);
    if (real.at) return real;
    Sv folder = path_real(arena, path_folder(path));
    return folder.at ? path_join(arena, folder, path_name(path)) : path_tidy(arena, path);
}

Touch touch_path(Arena *arena, Sv written, Sv path) {
    Sv real = where_it_is(arena, path);
    Touch touch = touch_one(arena, "path", "paths", real);
    touch.shown = written;
    if (!sv_eq(path_tidy(arena, path), real)) touch.real = real;
    return touch;
}

Touch touch_secret(Arena *arena, Sv name) {
    return touch_one(arena, "secret", "secrets", name);
}

// The file that the caller's PATH finds by this name; parts of PATH that depend on where one stands
// do not count.
static bool is_found(Arena *arena, const Env *env, Sv name, Sv file) {
    Sv found, near;
    if (!lookup_program(arena, name, lookup_path(env), (Sv){0}, &found, &near)) return false;
    Sv real = path_real(arena, found), meant = path_real(arena, file);
    return sv_eq(found, file) || (real.at && sv_eq(real, meant));
}

// Words alone cannot tell where a path with .. leads.
static bool climbs(Sv path) {
    Sv part;
    while (sv_next_part(&path, '/', &part))
        if (sv_eq_c(part, "..")) return true;
    return false;
}

static void add_way(Touch *touch, Sv *ways, Sv way) {
    if (!way.at) return;
    for (size_t i = 0; i < touch->way_count; i++)
        if (sv_eq(ways[i], way)) return;
    ways[touch->way_count++] = way;
}

static void add_paths(Touch *touch, Sv *ways, Arena *arena, Sv file) {
    Sv folder = path_real(arena, path_folder(file)), real = path_real(arena, file);
    if (!climbs(file)) add_way(touch, ways, path_tidy(arena, file));
    if (folder.at) add_way(touch, ways, path_join(arena, folder, path_name(file)));
    add_way(touch, ways, real);
    if (touch->way_count == 0) add_way(touch, ways, path_tidy(arena, file));
    if (real.at && !sv_eq(real, touch->shown)) touch->real = real;
}

Touch touch_program(Arena *arena, const Env *env, Sv name, Sv folder) {
    enum { MOST_WAYS = 4 };
    Sv *ways = arena_new_array(arena, Sv, MOST_WAYS), file, near;
    Touch touch = {.kind = "program", .key = "programs", .shown = name, .ways = ways};
    if (!has_slash(name)) {
        add_way(&touch, ways, name);
        touch.entry = name;
        touch.open = !lookup_program(arena, name, lookup_path(env), (Sv){0}, &file, &near);
        if (!touch.open) add_paths(&touch, ways, arena, file);
        touch.real = touch.open ? (Sv){0} : file;
        return touch;
    }
    touch.open = !folder.len && !sv_starts(name, SV("/"));
    file = path_join(arena, folder, name);
    if (touch.open || is_found(arena, env, path_name(file), file))
        add_way(&touch, ways, path_name(file));
    touch.entry = touch.open ? name : touch.way_count > 0 ? ways[0] : (Sv){0};
    if (touch.open) return touch;
    add_paths(&touch, ways, arena, file);
    if (!touch.entry.len) touch.entry = touch.real.at ? touch.real : ways[0];
    return touch;
}

// ── the answer ──

bool permit_bounded(const Runbook *runbook) {
    for (; runbook; runbook = runbook->parent)
        if (runbook->has_allow) return true;
    return false;
}

// A path beneath the runbook's folder goes by that, so that it holds in every clone.
static Sv entry_for(const Runbook *runbook, Arena *arena, const Touch *touch) {
    Sv entry = touch->entry, folder = runbook->folder;
    bool beneath =
        sv_starts(entry, folder) && entry.len > folder.len + 1 && entry.at[folder.len] == '/';
    if (!beneath || (!is_key(touch, "paths") && !is_key(touch, "programs"))) return entry;
    Sv name = sv_slice(entry, folder.len + 1, entry.len);
    bool word = is_key(touch, "programs") && !has_slash(name);
    return word ? sv_format(arena, "./%.*s", SV_ARG(name)) : name;
}

// The whole line, with what it holds already.
static Sv line_for(const Runbook *runbook, Arena *arena, const Touch *touch) {
    BUF_AUTO Buf line = buf_new(LIMIT_FILE_BYTES);
    const Value *patterns = value_get_sv(runbook->allow, sv_from_c(touch->key));
    buf_addf(&line, "%s: [", touch->key);
    for (size_t i = 0; patterns && i < value_count(*patterns); i++)
        buf_addf(&line, "%.*s, ",
                 SV_ARG(yaml_flow_scalar(arena, value_text(value_item(*patterns, i)))));
    Sv entry = entry_for(runbook, arena, touch);
    buf_addf(&line, "%.*s]", SV_ARG(yaml_flow_scalar(arena, entry)));
    return buf_keep(&line, arena);
}

static bool has_paths(const Runbook *runbook, const Touch *touch) {
    const Value *patterns = value_get_sv(runbook->allow, sv_from_c(touch->key));
    for (size_t i = 0; patterns && i < value_count(*patterns); i++)
        if (has_slash(value_text(value_item(*patterns, i)))) return true;
    return false;
}

static void refuse(const Runbook *runbook, Arena *arena, const Touch *touch, PermitRefusal *out) {
    // Where a name is found matters beside entries that are paths.
    bool told = touch->real.len && (has_slash(touch->shown) || has_paths(runbook, touch));
    Sv real = told ? sv_format(arena, ", which is '%.*s',", SV_ARG(touch->real)) : (Sv){0};
    out->reason = sv_format(arena, "%s '%.*s'%.*s is not among allow.%s of %.*s", touch->kind,
                            SV_ARG(touch->shown), SV_ARG(real), touch->key, SV_ARG(runbook->path));
    out->hint = sv_format(arena, "if that is meant, write beneath allow:\n%.*s",
                          SV_ARG(line_for(runbook, arena, touch)));
}

bool permit(const Runbook *runbook, Arena *arena, const Touch *touch, PermitRefusal *out) {
    for (; runbook; runbook = runbook->parent) {
        if (!runbook->has_allow || is_listed(runbook, arena, touch)) continue;
        if (touch->open && has_paths(runbook, touch)) continue;
        refuse(runbook, arena, touch, out);
        return false;
    }
    return true;
}

bool permit_argv(const Runbook *runbook, Arena *arena, const Env *env, Sv folder, Texts *argv,
                 PermitRefusal *out) {
    if (!permit_bounded(runbook) || argv->count == 0) return true;
    Sv file, near, name = argv->items[0];
    bool found = lookup_program(arena, name, lookup_path(env), folder, &file, &near);
    Touch touch = touch_program(arena, env, found ? file : name, folder);
    if (!permit(runbook, arena, &touch, out)) return false;
    if (!found) return true;
    Sv *items = arena_copy(arena, argv->items, argv->count * sizeof *items);
    items[0] = file;
    argv->items = items;
    return true;
}

// ── secrets and variables ──

bool permit_secret(const Secret *secret, Arena *arena) {
    Touch touch = touch_secret(arena, secret->name);
    PermitRefusal refusal;
    return permit(secret->runbook, arena, &touch, &refusal);
}

static bool is_of_listed_secret(const Runbook *runbook, Arena *arena, Sv variable) {
    for (uint32_t i = 0; i < runbook->secret_count; i++) {
        const Secret *secret = &runbook->secrets[i];
        if (secret->from != SECRET_ENV || !sv_eq(secret->text, variable)) continue;
        if (permit_secret(secret, arena)) return true;
    }
    return false;
}

bool permit_variable(const Runbook *runbook, Arena *arena, Sv name, PermitRefusal *out) {
    if (!permit_bounded(runbook)) return true;
    Touch touch = touch_one(arena, "variable", "secrets", name);
    return variable_is_basic(name) || is_of_listed_secret(runbook, arena, name) ||
           permit(runbook, arena, &touch, out);
}

bool permit_setting(const Runbook *runbook, Arena *arena, Sv variable, PermitRefusal *out) {
    if (!permit_bounded(runbook) || !variable_chooses_code(variable)) return true;
    bool path = sv_eq_c(variable, "PATH");
    out->reason = sv_format(arena,
                            path ? "'%.*s' decides which programs are found, and so cannot be set "
                                   "beside allow"
                                 : "'%.*s' decides which code programs load, and so cannot be set "
                                   "beside allow",
                            SV_ARG(variable));
    out->hint = path ? SV("leave it out: programs are found by the PATH of whoever starts the run; "
                          "one that is elsewhere is named by its path")
                     : sv_format(arena,
                                 "leave it out, or let whoever starts the run set it: pass_env: "
                                 "[%.*s], and secrets: [%.*s] in allow",
                                 SV_ARG(variable), SV_ARG(variable));
    return false;
}
