// SPDX-License-Identifier: Apache-2.0
//
// The load generator of scripts/bench. One thread, epoll, persistent connections to 127.0.0.1.
//
//   deskload talk  closed loop: each connection holds one scripted conversation after another and sends the next turn
//                  when the last one is answered; prints turns a second and the latencies of all measured turns
//   deskload fill  opens so many conversations and leaves them open; several turns on their way on each connection
//   deskload hold  opens so many connections, lets them lie idle, tells what each costs the server in memory
//
// Every reply to a relay is checked: it is a turn, of this conversation, to this message, and no error; where the
// script asks for a text, that text is in it. One reply that is not ends the run with exit code 1.
//
// Script: one message of the petitioner a line; after a TAB what must be in the reply. An empty line begins the next
// conversation; lines that begin with # are comments. The conversations take turns.
//
// Results: one line of key=value pairs on standard output.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, CHUNK = 65536, MOST_CONNECTING = 256 };

// MARK: Options

static const char *token = "";
static const char *relay = "bench";
static const char *prefix = "b";
static int port, connections = 50, window_size = 32, turns_each = 2, kiosk, plain, verbose;
static long total = 200000;
static double seconds = 5, warm_up = 1;
static int server;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    va_list list;
    va_start(list, format);
    fputs("deskload: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// MARK: The script

typedef struct {
    char *text;    // as JSON, without the quotes
    char *wanted;  // NULL: any turn will do
} Line;

typedef struct {
    Line *lines;
    int count;
} Talk;

static Talk *talks;
static int talk_count;

static char *escaped(const char *text) {
    char *out = malloc(2 * strlen(text) + 1), *to = out;
    if (out == NULL) fail("no memory");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') *to++ = '\\';
        *to++ = *text;
    }
    *to = 0;
    return out;
}

static void read_script(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("%s cannot be read: %s", path, strerror(errno));
    char *line = NULL;
    size_t capacity = 0;
    int open = 0;
    while (getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '#') continue;
        if (line[0] == 0) {
            open = 0;
            continue;
        }
        if (!open) {
            talks = realloc(talks, sizeof *talks * (size_t)(talk_count + 1));
            if (talks == NULL) fail("no memory");
            talks[talk_count++] = (Talk){0};
            open = 1;
        }
        Talk *talk = &talks[talk_count - 1];
        talk->lines = realloc(talk->lines, sizeof *talk->lines * (size_t)(talk->count + 1));
        if (talk->lines == NULL) fail("no memory");
        char *tab = strchr(line, '\t');
        if (tab != NULL) *tab = 0;
        talk->lines[talk->count++] = (Line){.text = escaped(line), .wanted = tab != NULL ? strdup(tab + 1) : NULL};
    }
    free(line);
    fclose(file);
    if (talk_count == 0) fail("%s has no conversation", path);
}

// MARK: What the server uses

/// Resident kilobytes of the server; 0 when it is not known.
static long resident(void) {
    if (server == 0) return 0;
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", server);
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("process %d is gone", server);
    long kilobytes = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    }
    fclose(file);
    return kilobytes;
}

/// Processor seconds of the server so far, all threads.
static double processor(void) {
    if (server == 0) return 0;
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", server);
    FILE *file = fopen(path, "r");
    if (file == NULL) fail("process %d is gone", server);
    char *got = fgets(line, sizeof line, file);
    fclose(file);
    const char *rest = got != NULL ? strrchr(line, ')') : NULL;
    unsigned long user = 0, system = 0;
    if (rest == NULL ||
        sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        fail("/proc/%d/stat is not understood", server);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double own_processor(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// MARK: Latencies

static uint32_t *latencies;  // nanoseconds, at most 4.2 s each
static size_t latency_count, latency_capacity;

static void note_latency(uint64_t nanoseconds) {
    if (latency_count == latency_capacity) {
        latency_capacity = latency_capacity == 0 ? 1 << 18 : 2 * latency_capacity;
        latencies = realloc(latencies, sizeof *latencies * latency_capacity);
        if (latencies == NULL) fail("no memory");
    }
    latencies[latency_count++] = nanoseconds > UINT32_MAX ? UINT32_MAX : (uint32_t)nanoseconds;
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/// Microseconds that the given share of the turns took at most (latencies sorted).
static double quantile(double share) {
    if (latency_count == 0) return 0;
    size_t at = (size_t)(share * (double)(latency_count - 1) + 0.5);
    return latencies[at] / 1e3;
}

// MARK: Connections

typedef enum { CONNECTING, GREETING, OPEN, CLOSED } Stage;

typedef struct {
    int fd;
    Stage stage;
    const Talk *talk;
    long number;        // of the conversation
    int step;           // next line of it (fill: next one to send)
    long waiting;       // sent and not answered
    uint64_t sent_at;
    char *in;
    size_t in_count, in_capacity;
    char *out;
    size_t out_count, out_sent, out_capacity;
    int wants_write;
} Connection;

static Connection *all;
static int poll_fd, connecting, opened, next_to_connect;
static long next_number, answered, reply_bytes, finished_talks;
static uint64_t measure_from, measure_until;
static long measured;

static void (*on_open)(Connection *);
static void (*on_reply)(Connection *, const char *, size_t, uint64_t);

static void watch(Connection *connection, int write, int add) {
    struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0u), .data.ptr = connection};
    if (epoll_ctl(poll_fd, add ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, connection->fd, &event) != 0) fail("epoll: %s", strerror(errno));
    connection->wants_write = write;
}

static void flush_out(Connection *connection) {
    while (connection->out_sent < connection->out_count) {
        ssize_t sent = send(connection->fd, connection->out + connection->out_sent,
                            connection->out_count - connection->out_sent, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) {
            if (!connection->wants_write) watch(connection, 1, 0);
            return;
        }
        if (sent < 0) fail("send: %s", strerror(errno));
        connection->out_sent += (size_t)sent;
    }
    connection->out_count = connection->out_sent = 0;
    if (connection->wants_write) watch(connection, 0, 0);
}

__attribute__((format(printf, 2, 3))) static void write_out(Connection *connection, const char *format, ...) {
    for (;;) {
        size_t room = connection->out_capacity - connection->out_count;
        va_list list;
        va_start(list, format);
        int length = vsnprintf(connection->out + connection->out_count, room, format, list);
        va_end(list);
        if (length < 0) fail("a frame cannot be written");
        if ((size_t)length < room) {
            connection->out_count += (size_t)length;
            return;
        }
        connection->out_capacity = 2 * connection->out_capacity + (size_t)length + 1;
        connection->out = realloc(connection->out, connection->out_capacity);
        if (connection->out == NULL) fail("no memory");
    }
}

/// Begins to connect. Each 200 connections come from an address of their own, as they would from several halls.
static void connect_one(int index) {
    Connection *connection = &all[index];
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection->fd < 0) fail("socket: %s (ulimit -n?)", strerror(errno));
    int on = 1;
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(connection->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    uint32_t group = (uint32_t)index / 200;
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7F010001u + (group / 250 << 8) + group % 250)};
    if (bind(connection->fd, (struct sockaddr *)&own, sizeof own) != 0) fail("bind: %s", strerror(errno));
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(connection->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)
        fail("connect to port %d: %s", port, strerror(errno));
    connection->stage = CONNECTING;
    connecting++;
    watch(connection, 1, 1);
}

static void connected(Connection *connection) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(connection->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) fail("connect to port %d: %s", port, strerror(error));
    watch(connection, 0, 0);
    connection->stage = GREETING;
    if (plain) {
        connection->stage = OPEN;
        connecting--, opened++;
        on_open(connection);
    } else if (!kiosk) {
        const char *name = relay;
        char own[64];
        if (connections > 1000) {  // as many relays, each with its own name
            snprintf(own, sizeof own, "%s-%ld", relay, (long)(connection - all));
            name = own;
        }
        write_out(connection, "{\"type\":\"hello\",\"v\":1,\"role\":\"relay\",\"name\":\"%s\",\"token\":\"%s\"}\n", name, token);
        flush_out(connection);
    }
}

/// The first thing the server says: the kiosk's greeting up to its prompt, or the relay's welcome.
static void greeted(Connection *connection) {
    if (kiosk) {
        if (memmem(connection->in, connection->in_count, "> ", 2) == NULL) return;
        connection->in_count = 0;
    } else {
        char *end = memchr(connection->in, '\n', connection->in_count);
        if (end == NULL) return;
        if (memmem(connection->in, connection->in_count, "\"type\":\"welcome\"", 16) == NULL)
            fail("no welcome: %.*s", (int)connection->in_count, connection->in);
        connection->in_count = 0;
    }
    connection->stage = OPEN;
    connecting--, opened++;
    on_open(connection);
}

static void lines_in(Connection *connection, uint64_t time) {
    char *at = connection->in, *end = at + connection->in_count, *stop;
    while ((stop = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        on_reply(connection, at, (size_t)(stop - at), time);
        at = stop + 1;
    }
    connection->in_count = (size_t)(end - at);
    memmove(connection->in, at, connection->in_count);
}

static void arrived(Connection *connection) {
    static char chunk[CHUNK];
    ssize_t got = recv(connection->fd, chunk, sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got < 0) fail("recv: %s", strerror(errno));
    if (got == 0) fail("the server closed a connection: %.*s", (int)connection->in_count, connection->in);
    if (connection->in_count + (size_t)got > connection->in_capacity) {
        connection->in_capacity = connection->in_count + (size_t)got + 1024;
        connection->in = realloc(connection->in, connection->in_capacity);
        if (connection->in == NULL) fail("no memory");
    }
    memcpy(connection->in + connection->in_count, chunk, (size_t)got);
    connection->in_count += (size_t)got;
    if (connection->stage == GREETING) {
        greeted(connection);
    } else if (kiosk) {
        connection->in_count = 0;
    } else {
        lines_in(connection, now());
    }
    if (connection->in_count == 0 && connections > 1000) {  // ten thousand idle ones need no buffers here either
        free(connection->in);
        connection->in = NULL;
        connection->in_capacity = 0;
    }
}

/// Serves whatever is ready, for at most so many milliseconds.
static void turn_loop(int milliseconds) {
    while (next_to_connect < connections && connecting < MOST_CONNECTING) connect_one(next_to_connect++);
    struct epoll_event ready[EVENTS];
    int count = epoll_wait(poll_fd, ready, EVENTS, milliseconds);
    for (int i = 0; i < count; i++) {
        Connection *connection = ready[i].data.ptr;
        if (connection->stage == CONNECTING) {
            connected(connection);
            continue;
        }
        if (ready[i].events & EPOLLOUT) flush_out(connection);
        if (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) arrived(connection);
    }
}

static void open_all(void) {
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    all = calloc((size_t)connections, sizeof *all);
    if (poll_fd < 0 || all == NULL) fail("cannot begin: %s", strerror(errno));
}

static void wait_until_open(void) {
    uint64_t until = now() + 120 * 1000000000ull;
    while (opened < connections) {
        turn_loop(100);
        if (now() > until) fail("only %d of %d connections were let in", opened, connections);
    }
}

// MARK: Turns

static void say(Connection *connection, int step) {
    write_out(connection, "{\"type\":\"say\",\"conv\":\"%s-%ld\",\"id\":\"m%d\",\"text\":\"%s\"}\n", prefix,
              connection->number, step, connection->talk->lines[step].text);
}

static int holds(const char *line, size_t length, const char *what) {
    return memmem(line, length, what, strlen(what)) != NULL;
}

/// Whether the line is the turn that answers a message; pushes come unasked and are nobody's answer.
static int is_turn(const char *line, size_t length) {
    if (holds(line, length, "\"type\":\"turn\"") && !holds(line, length, "\"type\":\"error\"")) return 1;
    if (holds(line, length, "\"type\":\"push\"")) return 0;
    fail("not a turn: %.*s", (int)length, line);
}

static void begin_talk(Connection *connection) {
    connection->number = next_number++;
    connection->talk = &talks[connection->number % talk_count];
    connection->step = 0;
}

static void next_turn(Connection *connection) {
    say(connection, connection->step);
    connection->sent_at = now();
    flush_out(connection);
}

static void talk_opened(Connection *connection) {
    begin_talk(connection);
    next_turn(connection);
}

static void talk_replied(Connection *connection, const char *line, size_t length, uint64_t time) {
    const Line *said = &connection->talk->lines[connection->step];
    if (!plain) {
        if (!is_turn(line, length)) return;
        char wanted[192];
        snprintf(wanted, sizeof wanted, "\"conv\":\"%s-%ld\",\"re\":\"m%d\"", prefix, connection->number, connection->step);
        if (!holds(line, length, wanted)) fail("wanted %s, got %.*s", wanted, (int)length, line);
        if (said->wanted != NULL && !holds(line, length, said->wanted))
            fail("said %s (line %d), wanted %s, got %.*s", said->text, connection->step + 1, said->wanted, (int)length, line);
        if (verbose) printf("-> %s\n<- %.*s\n\n", said->text, (int)length, line);
    }
    if (time >= measure_from && time < measure_until) {
        note_latency(time - connection->sent_at);
        measured++;
        reply_bytes += (long)length + 1;
    }
    if (++connection->step == connection->talk->count) {
        finished_talks++;
        if (verbose && finished_talks >= talk_count) exit(0);
        begin_talk(connection);
    }
    next_turn(connection);
}

static void run_talk(void) {
    on_open = talk_opened;
    on_reply = talk_replied;
    measure_from = measure_until = UINT64_MAX;
    open_all();
    wait_until_open();
    uint64_t begin = now() + (uint64_t)(warm_up * 1e9);
    while (now() < begin) turn_loop(1);
    long before = resident();
    double used = processor(), own = own_processor();
    measure_from = now();
    measure_until = measure_from + (uint64_t)(seconds * 1e9);
    uint64_t last = measure_from;
    long last_count = 0;
    while (now() < measure_until) {
        turn_loop(10);
        if (measured != last_count) last_count = measured, last = now();
        if (now() - last > 30 * 1000000000ull) fail("no answer for 30 seconds");
    }
    double took = (double)(now() - measure_from) / 1e9;
    used = processor() - used;
    own = own_processor() - own;
    if (measured == 0) fail("no turn was answered in time");
    qsort(latencies, latency_count, sizeof *latencies, ascending);
    double sum = 0;
    for (size_t i = 0; i < latency_count; i++) sum += latencies[i] / 1e3;
    printf("turns_per_second=%.0f turns=%ld talks=%ld mean_us=%.0f p50_us=%.0f p90_us=%.0f p99_us=%.0f p999_us=%.0f "
           "max_us=%.0f reply_bytes=%.0f server_cpu_us=%.2f server_cpu_share=%.2f own_cpu_share=%.2f rss_before_kib=%ld rss_kib=%ld\n",
           (double)measured / took, measured, finished_talks, sum / (double)latency_count, quantile(0.5), quantile(0.9),
           quantile(0.99), quantile(0.999), quantile(1), (double)reply_bytes / (double)measured,
           1e6 * used / (double)measured, used / took, own / took, before, resident());
}

// MARK: Filling

static long to_open;

static void fill_more(Connection *connection) {
    while (connection->waiting < window_size && (connection->step > 0 || next_number < to_open)) {
        if (connection->step == 0) begin_talk(connection);
        say(connection, connection->step);
        connection->waiting++;
        connection->step++;
        if (connection->step >= turns_each || connection->step >= connection->talk->count) connection->step = 0;
    }
    flush_out(connection);
}

static void fill_replied(Connection *connection, const char *line, size_t length, uint64_t time) {
    (void)time;
    if (!is_turn(line, length)) return;
    connection->waiting--;
    answered++;
    if (connection->waiting <= window_size / 2) fill_more(connection);
}

static void run_fill(void) {
    on_open = fill_more;
    on_reply = fill_replied;
    to_open = total;
    open_all();
    uint64_t begin = now();
    for (;;) {
        turn_loop(100);
        if (opened < connections || next_number < to_open) continue;
        int waiting = 0;
        for (int i = 0; i < connections; i++) waiting |= all[i].waiting > 0 || all[i].step > 0;
        if (!waiting) break;
    }
    double took = (double)(now() - begin) / 1e9;
    printf("conversations=%ld turns=%ld seconds=%.1f turns_per_second=%.0f rss_kib=%ld\n", next_number, answered, took,
           (double)answered / took, resident());
}

// MARK: Holding

static void hold_opened(Connection *connection) { (void)connection; }

static void hold_replied(Connection *connection, const char *line, size_t length, uint64_t time) {
    (void)connection, (void)line, (void)length, (void)time;
}

static void run_hold(void) {
    on_open = hold_opened;
    on_reply = hold_replied;
    open_all();
    long before = resident();
    wait_until_open();
    uint64_t until = now() + (uint64_t)(seconds * 1e9);
    while (now() < until) turn_loop(50);
    long after = resident();
    printf("connections=%d rss_before_kib=%ld rss_kib=%ld kib_each=%.2f\n", opened, before, after,
           (double)(after - before) / opened);
}

// MARK: Command line

static const char usage[] =
    "usage: deskload talk|fill|hold --port PORT [options]\n"
    "  --connections N   50\n"
    "  --script FILE     what petitioners say (talk, fill)\n"
    "  --token TOKEN     the relay token; --relay NAME   bench\n"
    "  --prefix TEXT     begins every conversation id; give each run its own   b\n"
    "  --plain           a bare line server: no hello, any line is a reply (talk)\n"
    "  --kiosk           telnet instead of JSON Lines (hold)\n"
    "  --seconds S       5: how long is measured (talk), or held (hold)\n"
    "  --warm-up S       1 (talk)\n"
    "  --count N         200000 conversations (fill); --turns N   2 of each (fill); --window N   32 on their way (fill)\n"
    "  --pid PID         the server, for memory and processor time\n"
    "  --verbose         shows each scripted conversation once, and ends (talk)\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"connections", 1, 0, 'c'}, {"script", 1, 0, 's'}, {"token", 1, 0, 't'},   {"relay", 1, 0, 'r'},
        {"prefix", 1, 0, 'x'},      {"plain", 0, 0, 'p'},  {"kiosk", 0, 0, 'k'},   {"seconds", 1, 0, 'd'},
        {"warm-up", 1, 0, 'w'},     {"count", 1, 0, 'n'},  {"turns", 1, 0, 'u'},   {"window", 1, 0, 'i'},
        {"pid", 1, 0, 'P'},         {"port", 1, 0, 'o'},   {"verbose", 0, 0, 'v'}, {0, 0, 0, 0},
    };
    const char *script = NULL;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'c': connections = atoi(optarg); break;
        case 's': script = optarg; break;
        case 't': token = optarg; break;
        case 'r': relay = optarg; break;
        case 'x': prefix = optarg; break;
        case 'p': plain = 1; break;
        case 'k': kiosk = 1; break;
        case 'd': seconds = atof(optarg); break;
        case 'w': warm_up = atof(optarg); break;
        case 'n': total = atol(optarg); break;
        case 'u': turns_each = atoi(optarg); break;
        case 'i': window_size = atoi(optarg); break;
        case 'P': server = atoi(optarg); break;
        case 'o': port = atoi(optarg); break;
        case 'v': verbose = 1, connections = 1; break;
        default: return fputs(usage, stderr), 2;
        }
    }
    const char *verb = optind < argc ? argv[optind] : "";
    if (port <= 0 || connections <= 0 || window_size <= 0 || turns_each <= 0) return fputs(usage, stderr), 2;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (strcmp(verb, "hold") == 0) {
        run_hold();
    } else if (strcmp(verb, "talk") == 0 && script != NULL) {
        read_script(script);
        run_talk();
    } else if (strcmp(verb, "fill") == 0 && script != NULL) {
        read_script(script);
        run_fill();
    } else {
        return fputs(usage, stderr), 2;
    }
    return 0;
}
