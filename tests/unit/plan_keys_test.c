// The table of keys: complete, in order, and found again.
#include "check.h"
#include "plan/keys/keys.h"
#include <string.h>

static void test_rows(void) {
    for (uint32_t i = 0; i < key_row_count; i++) {
        const KeyRow *row = &key_rows[i];
        CHECK(row->name && row->doc && row->example);
        CHECK(i == 0 || key_rows[i - 1].place <= row->place); // they are found by halving
        CHECK(key_row(row->place, sv_from_c(row->name)) ==
              row); // found, and the only one of its name there
        CHECK(sv_ends(sv_from_c(row->doc), SV(".")) || sv_ends(sv_from_c(row->doc), SV("].")));
        CHECK(sv_starts(sv_from_c(row->example), sv_from_c(row->name)));
        if (row->shape == SHAPE_CHOICE) CHECK(row->choices && row->choices[0]);
        if (row->shape == SHAPE_OBJECT || row->shape == SHAPE_NAMED)
            CHECK(row->inner < KEY_PLACE_COUNT);
    }
}

static void test_lookup(void) {
    CHECK(key_row(KEY_TOP, SV("steps")) != NULL);
    CHECK(key_row(KEY_TOP, SV("step")) == NULL);
    CHECK(key_row(KEY_TOP, SV("when")) == NULL);
    CHECK(key_row(KEY_STEP, SV("when")) != NULL);
    CHECK(key_row(KEY_LOCK, SV("name")) != NULL);
    CHECK(key_row(KEY_LOCK, SV("")) == NULL);
}

// Each place holds keys, and where keys of a map or an object stand the schema has it.
static void test_places(void) {
    uint32_t keys[KEY_PLACE_COUNT] = {0};
    for (uint32_t i = 0; i < key_row_count; i++) {
        KeyPlace inner = key_rows[i].inner;
        keys[key_rows[i].place]++;
        CHECK(inner == KEY_PLACE_COUNT || place_rows[inner].holds == PLACE_OBJECT ||
              place_rows[inner].holds == PLACE_STEP);
    }
    for (int i = 0; i < KEY_PLACE_COUNT; i++) {
        const PlaceRow *row = &place_rows[i];
        CHECK(keys[i] > 0);
        CHECK(*row->name && *row->key && *row->title);
        CHECK((*row->schema == 0) == (row->holds == PLACE_AMONG));
        for (int k = 0; k < i; k++)
            CHECK(*row->schema == 0 || strcmp(row->schema, place_rows[k].schema) != 0);
    }
}

static void test_words(void) {
    for (int shape = 0; shape <= SHAPE_NAMED; shape++)
        CHECK(key_shape_name((KeyShape)shape) != NULL);
}

int main(void) {
    test_rows();
    test_lookup();
    test_places();
    test_words();
    return check_done();
}
