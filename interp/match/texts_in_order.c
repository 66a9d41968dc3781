#include "match/texts_in_order.h"
#include "base/ascii.h"
#include "value/version.h"

static bool is_text(Value value) {
    return value.kind == VALUE_STRING || value.kind == VALUE_BYTES;
}

typedef struct SeenTexts {
    size_t numbers;  // texts that read like one
    size_t versions; // of those, what version() takes
    size_t width;    // of those of digits alone; 0 = they are not of one
    bool even;       // all are digits of one length
    ReadsAs worst;   // what tells most: a version, a measure, a number, digits
} SeenTexts;

static void see(SeenTexts *seen, Sv text) {
    ReadsAs reading = reads_as(text);
    if (reading == READS_AS_TEXT) return;
    bool digits = reading == READS_AS_DIGITS && ascii_is_digit(text.at[0]);
    size_t width = digits ? sv_trim(text).len : 0;
    Value version;
    if (value_version(sv_trim(text), &version, NULL)) seen->versions++;
    if (seen->numbers++ == 0) seen->width = width;
    seen->even = width > 0 && width == seen->width && (seen->numbers == 1 || seen->even);
    if (reading > seen->worst) seen->worst = reading;
}

static TextOrder order_of(const SeenTexts *seen) {
    bool versions = seen->versions == seen->numbers;
    switch (seen->worst) {
    case READS_AS_MEASURE: return (TextOrder){NULL, "numbers with a unit", ""};
    case READS_AS_VERSION: return (TextOrder){"version", "versions", ""};
    case READS_AS_NUMBER:
        if (!versions) return (TextOrder){"double", "numbers", ""};
        return (TextOrder){"version", "numbers or versions",
                           ", or with double(…) where they are numbers"};
    default: return (TextOrder){"int", "numbers", ""};
    }
}

bool texts_in_order(const Value *values, size_t count, TextOrder *instead) {
    SeenTexts seen = {.worst = READS_AS_TEXT};
    for (size_t i = 0; i < count; i++)
        if (is_text(values[i])) see(&seen, value_text(values[i]));
    if (seen.numbers < 2 || seen.even) return true;
    *instead = order_of(&seen);
    return false;
}
