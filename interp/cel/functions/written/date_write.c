// Times by a format.
#include "cel/functions/written/date_format.h"
#include "value/time.h"
#include "value/zone.h"

static void add_number(Buf *out, const DatePiece *piece, int64_t number) {
    int width = piece->bare ? 0 : piece->of->width;
    if (piece->of->pad == ' ')
        buf_addf(out, "%*lld", width, (long long)number);
    else
        buf_addf(out, "%0*lld", width, (long long)number);
}

static void add_name(Buf *out, const DatePiece *piece, const char *name) {
    bool whole = piece->of->letter == 'B' || piece->of->letter == 'A';
    Sv text = sv_from_c(name);
    buf_add(out, whole ? text : sv_slice(text, 0, DATE_SHORT_NAME));
}

static void add_offset(Buf *out, const DatePiece *piece, int32_t offset) {
    int32_t minutes = (offset < 0 ? -offset : offset) / 60;
    buf_addf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60, piece->colon ? ":" : "",
             minutes % 60);
}

static void add_fraction(Buf *out, const DatePiece *piece, int32_t nanos) {
    char digits[10];
    uint32_t rest = (uint32_t)nanos;
    for (int i = 8; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    buf_add(out, (Sv){digits, piece->width > 0 ? piece->width : 9});
}

typedef struct Moment {
    Value timestamp;
    CivilTime civil;
    int32_t offset;
    Sv zone;
} Moment;

static void add_weekday(Buf *out, const DatePiece *piece, int weekday) {
    if (piece->of->width == 0)
        add_name(out, piece, date_weekdays[weekday]);
    else
        add_number(out, piece, piece->of->letter == 'u' && weekday == 0 ? 7 : weekday);
}

static void add_piece(Buf *out, const DatePiece *piece, const Moment *moment) {
    const CivilTime *civil = &moment->civil;
    switch (piece->of->field) {
    case DATE_LITERAL: buf_add(out, piece->literal); return;
    case DATE_YEAR:
        add_number(out, piece, piece->of->letter == 'y' ? civil->year % 100 : civil->year);
        return;
    case DATE_MONTH:
        if (piece->of->width == 0)
            add_name(out, piece, date_months[civil->month - 1]);
        else
            add_number(out, piece, civil->month);
        return;
    case DATE_DAY: add_number(out, piece, civil->day); return;
    case DATE_YEARDAY: add_number(out, piece, civil->yearday + 1); return;
    case DATE_WEEKDAY: add_weekday(out, piece, civil->weekday); return;
    case DATE_HOUR: add_number(out, piece, civil->hour); return;
    case DATE_HOUR_OF_HALF: add_number(out, piece, (civil->hour + 11) % 12 + 1); return;
    case DATE_HALF: buf_add_c(out, civil->hour < 12 ? "AM" : "PM"); return;
    case DATE_MINUTE: add_number(out, piece, civil->minute); return;
    case DATE_SECOND: add_number(out, piece, civil->second); return;
    case DATE_FRACTION: add_fraction(out, piece, moment->timestamp.nanos); return;
    case DATE_EPOCH: buf_addf(out, "%lld", (long long)moment->timestamp.seconds); return;
    case DATE_OFFSET: add_offset(out, piece, moment->offset); return;
    case DATE_ZONE: buf_add(out, moment->zone); return;
    case DATE_FIELD_COUNT: return;
    }
}

bool date_write(Arena *arena, Buf *out, Sv format, Value timestamp, Sv zone, Sv *error) {
    Moment moment = {.timestamp = timestamp, .zone = zone.len > 0 ? zone : SV("UTC")};
    bool known = civil_from(timestamp, moment.zone, &moment.civil) &&
                 zone_offset(moment.zone, timestamp.seconds, &moment.offset);
    if (!known) {
        *error = sv_format(arena,
                           "no such time zone: '%.*s'; it is written as 'UTC', 'Europe/Paris' or "
                           "'+02:00'",
                           (int)(zone.len < 60 ? zone.len : 60), zone.at);
        return false;
    }
    Sv rest = date_spelled_out(arena, format);
    DatePiece piece;
    while (date_next_piece(arena, &rest, &piece, error))
        add_piece(out, &piece, &moment);
    return error->len == 0;
}
