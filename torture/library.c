/* What stands between a program and its disk: counts the file operations below a folder, and at one of them kills the
   process, fails with an error of the system, or stops.  Loaded by LD_PRELOAD, disarmed until torture_arm is called. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING = 0, KILL = -1, STOP = -2, TEAR = -3 };

static char root[4096];
static size_t root_length;
static long at = -1, *count;
static int what;
static char watched[65536];
static long own;

void torture_arm(const char *folder, long point, int action, long *counter) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    at = point;
    what = action;
    count = counter ? counter : &own;
    *count = 0;
}

static int below(const char *path) {
    char full[8192];
    if (!root_length || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(full, 4096)) return 0;
        strncat(full, "/", 2);
        strncat(full, path, 4000);
        path = full;
    }
    return !strncmp(path, root, root_length);
}

/* 1 when the operation must fail; errno is set.  `moves`: whether it changes what the folder holds. */
static int met(int moves) {
    if (what == STOP && !moves) return 0;
    if (++*count != at) return 0;
    if (what == KILL || what == TEAR) kill(getpid(), SIGKILL);
    if (what == STOP) { raise(SIGSTOP); return 0; }
    errno = what;
    return what > 0;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = below(path);
    return fd;
}

#define OPEN(name) int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (below(path) && met(0)) return -1; \
    return opened(real(path, flags, mode), path); }
OPEN(open)
OPEN(open64)
#define OPENAT(name) int name(int dir, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (below(path) && met(0)) return -1; \
    return opened(real(dir, path, flags, mode), path); }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(int, "close", int);
    if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = 0;
    return real(fd);
}
ssize_t read(int fd, void *to, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd] && what > 0 && met(0)) return -1;
    return real(fd, to, size);
}
ssize_t write(int fd, const void *from, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd]) {
        if (what == TEAR && *count + 1 == at) real(fd, from, size / 2);
        if (met(0)) return -1;
    }
    return real(fd, from, size);
}
#define ON_FD(name, type) int name(int fd) { REAL(int, #name, int); \
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd] && met(0)) return -1; return real(fd); }
ON_FD(fsync, int)
ON_FD(fdatasync, int)
int fchmod(int fd, mode_t mode) { REAL(int, "fchmod", int, mode_t);
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd] && met(0)) return -1; return real(fd, mode); }
int ftruncate64(int fd, off64_t size) { REAL(int, "ftruncate64", int, off64_t);
    if (fd >= 0 && fd < (int)sizeof watched && watched[fd] && met(0)) return -1; return real(fd, size); }
int truncate64(const char *path, off64_t size) { REAL(int, "truncate64", const char *, off64_t);
    if (below(path) && met(0)) return -1; return real(path, size); }
int rename(const char *from, const char *to) { REAL(int, "rename", const char *, const char *);
    if (below(to) && met(1)) return -1; return real(from, to); }
int link(const char *from, const char *to) { REAL(int, "link", const char *, const char *);
    if (below(to) && met(1)) return -1; return real(from, to); }
int linkat(int d, const char *from, int e, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    if (below(to) && met(1)) return -1; return real(d, from, e, to, flags); }
int unlink(const char *path) { REAL(int, "unlink", const char *);
    if (below(path) && met(0)) return -1; return real(path); }
int unlinkat(int dir, const char *path, int flags) { REAL(int, "unlinkat", int, const char *, int);
    if (root_length && met(0)) return -1; return real(dir, path, flags); }
int mkdir(const char *path, mode_t mode) { REAL(int, "mkdir", const char *, mode_t);
    if (below(path) && met(0)) return -1; return real(path, mode); }
int rmdir(const char *path) { REAL(int, "rmdir", const char *);
    if (below(path) && met(0)) return -1; return real(path); }
int chmod(const char *path, mode_t mode) { REAL(int, "chmod", const char *, mode_t);
    if (below(path) && met(0)) return -1; return real(path, mode); }
DIR *opendir(const char *path) { REAL(DIR *, "opendir", const char *);
    if (below(path) && what > 0 && met(0)) return NULL; return real(path); }
