#include "engine/context/seat.h"
#include "base/limits.h"
#include "base/system/digest.h"
#include "history/again.h"
#include "select/item_name.h"
#include <string.h>

enum { KEY_DIGITS = 32 };

// Every step has several of these: printf would be a good part of their cost.
static Sv joined(Arena *arena, Sv a, char between, Sv b) {
    size_t gap = between ? 1 : 0;
    char *text = arena_alloc_raw(arena, a.len + gap + b.len + 1);
    if (a.len > 0) memcpy(text, a.at, a.len);
    text[a.len] = between;
    if (b.len > 0) memcpy(text + a.len + gap, b.at, b.len);
    text[a.len + gap + b.len] = '\0';
    return (Sv){text, a.len + gap + b.len};
}

// The same over attempts and resumes, another for each step and iteration, and nothing that a
// server could guess.
static Sv key_of(Worker *worker, Sv address) {
    const Again *again = worker->run->options->sources.again;
    // An item that is told by its place alone may be another one today.
    bool same = again && sv_find_char(address, '#', 0) == SV_NONE;
    Sv before = same ? again_key(again, address) : SV("");
    if (before.len > 0) return before;
    Sha256 digest = sha256_of(joined(worker->step, worker->run->id, '\n', address));
    BUF_AUTO Buf hex = buf_new(128);
    hex_add(&hex, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    return sv_copy(worker->keep, sv_slice(buf_sv(&hex), 0, KEY_DIGITS));
}

static Sv number_of(Arena *arena, Sv around, uint32_t index, bool undoes) {
    static const char undo[] = {'u', 'n', 'd', 'o'};
    char digits[16];
    size_t at = sizeof digits;
    for (uint32_t rest = index; rest > 0 || at == sizeof digits; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    // Else it would be called what a child is called.
    for (size_t i = sizeof undo; undoes && i > 0; i--)
        digits[--at] = undo[i - 1];
    Sv last = {digits + at, sizeof digits - at};
    return around.len == 0 ? sv_copy(arena, last) : joined(arena, around, '.', last);
}

Seat seat_of(Worker *worker, const Around *around, const Step *step) {
    Sv last = step->id.len > 0 ? step->id : step->number;
    Seat seat = {.around = *around, .step = step, .name = step->name};
    seat.address = joined(worker->keep, around->path, '\0', last);
    seat.number = number_of(worker->keep, around->number, step->position, step->undoes);
    seat.level = around->level > step->level ? around->level : step->level;
    seat.key = key_of(worker, seat.address);
    return seat;
}

Seat seat_of_iteration(Worker *worker, const Seat *loop, const Around *around, uint32_t index,
                       SvMap *taken) {
    const Step *step = loop->step;
    Seat seat = *loop;
    BUF_AUTO Buf address = buf_new(LIMIT_STRING_BYTES);
    buf_add(&address, loop->address);
    uint32_t first = step->loop_name_count - step->loop_count;
    for (uint32_t i = 0; i < step->loop_count; i++) {
        buf_addf(&address, "%c%.*s=", i ? ',' : '[', SV_ARG(step->loops[i].name));
        if (!item_name_add(&address, around->loops[first + i])) buf_addf(&address, "#%u", index);
    }
    // Equal names are told apart by their place.
    if (svmap_has(taken, buf_sv(&address))) buf_addf(&address, "#%u", index);
    svmap_add(taken, buf_keep(&address, worker->keep), worker);
    buf_add_char(&address, ']');
    seat.around = *around;
    seat.iteration = true;
    seat.address = buf_keep(&address, worker->keep);
    seat.number = number_of(worker->keep, loop->number, index, false);
    seat.key = key_of(worker, seat.address);
    return seat;
}

Around around_within(const Seat *seat) {
    Around around = seat->around;
    around.number = seat->number;
    around.depth = seat->around.depth + 1;
    around.level = seat->level;
    return around;
}

void seat_name(Worker *worker, Seat *seat) {
    if (!seat->step->name_text) {
        // Iterations that are all called the same are told apart by what they go over.
        size_t bracket = seat->address.len;
        while (seat->iteration && bracket > 0 && seat->address.at[bracket - 1] != '[')
            bracket--;
        if (seat->iteration)
            seat->name = sv_format(worker->keep, "%.*s [%.*s", SV_ARG(seat->step->name),
                                   SV_ARG(sv_slice(seat->address, bracket, seat->address.len)));
        return;
    }
    Scene scene = scene_of_seat(worker, seat, worker->step, worker->run->started);
    seat->name = sv_copy(worker->keep, scene_title(&scene, seat->step->name_text));
}

OnFailure seat_rule(const Seat *seat) {
    OnFailure own = seat->step->on_failure;
    // On a group it governs the children alone.
    if (own == ON_FAILURE_INHERIT || seat->step->kind == STEP_GROUP) return seat->around.rule;
    return own;
}

bool seat_undo(const Seat *seat) {
    return strcmp(seat->around.phase, "undo") == 0;
}
