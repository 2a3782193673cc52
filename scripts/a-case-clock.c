/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day of a program out of a file, for scripts/a-case: seconds since 1970 in the file that A_CASE_CLOCK names. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t id, struct timespec *time) {
    const char *path = getenv("A_CASE_CLOCK");
    if (id == CLOCK_REALTIME && path) {
        char text[32] = {0};
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            ssize_t count = read(file, text, sizeof text - 1);
            close(file);
            if (count > 0) {
                time->tv_sec = atoll(text);
                time->tv_nsec = 0;
                return 0;
            }
        }
    }
    return (int)syscall(SYS_clock_gettime, id, time);
}
