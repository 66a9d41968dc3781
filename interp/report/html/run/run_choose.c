// How much of each step a page can hold and still be one that opens: of all that passed the same,
// of all that did not the same, as much as there is room for.
#include "report/html/run/run_page.h"

enum { ROOM = 2 * 1000 * 1000, ROOM_LARGE = 1000 * 1000, LARGE = 1000, MOST_OPEN = 100 };

// The bytes of all bodies, told so; no more than is needed to know that there is no room.
static size_t measured(RunPage *page, bool well, RunTelling telling, size_t room) {
    const ReportModel *record = page->record;
    size_t total = 0;
    BUF_AUTO Buf body = buf_new(room + 1);
    for (uint32_t i = 0; i < record->count && total <= room; i++) {
        const ReportEntry *entry = &record->entries[i];
        if (entry->kind != ENTRY_STEP || page->folds.out[i] || run_is_well(record, entry) != well)
            continue;
        buf_clear(&body);
        run_body(page, &body, i, telling);
        total += body.full ? room + 1 : body.len;
    }
    return total;
}

static RunTelling chosen(RunPage *page, bool well, size_t room) {
    for (RunTelling telling = TELL_ALL; telling > TELL_ROW; telling--)
        if (measured(page, well, telling, room) <= room) return telling;
    return TELL_ROW;
}

// What did not pass is told as far as it goes.
void run_choose(RunPage *page) {
    bool large = page->record->count > LARGE;
    size_t room = large ? ROOM_LARGE : ROOM;
    page->well = chosen(page, true, room);
    page->unwell = chosen(page, false, room);
    if (page->unwell == TELL_ROW) page->unwell = TELL_JUDGED;
    page->room = room;
    page->open = large ? MOST_OPEN : page->record->count;
}
