/*
 * wire: an Ethernet cable in user space between two network namespaces, for kernels without netem.
 *
 * usage: wire NS_A IF_A NS_B IF_B CONTROL
 *
 * It makes a TAP device at each end and copies frames between them, with faults that lines written
 * to the FIFO CONTROL set:
 *
 *   set FIELD VALUE      the fields are in names[] (milliseconds, percent, bytes, kbit/s, or 0/1)
 *   carrier a|b 0|1      takes away or gives back the carrier of one end: a pulled cable
 *   stats FILE           writes the counters; lines are obeyed in order, so this is a barrier too
 *   reset                all fields zero
 *
 * delay, delay4, delay6 and jitter are round trips: each direction gets half. ARP and neighbour
 * discovery are never touched but by cut; port 53 is delayed only with delaydns.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
  DELAY, DELAY4, DELAY6, JITTER, LOSS, DUP, REORDER, CORRUPT, RATE, QUEUE, MAXLEN, CE, CUT,
  DELAYDNS, FIELDS
};
static const char *names[FIELDS] = {
  "delay", "delay4", "delay6", "jitter", "loss", "dup", "reorder", "corrupt", "rate", "queue",
  "maxlen", "ce", "cut", "delaydns"
};
static double field[FIELDS];

enum { HEADER = 14, QUEUED_MAX = 200000, DEFAULT_QUEUE_BYTES = 65536, BURST = 64 };

/* What is known of a frame. Order is kept within a class, so that no delay reorders a flow. */
enum class_of { CONTROL, DNS, IPV4, IPV6, CLASSES };
struct about {
  enum class_of class;
  int family;
  int ip_bytes;
};

struct frame {
  int64_t due;
  uint64_t sequence;
  int length;
  unsigned char *bytes;
};

/* One direction: a heap of frames by due time. */
struct lane {
  struct frame *heap;
  int count, capacity;
  int64_t last_due[CLASSES];
  double busy_until;
  unsigned long in, out, dropped, bytes;
};
static struct lane lanes[2];
static int ends[2];
static uint64_t next_sequence;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int chance(double percent) { return percent > 0 && drand48() * 100 < percent; }

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int before(const struct frame *a, const struct frame *b) {
  return a->due < b->due || (a->due == b->due && a->sequence < b->sequence);
}

static void swap(struct frame *a, struct frame *b) {
  struct frame kept = *a;
  *a = *b;
  *b = kept;
}

static void push(struct lane *lane, struct frame f) {
  if (lane->count == lane->capacity) {
    lane->capacity = lane->capacity ? lane->capacity * 2 : 1024;
    lane->heap = realloc(lane->heap, lane->capacity * sizeof f);
    if (!lane->heap) fail("memory");
  }
  int i = lane->count++;
  lane->heap[i] = f;
  for (; i && before(&lane->heap[i], &lane->heap[(i - 1) / 2]); i = (i - 1) / 2)
    swap(&lane->heap[i], &lane->heap[(i - 1) / 2]);
}

static struct frame pop(struct lane *lane) {
  struct frame first = lane->heap[0];
  lane->heap[0] = lane->heap[--lane->count];
  for (int i = 0;;) {
    int child = 2 * i + 1;
    if (child >= lane->count) break;
    if (child + 1 < lane->count && before(&lane->heap[child + 1], &lane->heap[child])) child++;
    if (!before(&lane->heap[child], &lane->heap[i])) break;
    swap(&lane->heap[i], &lane->heap[child]);
    i = child;
  }
  return first;
}

/* A TAP device named `name` in the namespace `ns`; `back` is the namespace to return to. */
static int tap(const char *ns, const char *name, int back) {
  char path[256];
  snprintf(path, sizeof path, "/run/netns/%s", ns);
  int there = open(path, O_RDONLY | O_CLOEXEC);
  if (there < 0 || setns(there, CLONE_NEWNET)) fail(path);
  close(there);
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (device < 0 || ioctl(device, TUNSETIFF, &request)) fail("/dev/net/tun");
  if (setns(back, CLONE_NEWNET)) fail("setns");
  return device;
}

static unsigned be16(const unsigned char *p) { return p[0] << 8 | p[1]; }

static struct about inspect(const unsigned char *b, int length) {
  struct about about = {CONTROL, 0, length - HEADER};
  const unsigned char *ports = 0;
  int protocol = -1;
  unsigned type = length >= HEADER ? be16(b + 12) : 0;
  if (type == 0x0800 && length >= HEADER + 20) {
    about.family = 4;
    about.class = IPV4;
    protocol = b[HEADER + 9];
    if (!(be16(b + HEADER + 6) & 0x1fff)) ports = b + HEADER + (b[HEADER] & 15) * 4;
  } else if (type == 0x86dd && length >= HEADER + 40) {
    about.family = 6;
    about.class = IPV6;
    protocol = b[HEADER + 6];
    ports = b + HEADER + 40;
    int discovery = protocol == 58 && length > HEADER + 40 && ports[0] >= 133 && ports[0] <= 137;
    if (discovery) about.class = CONTROL;
  }
  int has_ports = ports && (protocol == 6 || protocol == 17) && ports + 4 <= b + length;
  if (has_ports && (be16(ports) == 53 || be16(ports + 2) == 53)) about.class = DNS;
  return about;
}

static int lost(struct about about) {
  if (field[CUT] > 0) return 1;
  if (about.class == CONTROL || about.class == DNS) return 0;
  return chance(field[LOSS]) || (field[MAXLEN] > 0 && about.ip_bytes > field[MAXLEN]);
}

static double delay_millis(struct about about) {
  if (about.class == CONTROL || (about.class == DNS && !(field[DELAYDNS] > 0))) return 0;
  double ms = field[DELAY];
  if (about.class == IPV4) ms += field[DELAY4];
  if (about.class == IPV6) ms += field[DELAY6];
  if (field[JITTER] > 0) ms += (drand48() * 2 - 1) * field[JITTER];
  return ms > 0 ? ms : 0;
}

/* The time that a slow link needs to send this frame after those before it; -1: its queue is full. */
static int64_t queueing(struct lane *lane, int length, int64_t t) {
  double limit = field[QUEUE] > 0 ? field[QUEUE] : DEFAULT_QUEUE_BYTES;
  double nanos_per_byte = 8e6 / field[RATE];
  if (lane->busy_until < t) lane->busy_until = t;
  if ((lane->busy_until - t) / nanos_per_byte > limit) return -1;
  lane->busy_until += length * nanos_per_byte;
  return (int64_t)(lane->busy_until - t);
}

/* Marks "congestion experienced" where the sender said that it understands (ECT). */
static void congest(unsigned char *b, int family) {
  unsigned char *ip = b + HEADER;
  if (family == 6 && (ip[1] & 0x30)) ip[1] |= 0x30;
  if (family != 4 || !(ip[1] & 3)) return;
  unsigned was = be16(ip);
  ip[1] |= 3;
  uint32_t sum = (~be16(ip + 10) & 0xffff) + (~was & 0xffff) + be16(ip); /* RFC 1624 */
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  ip[10] = ~sum >> 8;
  ip[11] = ~sum;
}

static void take(struct lane *lane, unsigned char *b, int length) {
  struct about about = inspect(b, length);
  lane->in++;
  lane->bytes += length;
  int64_t t = now(), due = t + (int64_t)(delay_millis(about) / 2 * 1e6);
  int64_t wait = 0;
  if (field[RATE] > 0 && about.class != CONTROL) wait = queueing(lane, length, t);
  if (lost(about) || wait < 0 || lane->count > QUEUED_MAX) {
    lane->dropped++;
    return;
  }
  due += wait;
  if (chance(field[REORDER])) {
    due = t;
  } else if (field[JITTER] <= 0) {
    int64_t *last = &lane->last_due[about.class];
    if (due < *last && !(field[REORDER] > 0)) due = *last;
    *last = due;
  }
  if (about.class != CONTROL && about.ip_bytes > 40 && chance(field[CORRUPT]))
    b[HEADER + 40 + (int)(drand48() * (about.ip_bytes - 40))] ^= 1 << (int)(drand48() * 8);
  if (chance(field[CE])) congest(b, about.family);
  for (int copies = chance(field[DUP]) ? 2 : 1; copies; copies--) {
    struct frame f = {due, next_sequence++, length, malloc(length)};
    if (!f.bytes) fail("memory");
    memcpy(f.bytes, b, length);
    push(lane, f);
  }
}

static void stats(const char *path) {
  FILE *out = fopen(path, "w");
  if (!out) return;
  for (int k = 0; k < 2; k++)
    fprintf(out, "%s in %lu out %lu dropped %lu bytes %lu queued %d\n", k ? "b>a" : "a>b",
            lanes[k].in, lanes[k].out, lanes[k].dropped, lanes[k].bytes, lanes[k].count);
  fclose(out);
}

static void obey(const char *line) {
  char word[200] = "";
  double value;
  int on;
  if (sscanf(line, "set %63s %lf", word, &value) == 2) {
    for (int i = 0; i < FIELDS; i++)
      if (!strcmp(word, names[i])) {
        field[i] = value;
        return;
      }
    fprintf(stderr, "no field %s\n", word);
  } else if (!strcmp(line, "reset")) {
    memset(field, 0, sizeof field);
  } else if (sscanf(line, "carrier %63s %d", word, &on) == 2) {
    if (ioctl(ends[word[0] == 'b'], TUNSETCARRIER, &on)) perror("carrier");
  } else if (sscanf(line, "stats %199s", word) == 1) {
    stats(word);
  } else {
    fprintf(stderr, "not understood: %s\n", line);
  }
}

static void read_control(int control) {
  static char line[1024];
  static int length;
  char b[1024];
  int n = read(control, b, sizeof b);
  for (int i = 0; i < n; i++) {
    if (b[i] == '\n') {
      line[length] = 0;
      obey(line);
      length = 0;
    } else if (length < (int)sizeof line - 1) {
      line[length++] = b[i];
    }
  }
}

/* Delivers what is due and returns when to look again. */
static int64_t deliver(void) {
  int64_t t = now(), next = t + 1000000000LL;
  for (int k = 0; k < 2; k++) {
    struct lane *lane = &lanes[k];
    while (lane->count && lane->heap[0].due <= t) {
      struct frame f = pop(lane);
      if (write(ends[!k], f.bytes, f.length) == f.length) lane->out++;
      else lane->dropped++;
      free(f.bytes);
    }
    if (lane->count && lane->heap[0].due < next) next = lane->heap[0].due;
  }
  return next;
}

static void carry(int control) {
  static unsigned char b[70000];
  for (;;) {
    int64_t wait = deliver() - now();
    if (wait < 0) wait = 0;
    struct timespec timeout = {wait / 1000000000LL, wait % 1000000000LL};
    struct pollfd polled[3] = {{ends[0], POLLIN, 0}, {ends[1], POLLIN, 0}, {control, POLLIN, 0}};
    if (ppoll(polled, 3, &timeout, 0) <= 0) continue;
    for (int k = 0; k < 2; k++)
      for (int i = 0; polled[k].revents & POLLIN && i < BURST; i++) {
        int length = read(ends[k], b, sizeof b);
        if (length <= 0) break;
        take(&lanes[k], b, length);
      }
    if (polled[2].revents & POLLIN) read_control(control);
  }
}

int main(int n, char **arguments) {
  if (n != 6) {
    fprintf(stderr, "usage: wire NS_A IF_A NS_B IF_B CONTROL\n");
    return 2;
  }
  prctl(PR_SET_TIMERSLACK, 1000UL);
  srand48(getenv("SEED") ? atol(getenv("SEED")) : 1);
  signal(SIGPIPE, SIG_IGN);
  int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  ends[0] = tap(arguments[1], arguments[2], here);
  ends[1] = tap(arguments[3], arguments[4], here);
  if (mkfifo(arguments[5], 0600) && errno != EEXIST) fail(arguments[5]);
  int control = open(arguments[5], O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (control < 0) fail(arguments[5]);
  puts("ready");
  fflush(stdout);
  carry(control);
}
