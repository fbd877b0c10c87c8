/* Counts what is done to the files of one folder, and kills the process at the n-th time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static atomic_int count;
static int last, half;

void arm(const char *where, int at, int torn) {
    strncpy(folder, where, sizeof folder - 1);
    last = at;
    half = torn;
    count = 0;
}

int counted(void) { return count; }

static int beneath(const char *path) {
    return folder[0] && strncmp(path, folder, strlen(folder)) == 0;
}

static int ours(int file) {
    char link[64], path[PATH_MAX];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return beneath(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Whether this is the write to die at: half of it is written first where that is asked for. */
static int now(int file) { return ours(file) && atomic_fetch_add(&count, 1) + 1 == last; }

#define REAL(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define AT(name, type)                                                        \
    ssize_t name(int file, const void *data, size_t length, type place) {     \
        if (now(file)) {                                                      \
            if (half) (REAL(name))(file, data, length / 2, place);            \
            die();                                                            \
        }                                                                     \
        return (REAL(name))(file, data, length, place);                       \
    }

#define FILES(name, parameters, arguments)                                    \
    int name parameters {                                                     \
        if (now(file)) die();                                                 \
        return (REAL(name)) arguments;                                        \
    }

AT(pwrite, off_t)
AT(pwrite64, off64_t)
FILES(ftruncate, (int file, off_t length), (file, length))
FILES(ftruncate64, (int file, off64_t length), (file, length))
FILES(fsync, (int file), (file))
FILES(fdatasync, (int file), (file))

ssize_t write(int file, const void *data, size_t length) {
    if (now(file)) {
        if (half) (REAL(write))(file, data, length / 2);
        die();
    }
    return (REAL(write))(file, data, length);
}

int unlink(const char *path) {
    if (beneath(path) && atomic_fetch_add(&count, 1) + 1 == last) die();
    return (REAL(unlink))(path);
}

int rename(const char *from, const char *to) {
    if (beneath(to) && atomic_fetch_add(&count, 1) + 1 == last) die();
    return (REAL(rename))(from, to);
}
