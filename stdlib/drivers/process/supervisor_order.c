#include "drivers/process/supervisor_order.h"

#include "base/heap.h"
#include "drivers/process/private.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void close_all(int *fds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (fds[i] >= 0) close(fds[i]);
        fds[i] = -1;
    }
}

void command_free(Command *command) {
    if (command->texts) explicit_bzero(command->texts, command->order.size);
    for (uint32_t i = 0; command->paths && i < command->order.filec; i++)
        heap_free(command->paths[i]);
    heap_free(command->paths);
    heap_free(command->texts);
    heap_free(command->files);
    heap_free(command->argv);
    heap_free(command->envp);
    heap_free(command->keep);
    heap_free(command->names);
    close_all(command->streams, 3);
    close_all(&command->private_folder, 1);
    *command = (Command){.streams = {-1, -1, -1}, .private_folder = -1};
}

static bool read_whole(void *out, size_t size) {
    for (size_t used = 0; used < size;) {
        ssize_t got = read(KEEPER_SOCKET, (char *)out + used, size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        used += (size_t)got;
    }
    return true;
}

bool order_receive(SupervisorRequest *order, int streams[3]) {
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {order, sizeof *order};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(KEEPER_SOCKET, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0) return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(3 * sizeof(int)))
        memcpy(streams, CMSG_DATA(header), 3 * sizeof(int));
    return read_whole((char *)order + got, sizeof *order - (size_t)got);
}

// Takes the next text off `*at`.
static char *next_text(char **at) {
    char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

static char **next_texts(char **at, uint32_t count) {
    char **texts = heap_alloc((count + (size_t)1) * sizeof *texts);
    for (uint32_t i = 0; i < count; i++)
        texts[i] = next_text(at);
    return texts;
}

bool command_receive(Command *command, void (*begun)(void *self), void *self) {
    *command = (Command){.streams = {-1, -1, -1}, .private_folder = -1};
    // An order to end that crossed the command's own end has no effect.
    do {
        if (!order_receive(&command->order, command->streams)) return false;
    } while (command->order.verb != KEEPER_START);
    begun(self);
    const SupervisorRequest *order = &command->order;
    size_t rows = order->filec * sizeof *command->files;
    command->files = heap_alloc(rows + 1);
    command->texts = heap_alloc((size_t)order->size + 1);
    if (!read_whole(command->files, rows) || !read_whole(command->texts, order->size)) return false;
    char *at = command->texts;
    command->folder = next_text(&at);
    command->program = next_text(&at);
    command->argv = next_texts(&at, order->argc);
    command->envp = next_texts(&at, order->envc);
    command->keep = next_texts(&at, order->keepc);
    command->names = next_texts(&at, order->filec);
    command->content = at;
    return true;
}

static void put_path(Command *command, uint32_t index, const char *folder) {
    const SupervisorFile *file = &command->files[index];
    char **place = file->argument ? &command->argv[file->index] : &command->envp[file->index];
    size_t size = strlen(*place) + strlen(folder) + strlen(command->names[index]) + 2;
    char *path = heap_alloc(size);
    snprintf(path, size, "%s%s/%s", *place, folder, command->names[index]);
    *place = command->paths[index] = path;
}

bool command_make_files(Command *command, char *path, uint32_t *failed) {
    uint32_t count = command->order.filec;
    if (count == 0) return true;
    command->paths = heap_alloc(count * sizeof *command->paths);
    *failed = 1;
    command->private_folder = private_folder_make(path);
    if (command->private_folder < 0) return false;
    const char *content = command->content;
    for (uint32_t i = 0; i < count; i++) {
        size_t size = command->files[i].size;
        *failed = i + 1;
        if (!private_file_make(command->private_folder, command->names[i], (Sv){content, size}))
            return false;
        content += size;
        put_path(command, i, path);
    }
    *failed = 0;
    return true;
}
