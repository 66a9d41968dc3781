#include "cli/found/run_rows.h"
#include "base/system/file.h"
#include "cli/found/run_entry.h"
#include "cli/found/run_row.h"
#include "cli/found/run_rows_names.h"
#include "cli/found/run_told.h"
#include "history/run_id.h"

#include <sys/stat.h>

struct RunRows {
    Arena *arena; // not owned
    RunIndex *index;
    Sv folder;
    IndexQuery *cursor, *before, *behind;
    uint32_t count, seen, counted;
};

// Of what the journal has at its ends, and whether its chain holds.
static const char newest_first[] =
    "SELECT " RUN_ROW_COLUMNS " FROM run ORDER BY ordered DESC, id DESC, folder DESC";

RunRows *run_rows_open(Arena *arena, Sv shown, Sv folder, Sv *said) {
    RunIndex *index = index_open(arena, shown, said);
    uint32_t count = 0;
    if (!index) return NULL;
    if (!run_rows_sync(arena, index, folder, &count) || !index_holds(index)) {
        ignore_result(index_close(index));
        return NULL;
    }
    RunRows *rows = arena_new_of(arena, RunRows);
    *rows = (RunRows){.arena = arena, .index = index, .folder = folder, .count = count};
    return rows;
}

void run_rows_close(RunRows *rows) {
    ignore_result(index_close(rows->index));
}

bool run_rows_hold(const RunRows *rows) {
    return index_holds(rows->index);
}

uint32_t run_rows_count(const RunRows *rows) {
    return rows->count;
}

uint32_t run_rows_left(const RunRows *rows) {
    return rows->count > rows->seen ? rows->count - rows->seen : 0;
}

uint32_t run_rows_counted(const RunRows *rows) {
    return rows->counted;
}

// ── which are left out ──

static bool is_fresh(const RunRows *rows, const RunRow *row) {
    struct stat about;
    Sv journal = path_join(rows->arena, path_join(rows->arena, rows->folder, row->folder),
                           SV("journal.jsonl"));
    return stat(journal.at, &about) == 0 && index_stamp_is(&row->stamp, &about);
}

// By the index's word, which for what is counted alone is enough.
static bool is_not_wanted(const RunRow *row, const RunWish *wish) {
    bool named = wish->name.len == 0 || sv_matches(wish->name, row->name);
    bool well =
        row->level == RUN_ROW_CHECKED || wish->counted ? run_ended_well(row->verdict) : false;
    return !named || (wish->failed && well);
}

// Only what has an end is told by its row.
static bool is_told(const RunRow *row) {
    return row->level != RUN_ROW_NAME && row->state == RUN_SEALED && row->stamp.settled;
}

static bool is_left_out(RunRows *rows, const RunRow *row, const RunWish *wish) {
    if (!is_told(row)) return false;
    bool wanted = !is_not_wanted(row, wish);
    if (!wish->counted) return !wanted && is_fresh(rows, row);
    rows->counted += wanted;
    return true;
}

// A chain that held then holds now where the file is the same.
static void take_word(RunEntry *entry, const RunRow *row) {
    entry->row = row->place;
    entry->row_same = run_row_same_file(&row->stamp, &entry->stamp);
    bool same = row->level == RUN_ROW_CHECKED && row->stamp.settled && entry->row_same;
    entry->row_stands = same && row->state == entry->state && entry->state == RUN_SEALED;
    if (!same || entry->state == RUN_OPEN) return;
    if (row->state == RUN_DAMAGED && entry->state == RUN_SEALED) {
        entry->state = RUN_DAMAGED;
        entry->problem = row->problem;
        entry->row_stands = true;
    }
    if (entry->row_stands) {
        entry->sessions = row->sessions;
        entry->checked = true;
    }
}

RunEntry *run_rows_next(RunRows *rows, const RunWish *wish) {
    if (!rows->cursor) rows->cursor = index_query(rows->index, newest_first);
    while (query_next(rows->cursor)) {
        RunRow row;
        run_row_take(rows->cursor, rows->arena, &row);
        rows->seen++;
        if (is_left_out(rows, &row, wish)) continue;
        RunEntry *entry = arena_new_of(rows->arena, RunEntry);
        Sv folder = path_join(rows->arena, rows->folder, row.folder);
        if (!run_entry_read(rows->arena, folder, true, entry)) continue;
        take_word(entry, &row);
        return entry;
    }
    return NULL;
}

// ── ids ──

static void share(IndexQuery *query, Sv id, Arena *arena, size_t *shared, uint32_t *others) {
    for (uint32_t own = 0; query_next(query);) {
        Sv other = query_text(query, 0, arena);
        if (!run_is_id(other)) continue;
        // A copy of the run is another one.
        if (sv_eq(other, id) && own++ == 0) continue;
        size_t common = run_id_common(id, other);
        if (common > *shared) *shared = common;
        *others += sv_cmp(other, id) > 0;
        break;
    }
    query_rewind(query);
}

Sv run_rows_short_id(RunRows *rows, Sv id) {
    if (!rows->before) {
        rows->before =
            index_query(rows->index, "SELECT id FROM run WHERE id < ?1 ORDER BY id DESC");
        rows->behind = index_query(rows->index, "SELECT id FROM run WHERE id >= ?1 ORDER BY id");
    }
    size_t shared = 0;
    uint32_t behind = 0;
    query_give(rows->before, 1, id);
    share(rows->before, id, rows->arena, &shared, &behind);
    query_give(rows->behind, 1, id);
    share(rows->behind, id, rows->arena, &shared, &behind);
    return run_id_cut(id, shared, behind == 0);
}

bool run_rows_has_id(RunRows *rows, Sv id) {
    IndexQuery *query = index_query(rows->index, "SELECT 1 FROM run WHERE id = ?1");
    query_give(query, 1, id);
    bool found = query_next(query);
    query_rewind(query);
    return found;
}

void run_rows_book_names(RunRows *rows, TextList *out) {
    IndexQuery *query = index_query(rows->index, "SELECT DISTINCT name FROM run WHERE name <> ''");
    while (query_next(query))
        text_list_add_once(rows->arena, out, query_text(query, 0, rows->arena));
    query_rewind(query);
}

const RunTold *run_rows_told(RunRows *rows, const RunEntry *entry) {
    return entry->row_same ? run_told_read(rows->arena, rows->index, entry->row) : NULL;
}

// ── writing ──

// What stands there of its steps may be of an earlier state.
static void keep_row(RunIndex *index, IndexQuery *writer, const RunEntry *entry, Arena *arena) {
    run_row_write(writer, entry, arena);
    if (entry->told || !entry->row_same) run_told_write(index, entry->row, entry->told);
}

static bool differs(const RunEntry *entry) {
    return !entry->row_stands || entry->told;
}

void run_rows_keep(RunRows *rows, RunEntry *const *entries, uint32_t count) {
    uint32_t differ = 0;
    for (uint32_t i = 0; i < count; i++)
        differ += differs(entries[i]);
    if (rows->cursor) query_rewind(rows->cursor);
    if (differ == 0 || !index_holds(rows->index) || !index_do(rows->index, "BEGIN IMMEDIATE"))
        return;
    IndexQuery *writer = run_row_writer(rows->index);
    for (uint32_t i = 0; i < count; i++)
        if (differs(entries[i])) keep_row(rows->index, writer, entries[i], rows->arena);
    ignore_result(index_do(rows->index, index_holds(rows->index) ? "COMMIT" : "ROLLBACK"));
}

static bool is_listed(Arena *arena, Sv folder) {
    Sv runs = path_real(arena, path_folder(folder));
    return run_is_id(path_name(folder)) && runs.at && sv_ends(runs, SV("/.runbook/runs"));
}

bool run_rows_note(Arena *arena, Sv journal, const RunTold *told, Sv *why) {
    Sv folder = path_folder(journal), runs = path_folder(folder);
    *why = (Sv){0};
    if (!is_listed(arena, folder)) return true;
    RunIndex *index = index_open(arena, path_folder(runs), why);
    RunEntry entry;
    if (!index || !run_entry_read(arena, folder, true, &entry)) {
        ignore_result(index_close(index));
        return false;
    }
    bool begun = index_do(index, "BEGIN IMMEDIATE");
    if (begun) {
        entry.row = run_row_place(index, path_name(folder));
        entry.told = told;
        keep_row(index, run_row_writer(index), &entry, arena);
        begun = index_do(index, index_holds(index) ? "COMMIT" : "ROLLBACK") && index_holds(index);
    }
    return index_close(index) && begun;
}
