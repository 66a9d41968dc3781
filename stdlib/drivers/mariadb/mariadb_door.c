// What a connection is opened by, on a thread of its own: libmariadb blocks while it does so, and
// what it opens by must outlive a step that does not wait for it.
#include "drivers/mariadb/mariadb_driver.h"

#include "base/heap.h"
#include "drivers/offload/offload.h"
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

struct MariadbDoor {
    char *host, *socket, *user, *password, *database, *ca, *cert, *key; // NULL = none
    unsigned port;
    MariadbTls tls;
    bool local; // nobody can stand in between
};

static char *kept(Sv text) {
    if (!text.len) return NULL;
    char *copy = heap_alloc(text.len + 1);
    memcpy(copy, text.at, text.len);
    return copy;
}

static MariadbDoor *copy_of(const MariadbDoor *door) {
    MariadbDoor *copy = heap_alloc(sizeof *copy);
    *copy = *door;
    char **const parts[] = {&copy->host,     &copy->socket, &copy->user, &copy->password,
                            &copy->database, &copy->ca,     &copy->cert, &copy->key};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        *parts[i] = kept(sv_from_c(*parts[i]));
    return copy;
}

void mariadb_door_free(MariadbDoor *door) {
    char *const parts[] = {door->host,     door->socket, door->user, door->password,
                           door->database, door->ca,     door->cert, door->key};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        heap_free(parts[i]);
    heap_free(door);
}

MariadbDoor *mariadb_door_new(MariadbSession *session, Sv numeric, bool local) {
    const MariadbTarget *target = &session->target;
    Arena *arena = session->call->arena;
    Sv given = session->connection->password;
    Sv password = given.len ? given : target->password;
    const Sv parts[] = {target->user, password, target->database};
    MariadbTls tls;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!sv_to_c(arena, parts[i])) {
            sql_fail(session->failure, OUTCOME_BAD_VALUE,
                     SV("the connection's address or password holds a NUL byte"), (Sv){0});
            return NULL;
        }
    if (!mariadb_choose_tls(session, local, &tls)) return NULL;
    // A certificate is held against what the library is told as the host.
    Sv host = tls.named || !numeric.len ? target->host : numeric;
    MariadbDoor *door = heap_alloc(sizeof *door);
    *door = (MariadbDoor){.host = kept(host),
                          .socket = kept(target->socket),
                          .user = kept(target->user),
                          .password = kept(password),
                          .database = kept(target->database),
                          .ca = kept(sv_from_c(tls.ca)),
                          .cert = kept(sv_from_c(tls.cert)),
                          .key = kept(sv_from_c(tls.key)),
                          .port = target->port,
                          .tls = tls,
                          .local = local};
    return door;
}

// ── on the thread ──

typedef struct Opening {
    MariadbDoor *door;
    MYSQL *mysql; // until the session has it
    bool open;
    bool lacks_tls;      // it was wanted, and the server offers none
    unsigned seconds;    // for each wait
    unsigned long stops; // a connection whose statement is to be stopped; 0 = none
} Opening;

// The first call of the library sets it up, and two threads at once would do that twice.
static MYSQL *new_connection(void) {
    static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&first);
    MYSQL *mysql = mysql_init(NULL);
    pthread_mutex_unlock(&first);
    return mysql;
}

// A server that asks for the password itself is given it only where nobody else can have asked.
static const char *ways_to_log_in(const MariadbDoor *door) {
    if (door->local || door->tls.verified) return NULL;
    return door->tls.encrypted
               ? "mysql_native_password,client_ed25519,auth_ed25519,caching_sha2_password,"
                 "sha256_password"
               : "mysql_native_password,client_ed25519,auth_ed25519";
}

static void set_options(MYSQL *mysql, const MariadbDoor *door, unsigned seconds) {
    const unsigned off = 0, tcp = MYSQL_PROTOCOL_TCP, file = MYSQL_PROTOCOL_SOCKET;
    const my_bool yes = 1, no = 0;
    const char *ways = ways_to_log_in(door);
    mysql_options(mysql, MYSQL_OPT_NONBLOCK, NULL);
    // The server may ask for any file of this machine in answer to any statement.
    mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off);
    mysql_options(mysql, MYSQL_OPT_RECONNECT, &no);
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(mysql, MYSQL_OPT_PROTOCOL, door->socket ? &file : &tcp);
    mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "runbook");
    if (ways) mysql_optionsv(mysql, MARIADB_OPT_RESTRICTED_AUTH, ways);
    mysql_optionsv(mysql, MYSQL_OPT_SSL_ENFORCE, door->tls.encrypted ? &yes : &no);
    mysql_optionsv(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, door->tls.named ? &yes : &no);
    if (door->ca) mysql_optionsv(mysql, MYSQL_OPT_SSL_CA, door->ca);
    if (door->cert) mysql_optionsv(mysql, MYSQL_OPT_SSL_CERT, door->cert);
    if (door->key) mysql_optionsv(mysql, MYSQL_OPT_SSL_KEY, door->key);
}

static void stop_statement(Opening *opening) {
    char text[64];
    int length = snprintf(text, sizeof text, "KILL QUERY %lu", opening->stops);
    mysql_real_query(opening->mysql, text, (unsigned long)length);
}

// Whether the server's greeting, which has come whole, offers TLS. One that refuses us says so in
// place of a greeting.
static bool offers_tls(const unsigned char *packet, size_t length) {
    enum { BEHIND_VERSION = 4 + 8 + 1, REFUSES = 0xff };
    const unsigned char *version = packet + 1;
    if (length > 0 && packet[0] == REFUSES) return true;
    const unsigned char *end = length > 1 ? memchr(version, 0, length - 1) : NULL;
    if (!end || (size_t)(packet + length - end) < 1 + BEHIND_VERSION + 2) return false;
    const unsigned char *able = end + 1 + BEHIND_VERSION;
    return (able[0] | able[1] << 8) & CLIENT_SSL;
}

// libmariadb goes on without TLS where the server offers none, though it was told that it must be.
// So the greeting is looked at before the library reads it, on the same connection: as soon as it
// waits for anything, since it may find the greeting there without waiting for it.
static bool greets_with_tls(int server, unsigned seconds) {
    enum { HEADER = 4, PACKET = 1024, PAUSE_MS = 2 };
    unsigned char bytes[HEADER + PACKET];
    for (unsigned waited = 0; waited < seconds * 1000; waited += PAUSE_MS) {
        ssize_t got = recv(server, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
        // What ended is for the library to report.
        if (got == 0) return true;
        unsigned told = (unsigned)bytes[0] | (unsigned)bytes[1] << 8 | (unsigned)bytes[2] << 16;
        size_t length = got < HEADER ? PACKET : told;
        if (got >= HEADER && length > PACKET) return false;
        if (got >= (ssize_t)(HEADER + length)) return offers_tls(bytes + HEADER, length);
        poll(NULL, 0, PAUSE_MS);
    }
    return false;
}

static bool connect_by(Opening *opening) {
    const MariadbDoor *door = opening->door;
    // Rows that are found count as touched, whether or not they were like that already.
    unsigned long flags = CLIENT_FOUND_ROWS | CLIENT_REMEMBER_OPTIONS;
    MYSQL *mysql = opening->mysql, *open = NULL;
    bool greeted = !door->tls.encrypted;
    int awaited =
        mysql_real_connect_start(&open, mysql, door->host, door->user ? door->user : "",
                                 door->password, door->database, door->port, door->socket, flags);
    while (awaited) {
        bool reads = awaited & MYSQL_WAIT_READ, writes = awaited & MYSQL_WAIT_WRITE;
        struct pollfd fd = {.fd = (int)mysql_get_socket(mysql),
                            .events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))};
        int ready = poll(&fd, 1, (int)opening->seconds * 1000);
        if (ready > 0 && !greeted) {
            opening->lacks_tls = !greets_with_tls(fd.fd, opening->seconds);
            if (opening->lacks_tls) return false;
            greeted = true;
        }
        bool ended = fd.revents & (POLLHUP | POLLERR | POLLNVAL);
        awaited = mysql_real_connect_cont(
            &open, mysql,
            ready <= 0 ? MYSQL_WAIT_TIMEOUT
                       : (fd.revents & POLLIN || (ended && reads) ? MYSQL_WAIT_READ : 0) |
                             (fd.revents & POLLOUT || (ended && writes) ? MYSQL_WAIT_WRITE : 0));
    }
    // Nearby, a connection may have been there and the greeting been read before there was a wait.
    if (open && door->tls.encrypted && !mysql_get_ssl_cipher(mysql)) opening->lacks_tls = true;
    return open != NULL && !opening->lacks_tls;
}

static void do_open(void *what) {
    Opening *opening = what;
    opening->open = connect_by(opening);
    if (opening->open && opening->stops) stop_statement(opening);
}

static void drop(void *what) {
    Opening *opening = what;
    if (opening->mysql) {
        mariadb_cancel(opening->mysql);
        mysql_close(opening->mysql);
    }
    mariadb_door_free(opening->door);
    heap_free(opening);
}

static Offload *start(MariadbDoor *door, const Waiter *waiter, unsigned long stops, Opening **out) {
    enum { LONGEST_S = 3600 };
    int64_t left = wait_left(waiter) / 1000000000 + 1;
    Opening *opening = heap_alloc(sizeof *opening);
    *opening = (Opening){.door = copy_of(door), .mysql = new_connection(), .stops = stops};
    *out = opening;
    opening->seconds = left < LONGEST_S ? (unsigned)left : LONGEST_S;
    if (opening->mysql) {
        set_options(opening->mysql, door, opening->seconds);
        Offload *offload = offload_start(do_open, drop, opening);
        if (offload) return offload;
    }
    drop(opening);
    return NULL;
}

MYSQL *mariadb_door_open(MariadbDoor *door, const Waiter *waiter, Arena *arena, WaitStatus *status,
                         unsigned *error, Sv *message) {
    Opening *opening;
    MYSQL *mysql = NULL;
    Offload *offload = start(door, waiter, 0, &opening);
    *status = WAIT_FAILED;
    if (!offload) return NULL;
    *status = offload_wait(offload, waiter);
    if (*status == WAIT_READY && opening->open) {
        mysql = opening->mysql;
        opening->mysql = NULL;
    } else if (*status == WAIT_READY) {
        bool bare = opening->lacks_tls;
        *error = bare ? CR_SSL_CONNECTION_ERROR : mysql_errno(opening->mysql);
        *message =
            bare ? SV(MARIADB_LACKS_TLS) : sv_copy(arena, sv_from_c(mysql_error(opening->mysql)));
    }
    offload_release(offload);
    return mysql;
}

WaitStatus mariadb_door_stop(MariadbDoor *door, const Waiter *waiter, unsigned long id) {
    Opening *opening;
    Offload *offload = start(door, waiter, id, &opening);
    if (!offload) return WAIT_FAILED;
    WaitStatus status = offload_wait(offload, waiter);
    offload_release(offload);
    return status;
}
