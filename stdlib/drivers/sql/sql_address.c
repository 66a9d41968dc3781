// Which driver an address means, and what is said where it means none.
#include "base/buf.h"
#include "drivers/sql/sql_driver.h"

typedef struct SqlDriverRow {
    const char *begins, *example;
    SqlDriver *run;
    SqlAddressCheck *check;
    SqlAddressShow *show;
    SqlAddressPlaces *places;
    SqlCautions *cautions;
    const char *catalogue;
    const SharedLock *const *lock;
} SqlDriverRow;

static const SqlDriverRow rows[] = {
#define SQL_DRIVER(name, begins, example)                                                          \
    {begins,        example,         name##_run,       name##_check_address, name##_show,          \
     name##_places, name##_cautions, name##_catalogue, &name##_lock},
#include "drivers/sql/sql_drivers.def"
#undef SQL_DRIVER
};
enum { DRIVER_COUNT = sizeof rows / sizeof *rows };

static const SqlDriverRow *row_of(Sv address) {
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        while (rest.len > 0 && sv_next_part(&rest, ' ', &begin))
            if (sv_starts(address, begin)) return &rows[i];
    }
    return NULL;
}

SqlDriver *sql_driver(Sv address) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->run : NULL;
}

Sv sql_catalogue(Sv address) {
    const SqlDriverRow *row = row_of(address);
    return sv_from_c(row ? row->catalogue : NULL);
}

SqlDialect sql_dialect(Sv address) {
    return sql_driver(address) == mariadb_run ? SQL_MYSQL : SQL_STANDARD;
}

const SharedLock *sql_lock(Sv address) {
    const SqlDriverRow *row = row_of(address);
    return row ? *row->lock : NULL;
}

static Sv scheme_of(Sv address) {
    size_t colon = sv_find_char(address, ':', 0);
    return colon == SV_NONE ? (Sv){0} : sv_slice(address, 0, colon);
}

static bool refuse(Sv *error, Sv *hint, Sv reason, Sv what) {
    *error = reason;
    *hint = what;
    return false;
}

// "A, B or C": of each driver an example, or how its addresses begin.
static Sv list_drivers(Arena *arena, const char *before, bool examples) {
    Buf out BUF_AUTO = buf_new(1000);
    buf_add_c(&out, before);
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        sv_next_part(&rest, ' ', &begin);
        buf_add_c(&out, i == 0 ? " " : i + 1 < DRIVER_COUNT ? ", " : " or ");
        buf_add(&out, examples ? sv_from_c(rows[i].example) : begin);
    }
    return buf_keep(&out, arena);
}

// The scheme that was meant, or empty.
static Sv closest_scheme(Sv scheme) {
    Sv schemes[2 * DRIVER_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        Sv rest = sv_from_c(rows[i].begins), begin;
        while (count < 2 * DRIVER_COUNT && sv_next_part(&rest, ' ', &begin))
            schemes[count++] = scheme_of(begin);
    }
    return sv_closest(scheme, schemes, count);
}

// An address of an unknown kind is not shown: it may be anything, even a password.
static bool refuse_unknown(Arena *arena, Sv address, Sv *error, Sv *hint) {
    Sv scheme = scheme_of(address), takes = list_drivers(arena, "it takes", true);
    if (sv_eq_c(scheme, "file"))
        return refuse(error, hint, SV("'file:' is no kind of database address"),
                      sv_format(arena, "for SQLite write sqlite:%.*s",
                                SV_ARG(sv_slice(address, 5, address.len))));
    if (sv_eq_c(scheme, "http") || sv_eq_c(scheme, "https"))
        return refuse(error, hint, SV("the address of a database cannot be a web address"), takes);
    Sv closest = closest_scheme(scheme);
    if (scheme.len > 0 && closest.len > 0)
        return refuse(error, hint,
                      sv_format(arena,
                                "'%.*s:' is no kind of database address; did you mean '%.*s:'?",
                                SV_ARG(scheme), SV_ARG(closest)),
                      takes);
    return refuse(error, hint,
                  list_drivers(arena, "the address of a database must begin with", false), takes);
}

bool sql_check_address(Arena *arena, Sv address, Sv *error, Sv *hint) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->check(arena, address, error, hint)
               : refuse_unknown(arena, address, error, hint);
}

Sv sql_show_address(Arena *arena, Sv address, Sv folder) {
    const SqlDriverRow *row = row_of(address);
    return row ? row->show(arena, address, folder) : address;
}

TextList sql_places(Arena *arena, Sv address, Sv folder) {
    const SqlDriverRow *row = row_of(address);
    TextList own = {0};
    if (row) return row->places(arena, address, folder);
    text_list_add(arena, &own, address);
    return own;
}

void sql_cautions(Arena *arena, const SqlConnection *connection, Cautions *out) {
    const SqlDriverRow *row = row_of(connection->sql);
    if (row) row->cautions(arena, connection, out);
}
