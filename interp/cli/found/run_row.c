#include "cli/found/run_row.h"
#include "history/run_id.h"
#include "value/json.h"

void run_row_take(IndexQuery *query, Arena *arena, RunRow *out) {
    *out = (RunRow){.place = query_int(query, 0),
                    .folder = query_text(query, 1, arena),
                    .level = (RunRowLevel)query_int(query, 2),
                    .state = (RunState)query_int(query, 3),
                    .name = query_text(query, 4, arena),
                    .verdict = query_text(query, 5, arena),
                    .problem = query_text(query, 6, arena),
                    .sessions = (uint32_t)query_int(query, 7),
                    .stamp = {.device = query_int(query, 8),
                              .inode = query_int(query, 9),
                              .size = query_int(query, 10),
                              .mtime_ns = query_int(query, 11),
                              .ctime_ns = query_int(query, 12),
                              .settled = query_int(query, 13) == 1}};
}

bool run_row_same_file(const IndexStamp *a, const IndexStamp *b) {
    return a->inode != 0 && a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns;
}

int64_t run_row_place(RunIndex *index, Sv name) {
    IndexQuery *make = index_query(index, "INSERT OR IGNORE INTO run(folder, ordered, id, odd) "
                                          "VALUES (?1, ?1, ?1, 0)");
    query_give(make, 1, name);
    query_run(make);
    IndexQuery *find = index_query(index, "SELECT place FROM run WHERE folder = ?1");
    query_give(find, 1, name);
    int64_t place = query_next(find) ? query_int(find, 0) : 0;
    query_rewind(find);
    return place;
}

// ── writing ──

IndexQuery *run_row_writer(RunIndex *index) {
    return index_query(
        index,
        "UPDATE run SET level = ?2, state = ?3, name = ?4, verdict = ?5, problem = ?6, sessions = "
        "?7, device = ?8, inode = ?9, size = ?10, mtime = ?11, ctime = ?12, settled = ?13, title = "
        "?14, path = ?15, narrowed = ?16, again_of = ?17, began = ?18, elapsed = ?19, user = ?20, "
        "host = ?21, inputs = ?22, subject = ?23, reasons = ?24, standing = ?25, resumable = ?26, "
        "waits_for = ?27, told = CASE WHEN ?28 THEN told ELSE 0 END WHERE place = ?1");
}

static void give_value(IndexQuery *query, int place, Value value, Arena *arena) {
    BUF_AUTO Buf json = buf_new(LIMIT_REPORT_BYTES);
    bool whole = value.kind != VALUE_NULL && json_write(&json, value, JSON_COMPACT);
    query_give(query, place, whole ? buf_keep(&json, arena) : SV(""));
}

void run_row_write(IndexQuery *writer, const RunEntry *entry, Arena *arena) {
    const IndexStamp *stamp = &entry->stamp;
    query_give_int(writer, 1, entry->row);
    query_give_int(writer, 2, entry->checked ? RUN_ROW_CHECKED : RUN_ROW_READ);
    query_give_int(writer, 3, entry->state);
    query_give(writer, 4, entry->name);
    query_give(writer, 5, entry->verdict);
    query_give(writer, 6, entry->problem);
    query_give_int(writer, 7, entry->sessions);
    query_give_int(writer, 8, stamp->device);
    query_give_int(writer, 9, stamp->inode);
    query_give_int(writer, 10, stamp->size);
    query_give_int(writer, 11, stamp->mtime_ns);
    query_give_int(writer, 12, stamp->ctime_ns);
    query_give_int(writer, 13, stamp->settled);
    query_give(writer, 14, entry->title);
    query_give(writer, 15, entry->path);
    query_give_int(writer, 16, entry->narrowed);
    query_give(writer, 17, entry->again_of);
    query_give_int(writer, 18, entry->started_ns);
    query_give_int(writer, 19, entry->elapsed_ns);
    query_give(writer, 20, entry->user);
    query_give(writer, 21, entry->host);
    give_value(writer, 22, entry->inputs, arena);
    give_value(writer, 23, entry->subject, arena);
    give_value(writer, 24, entry->reasons, arena);
    query_give_int(writer, 25, entry->standing);
    query_give_int(writer, 26, entry->resumable);
    query_give(writer, 27, entry->waits_for);
    query_give_int(writer, 28, entry->row_same);
    query_run(writer);
}
