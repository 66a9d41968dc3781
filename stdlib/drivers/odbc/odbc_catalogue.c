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
    switch (task->odbc->maker) {
    case ODBC_POSTGRES: return ask_by(task, SV("postgres://"));
    case ODBC_SQLITE: return ask_by(task, SV("sqlite:"));
    case ODBC_MARIADB:
    case ODBC_OTHER: break;
    }
    return odbc_list_catalogue(task);
}
