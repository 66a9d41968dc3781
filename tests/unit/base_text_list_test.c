// Lists of texts: they grow past their first room, keep their order, and add once what is to be
// there once.
#include "base/text_list.h"
#include "check.h"

int main(void) {
    Arena *arena = arena_new(1024 * 1024);
    TextList list = {0};
    CHECK(!text_list_has(&list, SV("")));
    for (int i = 0; i < 1000; i++)
        text_list_add(arena, &list, sv_format(arena, "%d", i));
    CHECK_INT(list.count, 1000);
    CHECK_C(list.items[0], "0");
    CHECK_C(list.items[999], "999");
    CHECK(!text_list_add_once(arena, &list, SV("500")));
    CHECK(text_list_add_once(arena, &list, SV("1000")));
    CHECK_INT(list.count, 1001);
    arena_free(arena);
    return check_done();
}
