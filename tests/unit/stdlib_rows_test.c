// What the rows of all actions must say of themselves.
#include "check.h"
#include "spec/action.h"
#include "stdlib/registry.h"

int main(void) {
    Arena *arena = arena_new(1 << 24);
    const Registry *registry = stdlib_registry();
    uint32_t derived = 0;
    for (size_t a = 0; a < registry->action_count; a++) {
        const Action *action = registry->actions[a];
        for (size_t i = 0; i < action->result_count; i++) {
            const ResultField *field = &action->results[i];
            // A name in the enum whose row was forgotten.
            CHECK(field->name && field->type && field->doc);
            if (!field->name) continue;
            // What a step saw is put together again from the journal: there a result may be cut,
            // and what is made from it then has no value either.
            CHECK((field->derive != NULL) == (field->made_from != NULL));
            CHECK(!field->made_from || action_result(action, sv_from_c(field->made_from)) >= 0);
            derived += field->derive != NULL;
        }
    }
    CHECK(derived >= 8);
    arena_free(arena);
    return check_done();
}
