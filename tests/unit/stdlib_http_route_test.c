// The action `http`: where a connection really leads (resolve, connect_to, ip, unix_socket), and by
// which version of HTTP it is spoken.
#include "http_certs.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

static Value sent(Outcome out) {
    CHECK(out.end == OUTCOME_ANSWERED);
    if (out.end != OUTCOME_ANSWERED) fprintf(stderr, "%.*s\n", SV_ARG(told(out)));
    return result(out, "json");
}

static Sv ways(Outcome out) {
    Sv text_of = {0};
    for (size_t i = 0; i < out.cautions.count; i++)
        text_of =
            text("%.*s%s%.*s", SV_ARG(text_of), i ? ", " : "", SV_ARG(out.cautions.items[i].text));
    return without_ports(text_of);
}

// ── somewhere else ──

static void by_another_address(void) {
    Outcome out = ask_via(NULL, "{\"send\": \"GET http://app.example:{PLAIN}/echo\", "
                                "\"resolve\": {\"app.example:{PLAIN}\": \"127.0.0.1\"}}");
    CHECK_C(sent_header(sent(out), "Host"), "app.example:PLAIN");
    CHECK_C(shown(out, "remote_ip"), "\"127.0.0.1\"");
    // What is spoken to this machine alone is not told to be readable by others.
    CHECK_C(ways(out), "connects to 127.0.0.1:PLAIN for app.example:PLAIN");
    out = ask_via(NULL, "{\"send\": \"GET http://APP.example/echo\", "
                        "\"connect_to\": {\"app.example\": \"localhost:{PLAIN}\"}, \"ip\": 4}");
    CHECK_C(sent_header(sent(out), "Host"), "app.example");
    CHECK_C(ways(out), "by IPv4 alone, connects to localhost:PLAIN for app.example:80");
    // One after the other, as curl has it.
    out = ask_via(
        NULL,
        "{\"send\": \"GET http://app.example/echo\", \"resolve\": {\"other.example\": \"::1\"}, "
        "\"connect_to\": {\"app.example:80\": \"other.example:{SIX}\"}}");
    CHECK_C(shown(out, "remote_ip"), "\"::1\"");
    CHECK_C(ways(out), "connects to [::1]:SIX for app.example:80");
    // Of other hosts and ports it says nothing.
    out = ask_via(HOME,
                  "{\"send\": \"GET /echo\", \"connect_to\": {\"127.0.0.1:1\": \"localhost:2\", "
                  "\"app.example\": \"localhost:2\"}}");
    CHECK_C(sent_header(sent(out), "Host"), "127.0.0.1:PLAIN");
    CHECK_C(ways(out), "");
    CHECK_C(told(ask_via(
                NULL, "{\"send\": \"GET http://app.example/echo\", \"resolve\": {\"app.example\": "
                      "\"127.0.0.1\"}, \"connect_to\": {\"app.example\": \"app.example:1\"}}")),
            "not started: GET http://app.example/echo: connection refused by 127.0.0.1:1 (is the "
            "application running, and does it listen on port 1?)");
}

static void by_a_connection(void) {
    static const char home[] =
        "{\"http\": \"http://app.example\", \"auth\": {\"bearer\": \"secret-home\"}, "
        "\"connect_to\": {\"app.example\": \"127.0.0.1:{PLAIN}\"}}";
    CHECK_C(sent_header(sent(ask_via(home, "{\"send\": \"GET /echo\"}")), "Authorization"),
            "Bearer secret-home");
    // A step goes before its connection.
    Outcome out = ask_via(
        home,
        "{\"send\": \"GET /echo\", \"connect_to\": {\"app.example\": \"127.0.0.1:{OTHER}\"}}");
    CHECK_C(sent_header(sent(out), "Authorization"), "Bearer secret-home");
    CHECK_C(ways(out), "connects to 127.0.0.1:OTHER for app.example:80");
    // Where it leads is not the connection's origin: asked by that, it gets no credentials.
    out = ask_via(home, "{\"send\": \"GET http://127.0.0.1:{PLAIN}/echo\"}");
    CHECK_C(sent_header(sent(out), "Authorization"), "");
    out = ask_via(home,
                  "{\"send\": \"GET http://other.example/echo\", \"resolve\": {\"other.example\": "
                  "\"127.0.0.1\"}, \"connect_to\": {\"other.example\": \"app.example:{PLAIN}\"}}");
    CHECK_C(told(out),
            "not started: GET http://other.example/echo: no such host 'app.example' (is the name "
            "right, and does this machine's DNS know it?)");
    // A connection that leads elsewhere is not taken for the one that does not.
    server_log();
    out = ask_via(HOME, "{\"send\": \"GET /echo\"}");
    out = ask_via(
        HOME, "{\"send\": \"GET /echo\", \"connect_to\": {\"127.0.0.1\": \"127.0.0.1:{OTHER}\"}}");
    CHECK_C(ways(out), "connects to 127.0.0.1:OTHER for 127.0.0.1:PLAIN");
    CHECK(out.end == OUTCOME_ANSWERED);
}

static void redirects(void) {
    static const char home[] =
        "{\"http\": \"http://app.example\", \"auth\": {\"bearer\": \"secret-home\"}, "
        "\"connect_to\": {\"app.example\": \"127.0.0.1:{PLAIN}\", \"next.example\": \"127.0.0.1:{OTHER}\"}}";
    // The same server by another name, and another server by the same name.
    Outcome out = ask_via(
        home, "{\"send\": \"GET /redirect/302?to=http://127.0.0.1:{PLAIN}/echo\", \"follow\": 1}");
    CHECK_C(sent_header(sent(out), "Authorization"), "");
    out = ask_via(home,
                  "{\"send\": \"GET /redirect/302?to=http://next.example/echo\", \"follow\": 1}");
    CHECK_C(sent_header(sent(out), "Authorization"), "");
    CHECK_C(sent_header(result(out, "json"), "Host"), "next.example");
    CHECK_C(ways(out),
            "connects to 127.0.0.1:PLAIN for app.example:80, connects to 127.0.0.1:OTHER for "
            "next.example:80 (redirected to next.example:80)");
    world.denied = text("127.0.0.1:%d", port_of("OTHER")).at;
    out = ask_via(home,
                  "{\"send\": \"GET /redirect/302?to=http://next.example/echo\", \"follow\": 1}");
    CHECK_C(
        told(out),
        "denied: GET /redirect/302?to=http://next.example/echo: '127.0.0.1:OTHER' is not "
        "among the allowed hosts (if that is meant, write beneath allow: hosts: ['127.0.0.1:OTHER'])");
    world.denied = NULL;
}

static void what_is_permitted(void) {
    world.denied = text("127.0.0.1:%d", port_of("PLAIN")).at;
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET http://app.example:{PLAIN}/echo\", "
                           "\"resolve\": {\"app.example\": \"127.0.0.1\"}}")),
        "denied: GET http://app.example:PLAIN/echo: '127.0.0.1:PLAIN' is not among the allowed hosts (if that "
        "is meant, write beneath allow: hosts: ['127.0.0.1:PLAIN'])");
    world.denied = "app.example";
    CHECK_C(
        told(ask_via(NULL, "{\"send\": \"GET http://app.example:{PLAIN}/echo\", "
                           "\"resolve\": {\"app.example\": \"127.0.0.1\"}}")),
        "denied: GET http://app.example:PLAIN/echo: 'app.example:PLAIN' is not among the allowed hosts");
    world.denied = "docker.sock";
    CHECK_C(
        told(ask_via(
            NULL,
            "{\"send\": \"GET http://localhost/info\", \"unix_socket\": \"/run/docker.sock\"}")),
        "denied: GET http://localhost/info: '/run/docker.sock' is not among the allowed paths");
    world.denied = NULL;
}

static void by_family(void) {
    CHECK_C(shown(ask_via(NULL, "{\"send\": \"GET http://localhost:{SIX}/echo\", \"ip\": 6}"),
                  "remote_ip"),
            "\"::1\"");
    Outcome out = ask_via(NULL, "{\"send\": \"GET http://localhost:{SIX}/echo\", \"ip\": \"4\"}");
    CHECK_C(
        told(out),
        "not started: GET http://localhost:SIX/echo: connection refused by localhost:SIX (is the "
        "application running, and does it listen on port SIX?)");
    CHECK_C(ways(out), "by IPv4 alone");
    out = ask_via("{\"http\": \"http://localhost:{SIX}\", \"ip\": 4}",
                  "{\"send\": \"GET /echo\", \"ip\": \"any\"}");
    CHECK(out.end == OUTCOME_ANSWERED);
}

// ── a socket of this machine ──

// Answers one request of a socket with what it was asked.
static pid_t serve_socket(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 8)) abort();
    pid_t pid = fork();
    if (pid) {
        close(fd);
        return pid;
    }
    for (;;) {
        char bytes[4096];
        int client = accept(fd, NULL, NULL);
        ssize_t got = client < 0 ? 0 : read(client, bytes, sizeof bytes);
        dprintf(client, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %zd\r\n\r\n%.*s",
                got, (int)got, bytes);
        close(client);
    }
}

static void by_socket(void) {
    Sv path = text("%s/app.sock", folder);
    pid_t pid = serve_socket(path.at);
    Sv home = text(
        "{\"http\": \"http://docker\", \"unix_socket\": \"%.*s\", \"auth\": {\"bearer\": \"secret-home\"}}",
        SV_ARG(path));
    Outcome out = ask_via(home.at, "{\"send\": \"GET /info\"}");
    CHECK_C(told(out), "answered: GET /info -> 200");
    CHECK(sv_starts(value_text(result(out, "body")), SV("GET /info HTTP/1.1\r\nHost: docker\r\n")));
    CHECK(sv_find(value_text(result(out, "body")), SV("Authorization: Bearer secret-home"), 0) !=
          SV_NONE);
    // Nobody else can read along, so that it is not called unencrypted.
    CHECK_SV(ways(out), text("by the socket %.*s", SV_ARG(path)));
    // Other origins are not asked by it, and the environment's proxy is none for it.
    CHECK_C(sent_header(sent(ask_via(home.at, "{\"send\": \"GET http://127.0.0.1:{PLAIN}/echo\"}")),
                        "Host"),
            "127.0.0.1:PLAIN");
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    out = ask_via(home.at, "{\"send\": \"GET /info\", \"proxy\": \"environment\"}");
    CHECK_C(told(out), "answered: GET /info -> 200");
    unsetenv("http_proxy");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    CHECK_SV(
        told(ask_via(home.at, "{\"send\": \"GET /info\"}")),
        text("not started: GET /info: connection refused by %.*s (does a program listen on it?)",
             SV_ARG(path)));
    unlink(path.at);
    CHECK_SV(told(ask_via(home.at, "{\"send\": \"GET /info\"}")),
             text("not started: GET /info: could not connect to %.*s: No such file or directory",
                  SV_ARG(path)));
}

// ── versions ──

typedef struct Script {
    pid_t pid;
    int in, port;
} Script;

static Script script_start(char *const argv[]) {
    int in[2], out[2];
    Script script = {0};
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, in[1]);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    if (posix_spawnp(&script.pid, argv[0], &actions, NULL, argv, environ)) abort();
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    script.in = in[1];
    FILE *lines = fdopen(out[0], "r");
    if (fscanf(lines, "%d", &script.port) != 1) abort();
    fclose(lines);
    return script;
}

static void script_stop(Script script) {
    close(script.in);
    waitpid(script.pid, NULL, 0);
}

static Sv by_version(const char *url, const char *version) {
    Outcome out = ask_via(
        NULL,
        text("{\"send\": \"GET %s\", \"tls\": {\"ca\": \"%s/ca.pem\"}, \"http_version\": \"%s\"}",
             url, folder, version)
            .at);
    Sv spoken = out.results ? text(", %.*s", SV_ARG(shown(out, "http_version"))) : (Sv){0};
    return text("%.*s%.*s", SV_ARG(told(out)), SV_ARG(spoken));
}

static void versions(void) {
    char *plain[] = {(char[]){"python3"}, (char[]){PROJECT_ROOT "/tests/tools/h2_server.py"}, NULL};
    char *tls[] = {plain[0], plain[1], sv_to_c(world.arena, text("%s/good.pem", folder)),
                   sv_to_c(world.arena, text("%s/good.key", folder)), NULL};
    Script h2c = script_start(plain), h2 = script_start(tls);
    const char *one = "http://127.0.0.1:{PLAIN}/echo";
    CHECK_C(by_version(one, "any"), "answered: GET http://127.0.0.1:PLAIN/echo -> 200, \"1.1\"");
    CHECK_C(by_version(one, "1.1"), "answered: GET http://127.0.0.1:PLAIN/echo -> 200, \"1.1\"");
    // By 1.0 a server may call 1.1 its own.
    CHECK_C(by_version(one, "1.0"), "answered: GET http://127.0.0.1:PLAIN/echo -> 200, \"1.1\"");
    CHECK_C(by_version(one, "2"),
            "no answer: GET http://127.0.0.1:PLAIN/echo: the connection was closed by "
            "127.0.0.1:PLAIN before an answer came (does it speak HTTP/2 without TLS? leave "
            "http_version out to take what it speaks)");
    CHECK_C(by_version("https://localhost:{TLS}/echo", "1.1"),
            "answered: GET https://localhost:TLS/echo -> 200, \"1.1\"");
    server_log();
    CHECK_C(
        by_version("https://localhost:{TLS}/echo", "2"),
        "failed: GET https://localhost:TLS/echo: localhost:TLS does not speak HTTP/2, and nothing was sent (leave "
        "http_version out to take what it speaks), null");
    CHECK_INT(value_count(server_log()), 0);
    Sv url = text("http://127.0.0.1:%d/", h2c.port);
    CHECK_SV(by_version(url.at, "2"), text("answered: GET %.*s -> 200, \"2\"", SV_ARG(url)));
    url = text("https://localhost:%d/", h2.port);
    CHECK_SV(by_version(url.at, "2"), text("answered: GET %.*s -> 200, \"2\"", SV_ARG(url)));
    CHECK_SV(by_version(url.at, "any"), text("answered: GET %.*s -> 200, \"2\"", SV_ARG(url)));
    script_stop(h2c);
    script_stop(h2);
    // Answered by an older one than was asked.
    CHECK_C(by_version("http://127.0.0.1:{PLAIN}/old-http", "any"),
            "answered: GET http://127.0.0.1:PLAIN/old-http -> 200, \"1.0\"");
    CHECK_C(
        by_version("http://127.0.0.1:{PLAIN}/old-http", "1.1"),
        "failed: GET http://127.0.0.1:PLAIN/old-http -> 200: it was asked by HTTP/1.1, and answered by HTTP/1.0 "
        "(leave http_version out to take what the server speaks), \"1.0\"");
}

int main(void) {
    if (!make_certificates()) return 1;
    static char tls[256];
    snprintf(tls, sizeof tls, "tls:%s/good.pem:%s/good.key", folder, folder);
    world_begin((char *[]){"plain", "plain", "plain6", tls, NULL},
                (const char *[]){"PLAIN", "OTHER", "SIX", "TLS"});
    by_another_address();
    by_a_connection();
    redirects();
    what_is_permitted();
    by_family();
    by_socket();
    versions();
    remove_certificates();
    return world_end();
}
