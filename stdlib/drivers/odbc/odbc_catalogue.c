// What a database holds, for the catalogue: by the statement of whoever made it where that is
// known, else by what its ODBC driver lists.
#include "drivers/odbc/odbc_driver.h"
#include "drivers/sql/sql_catalogue.h"

// Which statement asks for it is known once the connection is open.
const char odbc_catalogue[] = "SELECT 1";

static bool ask_by(OdbcTask *task, Sv address) {
    task->text = (SqlText){.text = sql_catalogue(address), .verb = SV("WITH"), .plain = true};
    return odbc_statement(task);
}

bool odbc_catalogue_rows(OdbcTask *task) {
    static const char *const addresses[] = {[ODBC_OTHER] = "",
                                            [ODBC_POSTGRES] = "postgres://",
                                            [ODBC_SQLITE] = "sqlite:",
                                            [ODBC_MARIADB] = "mysql://"};
    Sv address = sv_from_c(addresses[task->odbc->maker]);
    return sql_catalogue(address).len ? ask_by(task, address) : odbc_list_catalogue(task);
}
