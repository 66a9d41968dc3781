// Static types: read, shown, and what fits where.
#include "base/limits.h"
#include "cel/function.h"
#include "cel/signature.h"
#include "check.h"

static CelType type_of(Arena *arena, const char *text) {
    CelType type = cel_type(CEL_TYPE_ERROR);
    CHECK(cel_type_parse(arena, sv_from_c(text), &type));
    return type;
}

static void shown(Arena *arena) {
    static const char *const pairs[][2] = {
        {"int", "int"},
        {"dyn", "dyn"},
        {"string?", "string or null"},
        {"list(string)", "list(string)"},
        {"list(dyn)", "list"},
        {"list", "list"},
        {" list ( map( string , list(int?)) )", "list(map(string, list(int or null)))"},
        {"map(string, dyn)", "map(string, dyn)"},
        {"map(dyn, dyn)", "map"},
        {"optional(A)", "optional(A)"},
        {"optional(list(B))?", "optional(list(B)) or null"},
        {"timestamp", "timestamp"},
        {"decimal", "decimal"},
        {"cidr", "cidr"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        CHECK_C(cel_type_show(arena, type_of(arena, pairs[i][0])), pairs[i][1]);
    }
}

static void malformed(Arena *arena) {
    static const char *const texts[] = {"",          "integer",  "list(",    "list(int",
                                        "list()",    "map(int)", "int(int)", "list(int) int",
                                        "map(a, b)", "int??x",   "record",   "?"};
    CelType type;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK(!cel_type_parse(arena, sv_from_c(texts[i]), &type));
    }
    // Deep, but bounded.
    char deep[4096];
    size_t len = 0;
    for (int i = 0; i < 500; i++)
        len += (size_t)snprintf(deep + len, sizeof deep - len, "list(");
    CHECK(!cel_type_parse(arena, (Sv){deep, len}, &type));
}

static void fitting(Arena *arena) {
    static const struct {
        const char *found, *wanted;
        bool fits;
    } cases[] = {
        {"int", "int", true},
        {"int", "double", false},
        {"dyn", "int", true},
        {"int", "dyn", true},
        {"null", "int", false},
        {"null", "int?", true},
        {"int?", "int", true},
        {"list(int)", "list(string)", false},
        {"list(int)", "list", true},
        {"list", "list(string)", true},
        {"list(int)", "list(A)", true},
        {"map(string, int)", "map(string, dyn)", true},
        {"map(int, int)", "map(string, int)", false},
        {"optional(int)", "optional(string)", false},
        {"optional(int)", "int", false},
        {"ip", "cidr", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found = cel_type_fits(type_of(arena, cases[i].found), type_of(arena, cases[i].wanted));
        if (found != cases[i].fits) fprintf(stderr, "%s as %s\n", cases[i].found, cases[i].wanted);
        CHECK(found == cases[i].fits);
    }
    CelType record = cel_type_record(arena, SV("r"), NULL, 0);
    CHECK(cel_type_fits(record, type_of(arena, "map(string, int)")));
    CHECK(!cel_type_fits(record, type_of(arena, "map(int, int)")));
    CHECK(!cel_type_fits(record, type_of(arena, "list")));
}

// Every row of the table can be read, and says what it must.
static void signatures(Arena *arena) {
    for (uint32_t f = 0; f < cel_family_count; f++) {
        const CelFamily *family = cel_families[f];
        CHECK(family->count > 0 && family->summary != NULL);
        for (uint32_t i = 0; i < family->count; i++) {
            const CelFunction *row = &family->rows[i];
            CHECK(row->overload_count > 0 && row->example != NULL && row->since != NULL);
            CHECK(row->summary != NULL && sv_ends(sv_from_c(row->summary), SV(".")));
            for (uint32_t o = 0; o < row->overload_count; o++) {
                Signature signature;
                bool fine = signature_read(arena, row->overloads[o].signature, &signature);
                if (!fine) fprintf(stderr, "%s: %s\n", row->name, row->overloads[o].signature);
                CHECK(fine);
            }
        }
    }
    Signature signature;
    CHECK(signature_read(arena, "string.(int, dyn...) -> list(A)", &signature));
    CHECK(signature.method && signature.repeated);
    CHECK_INT(signature.count, 3);
    CHECK(signature_takes(&signature, true, 5) && !signature_takes(&signature, true, 2) &&
          !signature_takes(&signature, false, 3));
    CHECK(!signature_read(arena, "(int) int", &signature));
    CHECK(!signature_read(arena, "(int -> int", &signature));
    CHECK(!signature_read(arena, "(integer) -> int", &signature));
}

int main(void) {
    Arena *arena = arena_new(LIMIT_EXPRESSION_MEMORY);
    shown(arena);
    malformed(arena);
    fitting(arena);
    signatures(arena);
    arena_free(arena);
    return check_done();
}
