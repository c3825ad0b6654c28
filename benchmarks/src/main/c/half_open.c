/*
 * Half-open checks with epoll on one thread: SYN, SYN-ACK, RST.
 *
 * "fresh" is what one writes first: socket, setsockopt twice, epoll_ctl, connect, getsockopt(SO_ERROR) and close for
 * each check. "reused" makes the system calls of Java's bare loop with reused sockets: connect, and connect(AF_UNSPEC),
 * which resets the connection and readies the socket for the next check.
 *
 *     gcc -std=c11 -O2 -o half_open half_open.c
 *     echo 127.0.0.1 8080 1 500000 100 | ./half_open fresh
 */
#define _GNU_SOURCE
#include "turns.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_DESCRIPTORS = 1 << 16, MAX_EVENTS = 4096 };

static bool reused;
static int epoll;
static bool busy[MAX_DESCRIPTORS];
static int resting[MAX_DESCRIPTORS];
static int resting_count;

static int open_socket(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  if (fd >= MAX_DESCRIPTORS) {
    errno = EMFILE;
    fail("socket");
  }
  /* Closed or disconnected, it sends a RST. */
  struct linger reset = {.l_onoff = 1, .l_linger = 0};
  if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0) fail("setsockopt(SO_LINGER)");
  /* Either holds the ACK back. Only TCP_DEFER_ACCEPT survives a disconnect. */
  int option = reused ? TCP_DEFER_ACCEPT : TCP_QUICKACK;
  int value = reused ? 1 : 0;
  if (setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value) < 0) fail("setsockopt(IPPROTO_TCP)");
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
  return fd;
}

static void release(int fd) {
  busy[fd] = false;
  if (reused) {
    struct sockaddr_in none = {.sin_family = AF_UNSPEC};
    if (connect(fd, (struct sockaddr *)&none, sizeof none) < 0) fail("connect(AF_UNSPEC)");
    resting[resting_count++] = fd;
  } else {
    close(fd);
  }
}

static void count(int error, struct counts *counts) {
  if (error == 0) {
    counts->up++;
  } else if (error == ECONNREFUSED) {
    counts->refused++;
  } else {
    counts->failed++;
  }
}

/* Returns whether the check is in flight. */
static bool start(const struct turn *turn, long check, struct counts *counts) {
  int fd = resting_count > 0 ? resting[--resting_count] : open_socket();
  struct sockaddr_in to = target(turn, check);
  if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
    count(errno, counts);
    release(fd);
    return false;
  }
  busy[fd] = true;
  return true;
}

/* Returns whether the check has ended. */
static bool answered(const struct epoll_event *event, struct counts *counts) {
  int fd = event->data.fd;
  /* A disconnected socket may still have an event. */
  if (!busy[fd] || !(event->events & EPOLLOUT)) return false;
  int error = 0;
  if (!reused || event->events & EPOLLERR) {
    socklen_t length = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) fail("getsockopt(SO_ERROR)");
  }
  count(error, counts);
  release(fd);
  return true;
}

static void run(const struct turn *turn, struct counts *counts) {
  static struct epoll_event events[MAX_EVENTS];
  long started = 0, running = 0;
  while (started < turn->checks || running > 0) {
    for (int i = 0; i < BURST && running < turn->in_flight && started < turn->checks; i++) {
      running += start(turn, started++, counts);
    }
    bool may_start = running < turn->in_flight && started < turn->checks;
    int ready = epoll_wait(epoll, events, MAX_EVENTS, may_start || running == 0 ? 0 : PATIENCE_MILLIS);
    /* A process that was stopped and continued gets EINTR. */
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    if (ready == 0 && !may_start && running > 0) {
      counts->unanswered += running + turn->checks - started;
      for (int fd = 0; fd < MAX_DESCRIPTORS; fd++) {
        if (busy[fd]) release(fd);
      }
      return;
    }
    for (int i = 0; i < ready; i++) running -= answered(&events[i], counts);
  }
}

int main(int argc, char **argv) {
  if (argc != 2 || (strcmp(argv[1], "fresh") != 0 && strcmp(argv[1], "reused") != 0)) {
    fprintf(stderr, "usage: %s fresh|reused\n", argv[0]);
    return 2;
  }
  reused = strcmp(argv[1], "reused") == 0;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) fail("epoll_create1");
  take_turns(run);
  return 0;
}
