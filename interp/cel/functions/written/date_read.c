// Times out of texts by a format: the whole text must fit, and the date be one that there is.
#include "base/ascii.h"
#include "base/utf8.h"
#include "cel/functions/written/date_format.h"
#include "value/time.h"
#include "value/zone.h"

enum { DAY_SECONDS = 86400, SHOWN_BYTES = 40, EPOCH_DIGITS = 12 };

typedef struct DateReader {
    Sv rest;
    int64_t parts[DATE_FIELD_COUNT];
    uint32_t seen;
    int32_t nanos;
} DateReader;

static bool has(const DateReader *reader, DateField field) {
    return reader->seen >> field & 1;
}

static void put(DateReader *reader, DateField field, int64_t value) {
    reader->parts[field] = value;
    reader->seen |= 1u << field;
}

static void drop(DateReader *reader, size_t count) {
    reader->rest = sv_slice(reader->rest, count, reader->rest.len);
}

// ── pieces ──

// At least `least` digits and at most `most`; how many there were, 0 for too few.
static size_t take_digits(DateReader *reader, size_t least, size_t most, int64_t *out) {
    size_t count = 0;
    *out = 0;
    while (count < most && count < reader->rest.len && ascii_is_digit(reader->rest.at[count]))
        *out = *out * 10 + (reader->rest.at[count++] - '0');
    if (count < least) return 0;
    drop(reader, count);
    return count;
}

static bool take_number(DateReader *reader, const DatePiece *piece, int64_t *out) {
    const DateConversion *of = piece->of;
    bool loose = piece->bare || of->pad == ' ';
    if (of->pad == ' ' && !piece->bare && sv_starts(reader->rest, SV(" "))) drop(reader, 1);
    return take_digits(reader, loose ? 1 : of->width, of->width, out) > 0 && *out >= of->least &&
           *out <= of->most;
}

static bool take_name(DateReader *reader, const char *const *names, size_t count, bool whole,
                      int64_t *out) {
    for (size_t i = 0; i < count; i++) {
        Sv name = sv_from_c(names[i]);
        if (!whole) name = sv_slice(name, 0, DATE_SHORT_NAME);
        if (!sv_eq_nocase(sv_slice(reader->rest, 0, name.len), name)) continue;
        drop(reader, name.len);
        *out = (int64_t)i;
        return true;
    }
    return false;
}

static bool take_half(DateReader *reader, int64_t *out) {
    Sv word = sv_slice(reader->rest, 0, 2);
    *out = sv_eq_nocase(word, SV("PM"));
    if (!*out && !sv_eq_nocase(word, SV("AM"))) return false;
    drop(reader, 2);
    return true;
}

static bool take_fraction(DateReader *reader, const DatePiece *piece) {
    int64_t digits;
    size_t count = piece->width > 0 ? take_digits(reader, piece->width, piece->width, &digits)
                                    : take_digits(reader, 1, 9, &digits);
    if (count == 0) return false;
    for (; count < 9; count++)
        digits *= 10;
    reader->nanos = (int32_t)digits;
    return true;
}

static bool take_offset(DateReader *reader, int64_t *out) {
    int64_t hours, minutes;
    *out = 0;
    if (sv_starts(reader->rest, SV("Z"))) {
        drop(reader, 1);
        return true;
    }
    bool west = sv_starts(reader->rest, SV("-"));
    if (!west && !sv_starts(reader->rest, SV("+"))) return false;
    drop(reader, 1);
    if (!take_digits(reader, 2, 2, &hours)) return false;
    if (sv_starts(reader->rest, SV(":"))) drop(reader, 1);
    if (!take_digits(reader, 2, 2, &minutes) || hours > 23 || minutes > 59) return false;
    *out = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return true;
}

static bool take_zone(DateReader *reader) {
    static const char *const names[] = {"UTC", "GMT", "Z"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!sv_starts(reader->rest, sv_from_c(names[i]))) continue;
        drop(reader, sv_from_c(names[i]).len);
        return true;
    }
    return false;
}

static bool take_epoch(DateReader *reader, int64_t *out) {
    bool before = sv_starts(reader->rest, SV("-"));
    if (before) drop(reader, 1);
    if (take_digits(reader, 1, EPOCH_DIGITS, out) == 0) return false;
    if (before) *out = -*out;
    return timestamp_in_range(*out) &&
           !(reader->rest.len > 0 && ascii_is_digit(reader->rest.at[0]));
}

static bool take_weekday(DateReader *reader, const DatePiece *piece, int64_t *out) {
    if (piece->of->width == 0)
        return take_name(reader, date_weekdays, 7, piece->of->letter == 'A', out);
    if (!take_number(reader, piece, out)) return false;
    *out %= 7;
    return true;
}

static bool take_month(DateReader *reader, const DatePiece *piece, int64_t *out) {
    if (piece->of->width > 0) return take_number(reader, piece, out);
    if (!take_name(reader, date_months, 12, piece->of->letter == 'B', out)) return false;
    ++*out;
    return true;
}

// Years of two digits as POSIX has them: 69 to 99 are of the last century.
static bool take_year(DateReader *reader, const DatePiece *piece, int64_t *out) {
    if (!take_number(reader, piece, out)) return false;
    if (piece->of->letter == 'y') *out += *out < 69 ? 2000 : 1900;
    return true;
}

static bool take_piece(DateReader *reader, const DatePiece *piece) {
    DateField field = piece->of->field;
    int64_t value = 0;
    bool taken = false;
    switch (field) {
    case DATE_LITERAL:
        taken = sv_starts(reader->rest, piece->literal);
        if (taken) drop(reader, piece->literal.len);
        break;
    case DATE_YEAR: taken = take_year(reader, piece, &value); break;
    case DATE_MONTH: taken = take_month(reader, piece, &value); break;
    case DATE_WEEKDAY: taken = take_weekday(reader, piece, &value); break;
    case DATE_HALF: taken = take_half(reader, &value); break;
    case DATE_FRACTION: taken = take_fraction(reader, piece); break;
    case DATE_EPOCH: taken = take_epoch(reader, &value); break;
    case DATE_OFFSET: taken = take_offset(reader, &value); break;
    case DATE_ZONE: taken = take_zone(reader); break;
    case DATE_DAY:
    case DATE_YEARDAY:
    case DATE_HOUR:
    case DATE_HOUR_OF_HALF:
    case DATE_MINUTE:
    case DATE_SECOND: taken = take_number(reader, piece, &value); break;
    case DATE_FIELD_COUNT: break;
    }
    if (taken) put(reader, field, value);
    return taken;
}

// ── a moment ──

static bool day_of(const DateReader *reader, CivilTime *civil) {
    civil->year = reader->parts[DATE_YEAR];
    civil->month = civil->day = 1;
    if (has(reader, DATE_YEARDAY)) {
        int64_t days = reader->parts[DATE_YEARDAY];
        for (; days > days_in_month(civil->year, civil->month); civil->month++) {
            days -= days_in_month(civil->year, civil->month);
            if (civil->month == 12) return false;
        }
        civil->day = (int)days;
        return true;
    }
    civil->month = (int)reader->parts[DATE_MONTH];
    civil->day = (int)reader->parts[DATE_DAY];
    return civil->day <= days_in_month(civil->year, civil->month);
}

static void clock_of(const DateReader *reader, CivilTime *civil) {
    civil->hour = (int)reader->parts[DATE_HOUR];
    if (has(reader, DATE_HALF))
        civil->hour = (int)(reader->parts[DATE_HOUR_OF_HALF] % 12 + reader->parts[DATE_HALF] * 12);
    civil->minute = (int)reader->parts[DATE_MINUTE];
    civil->second = (int)reader->parts[DATE_SECOND];
}

// Seconds east of UTC where the clocks of the zone show `local`; NULL, or why there is no one such
// offset.
static const char *offset_there(Sv zone, int64_t local, int64_t *out) {
    int32_t around[2], check;
    uint32_t found = 0;
    for (int i = 0; i < 2; i++) {
        int64_t near = local + (i == 0 ? -DAY_SECONDS : DAY_SECONDS);
        if (!zone_offset(zone, near, &around[i])) return "there is no such time zone";
        if (i == 1 && around[1] == around[0]) break;
        if (!zone_offset(zone, local - around[i], &check) || check != around[i]) continue;
        *out = around[i];
        found++;
    }
    if (found == 1) return NULL;
    return found == 0 ? "the clocks there were put forward over it: there was no such time"
                      : "the clocks there were put back, and it came twice";
}

static bool moment_of(Arena *arena, const DateReader *reader, Sv zone, Value *out, Sv *error) {
    CivilTime civil = {0};
    Value moment = value_timestamp(0, 0);
    if (has(reader, DATE_EPOCH)) {
        bool whole = reader->parts[DATE_EPOCH] >= 0 || reader->nanos == 0;
        if (!whole) *error = SV("a time before 1970 with a fraction");
        *out = value_timestamp(reader->parts[DATE_EPOCH], reader->nanos);
        return whole;
    }
    if (!day_of(reader, &civil)) {
        *error = SV("there is no such day");
        return false;
    }
    clock_of(reader, &civil);
    int64_t local = civil_to_seconds(&civil), offset = reader->parts[DATE_OFFSET];
    moment.seconds = local;
    CivilTime again;
    if (has(reader, DATE_WEEKDAY) && civil_from(moment, SV("UTC"), &again) &&
        again.weekday != reader->parts[DATE_WEEKDAY]) {
        *error = sv_format(arena, "that day is a %s", date_weekdays[again.weekday]);
        return false;
    }
    const char *why = zone.len > 0 ? offset_there(zone, local, &offset) : NULL;
    if (!why && !timestamp_in_range(local - offset)) why = "it is beyond the years 1 to 9999";
    if (why) *error = sv_from_c(why);
    *out = value_timestamp(local - offset, reader->nanos);
    return why == NULL;
}

static Sv shown(Sv text) {
    return text.len <= SHOWN_BYTES ? text : utf8_fit(text, SHOWN_BYTES);
}

static bool no_fit(Arena *arena, const DateReader *reader, const DatePiece *piece, Sv *error) {
    Sv rest = shown(reader->rest);
    Sv there = rest.len > 0 ? sv_format(arena, "at '%.*s'", SV_ARG(rest)) : SV("at its end");
    if (piece->of->field == DATE_LITERAL)
        *error =
            sv_format(arena, "%.*s there should be '%.*s'", SV_ARG(there), SV_ARG(piece->literal));
    else
        *error = sv_format(arena, "%.*s there should be %s (%.*s)", SV_ARG(there), piece->of->wants,
                           SV_ARG(piece->text));
    return false;
}

bool date_read(Arena *arena, Sv text, Sv format, Sv zone, Value *out, Sv *error) {
    DateReader reader = {.rest = text};
    Sv rest = date_spelled_out(arena, format);
    DatePiece piece;
    while (date_next_piece(arena, &rest, &piece, error)) {
        DateReader before = reader;
        if (!take_piece(&reader, &piece)) return no_fit(arena, &before, &piece, error);
    }
    if (error->len > 0) return false;
    if (reader.rest.len > 0) {
        *error = sv_format(arena, "'%.*s' is left over", SV_ARG(shown(reader.rest)));
        return false;
    }
    if (zone.len > 0 &&
        (has(&reader, DATE_OFFSET) || has(&reader, DATE_ZONE) || has(&reader, DATE_EPOCH))) {
        *error = SV("the text says its zone itself; leave out the third argument");
        return false;
    }
    return moment_of(arena, &reader, zone, out, error);
}
