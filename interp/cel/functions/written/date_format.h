// Times written by a format like strftime's, and read back: the C locale's names, whole texts,
// possible dates alone.
#ifndef CEL_FUNCTIONS_WRITTEN_DATE_FORMAT_H
#define CEL_FUNCTIONS_WRITTEN_DATE_FORMAT_H

#include "base/buf.h"
#include "value/value.h"

// What a format asks for, piece by piece.
typedef enum DateField {
    DATE_LITERAL,
    DATE_YEAR,
    DATE_MONTH,
    DATE_DAY,
    DATE_YEARDAY,
    DATE_WEEKDAY,
    DATE_HOUR,
    DATE_HOUR_OF_HALF, // 1–12
    DATE_HALF,         // AM or PM
    DATE_MINUTE,
    DATE_SECOND,
    DATE_FRACTION,
    DATE_EPOCH,
    DATE_OFFSET,
    DATE_ZONE,
    DATE_FIELD_COUNT
} DateField;

typedef struct DateConversion {
    char letter;
    DateField field;
    uint8_t width; // digits; 0 = no number
    uint16_t least, most;
    char pad;          // what stands before a short number
    const char *wants; // "a month, 01 to 12"
} DateConversion;

typedef struct DatePiece {
    Sv literal; // with DATE_LITERAL: one character
    const DateConversion *of;
    bool bare;     // %-d: without padding
    bool colon;    // %:z
    uint8_t width; // %3f: so many digits; else 0
    Sv text;       // as it stands in the format
} DatePiece;

// The format with %F, %T and their kin spelled out.
Sv date_spelled_out(Arena *arena, Sv format);
// Takes the next piece off a format that was spelled out. False at its end, or with *error.
MUST_USE bool date_next_piece(Arena *arena, Sv *format, DatePiece *out, Sv *error);

// Why times cannot be written by the format, or read by it; empty if they can.
Sv date_format_wrong(Arena *arena, Sv format, bool reads);
// False with *error where there is no such zone.
MUST_USE bool date_write(Arena *arena, Buf *out, Sv format, Value timestamp, Sv zone, Sv *error);
// `zone` is that of texts that name none; empty = UTC, and the text may name one. False with
// *error.
MUST_USE bool date_read(Arena *arena, Sv text, Sv format, Sv zone, Value *out, Sv *error);

extern const char *const date_months[12];
extern const char *const date_weekdays[7];
enum { DATE_SHORT_NAME = 3 };

#endif
