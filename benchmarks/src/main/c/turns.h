/*
 * The input and output that the contenders in C share. Each line of input is a turn:
 *
 *     FIRST_ADDRESS PORT HOSTS CHECKS IN_FLIGHT
 *
 * CHECKS checks of HOSTS consecutive IPv4 addresses from the first on, in turn, with IN_FLIGHT of them in flight. It is
 * answered by a line of
 *
 *     UP REFUSED FAILED UNANSWERED NANOSECONDS CPU_NANOSECONDS
 *
 * and the program ends with its input. Sockets are kept from turn to turn.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* More starts than this between two polls, and the first answers wait until the kernel completes their handshakes. */
enum { BURST = 256 };

/* After this time without any answer, the rest counts as unanswered. */
enum { PATIENCE_MILLIS = 3000 };

struct turn {
  uint32_t first; /* in the host's byte order */
  uint16_t port;
  long hosts, checks, in_flight;
};

struct counts {
  long up, refused, failed, unanswered;
};

static void fail(const char *call) {
  perror(call);
  exit(1);
}

static inline struct sockaddr_in target(const struct turn *turn, long check) {
  return (struct sockaddr_in){
      .sin_family = AF_INET,
      .sin_port = htons(turn->port),
      .sin_addr.s_addr = htonl(turn->first + (uint32_t)(check % turn->hosts)),
  };
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) < 0) fail("clock_gettime");
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void take_turns(void (*run)(const struct turn *, struct counts *)) {
  char line[128];
  while (fgets(line, sizeof line, stdin)) {
    char address[16];
    struct in_addr first;
    struct turn turn;
    if (sscanf(line, "%15s %hu %ld %ld %ld", address, &turn.port, &turn.hosts, &turn.checks, &turn.in_flight) != 5
        || inet_pton(AF_INET, address, &first) != 1 || turn.hosts < 1 || turn.checks < 1 || turn.in_flight < 1) {
      fprintf(stderr, "turn: %s (expected FIRST_ADDRESS PORT HOSTS CHECKS IN_FLIGHT)\n", line);
      exit(2);
    }
    turn.first = ntohl(first.s_addr);
    struct counts counts = {0};
    int64_t start = nanoseconds(CLOCK_MONOTONIC);
    int64_t cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    run(&turn, &counts);
    cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    int64_t end = nanoseconds(CLOCK_MONOTONIC);
    printf("%ld %ld %ld %ld %lld %lld\n", counts.up, counts.refused, counts.failed, counts.unanswered,
           (long long)(end - start), (long long)cpu);
    fflush(stdout);
  }
}
