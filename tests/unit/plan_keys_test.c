// The table of keys: complete, in order, and found again.
#include "check.h"
#include "plan/keys/keys.h"

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
        if (row->shape == SHAPE_OBJECT) CHECK(row->inner < KEY_PLACE_COUNT);
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

static void test_words(void) {
    for (int place = 0; place < KEY_PLACE_COUNT; place++)
        CHECK(key_place_name((KeyPlace)place) != NULL);
    for (int shape = 0; shape <= SHAPE_OBJECT; shape++)
        CHECK(key_shape_name((KeyShape)shape) != NULL);
}

int main(void) {
    test_rows();
    test_lookup();
    test_words();
    return check_done();
}
