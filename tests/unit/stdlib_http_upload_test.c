// Files that are sent: what is told of them is over the bytes that were handed over, whatever
// becomes of the file meanwhile.
#include "base/system/digest.h"
#include "check.h"
#include "drivers/http/http_line.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Arena *arena;
static char folder[] = "/tmp/upload-test-XXXXXX";

static Sv put(const char *name, const char *mode, Sv text) {
    Sv path = sv_format(arena, "%s/%s", folder, name);
    FILE *file = fopen(path.at, mode);
    CHECK(file != NULL);
    CHECK_INT(fwrite(text.at, 1, text.len, file), text.len);
    fclose(file);
    return path;
}

typedef struct Sending {
    ActionCall call;
    HttpRequest request;
    Transfer transfer;
    UsedFiles sent;
    Upload *upload;
    HttpFailure failure;
} Sending;

static bool begin(Sending *sending, Sv path) {
    *sending = (Sending){.call = {.arena = arena}, .sent = {.arena = arena}};
    sending->request.sent = &sending->sent;
    sending->transfer = (Transfer){.call = &sending->call, .request = &sending->request};
    sending->transfer.sent = true;
    return upload_open(&sending->transfer, path, SV("body"), &sending->upload, &sending->failure);
}

static size_t take(const Sending *sending, size_t most) {
    char buffer[256];
    CHECK(most <= sizeof buffer);
    return upload_read(buffer, 1, most, sending->upload);
}

// What is told at the end: "body 5 sha256:…", one after the other.
static Sv told(Sending *sending) {
    uploads_end(&sending->transfer);
    Sv text = SV("");
    for (uint32_t i = 0; i < sending->sent.count; i++) {
        const UsedFile *file = &sending->sent.items[i];
        text = sv_format(arena, "%.*s%.*s %lld %.*s;", SV_ARG(text), SV_ARG(file->as),
                         (long long)file->size, SV_ARG(file->digest));
    }
    return text;
}

static Sv of(Sv bytes) {
    Sv digest = sha256_text(arena, sha256_of(bytes));
    return sv_format(arena, "body %zu %.*s;", bytes.len, SV_ARG(digest));
}

static void whole(void) {
    Sending sending;
    CHECK(begin(&sending, put("whole", "w", SV("twelve bytes"))));
    CHECK_INT(upload_size(sending.upload), 12);
    CHECK_INT(take(&sending, 7), 7);
    CHECK_INT(take(&sending, 100), 5);
    CHECK_INT(take(&sending, 100), 0);
    CHECK_SV(told(&sending), of(SV("twelve bytes")));
    CHECK(begin(&sending, put("empty", "w", SV(""))));
    CHECK_INT(take(&sending, 100), 0);
    CHECK_SV(told(&sending), of(SV("")));
}

static void changed_meanwhile(void) {
    Sending sending;
    Sv path = put("grows", "w", SV("12345"));
    CHECK(begin(&sending, path));
    CHECK_INT(take(&sending, 2), 2);
    put("grows", "a", SV("67890"));
    CHECK_INT(take(&sending, 100), 3);
    CHECK_INT(take(&sending, 100), 0);
    CHECK_SV(told(&sending), of(SV("12345")));
    // Another file in its place is another file.
    CHECK(begin(&sending, path));
    CHECK(unlink(path.at) == 0);
    put("grows", "w", SV("something else"));
    CHECK_INT(take(&sending, 100), 10);
    CHECK_SV(told(&sending), of(SV("1234567890")));
    // One that shrinks is sent as far as it goes, and libcurl says that it was not all.
    path = put("shrinks", "w", SV("1234567890"));
    CHECK(begin(&sending, path));
    CHECK_INT(take(&sending, 3), 3);
    CHECK(truncate(path.at, 5) == 0);
    CHECK_INT(take(&sending, 100), 2);
    CHECK_INT(take(&sending, 100), 0);
    CHECK_SV(told(&sending), of(SV("12345")));
    // The bytes are other ones than at the beginning.
    path = put("edited", "w", SV("1234567890"));
    CHECK(begin(&sending, path));
    CHECK_INT(take(&sending, 3), 3);
    FILE *file = fopen(path.at, "r+");
    fputs("abcdefghij", file);
    fclose(file);
    CHECK_INT(take(&sending, 100), 7);
    CHECK_SV(told(&sending), of(SV("123defghij")));
}

static void sent_again(void) {
    Sending sending;
    CHECK(begin(&sending, put("again", "w", SV("12345"))));
    CHECK_INT(take(&sending, 4), 4);
    CHECK_INT(upload_seek(sending.upload, 0, SEEK_SET), CURL_SEEKFUNC_OK);
    CHECK_INT(take(&sending, 100), 5);
    CHECK_INT(upload_seek(sending.upload, 2, SEEK_SET), CURL_SEEKFUNC_FAIL);
    CHECK_SV(told(&sending), of(SV("12345")));
    // Broken off.
    CHECK(begin(&sending, put("again", "w", SV("12345"))));
    CHECK_INT(take(&sending, 4), 4);
    CHECK_SV(told(&sending), of(SV("1234")));
    // Never begun.
    CHECK(begin(&sending, put("again", "w", SV("12345"))));
    sending.transfer.sent = false;
    CHECK_C(told(&sending), "");
}

static void refused(void) {
    Sending sending;
    Sv pipe = sv_format(arena, "%s/pipe", folder);
    CHECK(mkfifo(pipe.at, 0600) == 0);
    CHECK(!begin(&sending, pipe));
    CHECK_SV(sending.failure.reason,
             sv_format(arena, "'%.*s' is not a regular file", SV_ARG(pipe)));
    CHECK_C(told(&sending), "");
    CHECK(!begin(&sending, SV("/no/such")));
    CHECK_C(sending.failure.reason,
            "the file '/no/such' cannot be read: No such file or directory");
    unlink(pipe.at);
}

int main(void) {
    arena = arena_new((size_t)16 << 20);
    CHECK(mkdtemp(folder) != NULL);
    whole();
    changed_meanwhile();
    sent_again();
    refused();
    static const char *const names[] = {"whole", "empty", "grows", "shrinks", "edited", "again"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(sv_format(arena, "%s/%s", folder, names[i]).at);
    CHECK(rmdir(folder) == 0);
    arena_free(arena);
    return check_done();
}
