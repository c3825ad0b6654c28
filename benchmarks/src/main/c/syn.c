/*
 * Raw SYNs, up to 64 in a system call, on one thread. The kernel answers a SYN-ACK with a RST by itself. Needs
 * CAP_NET_RAW.
 *
 *     gcc -std=c11 -O2 -o syn syn.c
 *     echo 127.0.0.1 8080 1 500000 100 | ./syn
 */
#define _GNU_SOURCE
#include "turns.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The ports below the range that the kernel gives to sockets which do not ask for one. */
enum { FIRST_PORT = 32768 - 20000, PORTS = 20000 };

enum { BATCH = 64, RECEIVE_BUFFER = 64 << 20 };

struct packet {
  struct iphdr ip;
  struct tcphdr tcp;
  uint8_t mss[4];
};

struct answer {
  uint8_t bytes[128];
};

/* A local port, with at most one SYN in flight: an answer names its SYN by the port, and proves it by the number. */
struct probe {
  bool busy;
  in_addr_t target;
  uint32_t sequence;
};

static int raw;
static struct probe probes[PORTS];
static uint16_t idle[PORTS]; /* ports, the one longest idle first */
static long port_count, first_idle, idle_count;
static struct packet packets[BATCH];
static struct sockaddr_in targets[BATCH];
static struct mmsghdr sent[BATCH];
static struct answer answers[BATCH];
static struct mmsghdr received[BATCH];

static void prepare(void) {
  raw = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (raw < 0) fail("socket(SOCK_RAW)");
  int on = 1, size = RECEIVE_BUFFER;
  if (setsockopt(raw, IPPROTO_IP, IP_HDRINCL, &on, sizeof on) < 0) fail("setsockopt(IP_HDRINCL)");
  /* Without CAP_NET_ADMIN it is what the kernel allows; answers that find no room are counted as unanswered. */
  if (setsockopt(raw, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0
      && setsockopt(raw, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) < 0) {
    fail("setsockopt(SO_RCVBUF)");
  }
  /* Only packets to our ports. */
  struct sock_filter code[] = {
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
      BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_PORT, 0, 2),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_PORT + PORTS, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, sizeof(struct answer)),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  if (setsockopt(raw, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) < 0) fail("setsockopt(SO_ATTACH_FILTER)");

  static struct iovec out[BATCH], in[BATCH];
  for (int i = 0; i < BATCH; i++) {
    packets[i] = (struct packet){
        .ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP, .frag_off = htons(0x4000)},
        .tcp = {.doff = (sizeof packets->tcp + sizeof packets->mss) / 4, .syn = 1, .window = htons(64240)},
        .mss = {2, 4, 1460 >> 8, 1460 & 0xff},
    };
    out[i] = (struct iovec){&packets[i], sizeof packets[i]};
    sent[i].msg_hdr = (struct msghdr){
        .msg_name = &targets[i], .msg_namelen = sizeof targets[i], .msg_iov = &out[i], .msg_iovlen = 1};
    in[i] = (struct iovec){&answers[i], sizeof answers[i]};
    received[i].msg_hdr = (struct msghdr){.msg_iov = &in[i], .msg_iovlen = 1};
  }
}

static void add_idle(uint16_t port) {
  idle[(first_idle + idle_count++) % PORTS] = port;
}

/* Binds sockets that neither listen nor connect to ports, so that nobody else gets these and each SYN-ACK is reset. */
static void hold_ports(long wanted) {
  static int next = FIRST_PORT + PORTS - 1;
  for (; port_count < wanted && next >= FIRST_PORT; next--) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)next)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("socket");
    if (bind(fd, (struct sockaddr *)&own, sizeof own) == 0) {
      port_count++;
      add_idle((uint16_t)next);
    } else if (errno == EADDRINUSE) {
      close(fd);
    } else {
      fail("bind");
    }
  }
  if (port_count < wanted) {
    fprintf(stderr, "in flight: %ld (expected <= %ld, the number of free ports)\n", wanted, port_count);
    exit(2);
  }
}

static in_addr_t source_address(const struct turn *turn) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in to = target(turn, 0), own;
  socklen_t length = sizeof own;
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0
      || getsockname(fd, (struct sockaddr *)&own, &length) < 0) {
    fail("source address");
  }
  close(fd);
  return own.sin_addr.s_addr;
}

static uint32_t sum(const void *from, size_t length) {
  uint32_t all = 0;
  for (size_t i = 0; i < length; i += 2) {
    uint16_t word;
    memcpy(&word, (const char *)from + i, sizeof word);
    all += word;
  }
  return all;
}

static uint16_t checksum(const struct packet *packet) {
  uint32_t length = sizeof packet->tcp + sizeof packet->mss;
  uint32_t all = sum(&packet->ip.saddr, 8) + htons(IPPROTO_TCP) + htons((uint16_t)length) + sum(&packet->tcp, length);
  while (all >> 16) all = (all & 0xffff) + (all >> 16);
  return (uint16_t)~all;
}

static void write_syn(int i, struct sockaddr_in to, in_addr_t source) {
  static uint32_t sequence;
  uint16_t port = idle[first_idle];
  first_idle = (first_idle + 1) % PORTS;
  idle_count--;
  sequence += 2654435761U;
  probes[port - FIRST_PORT] = (struct probe){true, to.sin_addr.s_addr, sequence};
  targets[i] = to;
  struct packet *packet = &packets[i];
  packet->ip.saddr = source;
  packet->ip.daddr = to.sin_addr.s_addr;
  packet->tcp.source = htons(port);
  packet->tcp.dest = to.sin_port;
  packet->tcp.seq = htonl(sequence);
  packet->tcp.check = 0;
  packet->tcp.check = checksum(packet);
}

static void release(uint16_t port) {
  probes[port - FIRST_PORT].busy = false;
  add_idle(port);
}

/* Returns whether it ended a check. */
static bool read_answer(const struct answer *answer, size_t length, in_port_t from, struct counts *counts) {
  struct iphdr ip;
  struct tcphdr tcp;
  if (length < sizeof ip) return false;
  memcpy(&ip, answer->bytes, sizeof ip);
  if (length < ip.ihl * 4U + sizeof tcp) return false;
  memcpy(&tcp, answer->bytes + ip.ihl * 4U, sizeof tcp);
  uint16_t port = ntohs(tcp.dest);
  /* What came before the filter was attached may be to any port. */
  if (port < FIRST_PORT || port >= FIRST_PORT + PORTS) return false;
  struct probe *probe = &probes[port - FIRST_PORT];
  if (!probe->busy || probe->target != ip.saddr || tcp.source != from || !tcp.ack
      || ntohl(tcp.ack_seq) != probe->sequence + 1 || !(tcp.syn || tcp.rst)) {
    return false;
  }
  if (tcp.rst) {
    counts->refused++;
  } else {
    counts->up++;
  }
  release(port);
  return true;
}

static void run(const struct turn *turn, struct counts *counts) {
  hold_ports(turn->in_flight);
  in_addr_t source = source_address(turn);
  long started = 0, running = 0;
  while (started < turn->checks || running > 0) {
    int written = 0;
    while (written < BATCH && running < turn->in_flight && started < turn->checks) {
      write_syn(written++, target(turn, started++), source);
      running++;
    }
    for (int from = 0; from < written;) {
      int done = sendmmsg(raw, sent + from, (unsigned)(written - from), 0);
      if (done < 0) fail("sendmmsg");
      from += done;
    }
    bool may_start = running < turn->in_flight && started < turn->checks;
    int count = recvmmsg(raw, received, BATCH, 0, NULL);
    if (count < 0 && errno != EAGAIN) fail("recvmmsg");
    for (int i = 0; i < count; i++) {
      running -= read_answer(&answers[i], received[i].msg_len, htons(turn->port), counts);
    }
    if (count < 0 && !may_start) {
      struct pollfd waiting = {.fd = raw, .events = POLLIN};
      if (poll(&waiting, 1, PATIENCE_MILLIS) == 0) {
        counts->unanswered += running + turn->checks - started;
        for (int i = 0; i < PORTS; i++) {
          if (probes[i].busy) release((uint16_t)(FIRST_PORT + i));
        }
        return;
      }
    }
  }
}

int main(void) {
  prepare();
  take_turns(run);
  return 0;
}
