package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InFlightLimiterTest {
    private final List<Waiter> granted = new ArrayList<>();

    /** Keeps its slot until told otherwise. */
    private class Waiter extends InFlightLimiter.Waiter {
        @Override
        void granted() {
            granted.add(this);
        }

        @Override
        void due(long now) {
            throw new AssertionError("not scheduled");
        }
    }

    private Waiter acquire(InFlightLimiter limiter) {
        return acquire(limiter, new Waiter());
    }

    private static <W extends InFlightLimiter.Waiter> W acquire(InFlightLimiter limiter, W waiter) {
        if (limiter.take(waiter)) {
            waiter.granted();
        }
        return waiter;
    }

    @Test
    void freeSlots_areGrantedAtOnce() {
        InFlightLimiter limiter = new InFlightLimiter(2);
        Waiter first = acquire(limiter);
        Waiter second = acquire(limiter);
        acquire(limiter);

        assertThat(granted).containsExactly(first, second);
        assertThat(limiter.taken()).isEqualTo(2);
        assertThat(limiter.waiting()).isEqualTo(1);
    }

    @Test
    void slots_areGrantedInRequestOrder() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        List<Waiter> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(acquire(limiter));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(granted).containsExactlyElementsOf(all.subList(0, i + 1));
            limiter.leave(all.get(i));
        }

        assertThat(limiter.taken()).isZero();
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void waiterThatLeaves_isSkippedAnywhereInTheQueue() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        Waiter head = acquire(limiter);
        Waiter second = acquire(limiter);
        Waiter middle = acquire(limiter);
        Waiter fourth = acquire(limiter);
        Waiter tail = acquire(limiter);

        limiter.leave(head);
        limiter.leave(middle);
        limiter.leave(tail);
        assertThat(limiter.waiting()).isEqualTo(2);
        limiter.leave(holder);
        limiter.leave(second);
        limiter.leave(fourth);

        assertThat(granted).containsExactly(holder, second, fourth);
        assertThat(limiter.taken()).isZero();
    }

    @Test
    void waiter_waitsFromWhenItAskedUntilItIsGranted() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        assertThat(limiter.isWaiting(holder)).isFalse();
        assertThat(limiter.isWaiting(new Waiter())).isFalse();
        Waiter waiter = acquire(limiter);
        assertThat(limiter.isWaiting(waiter)).isTrue();
        limiter.leave(holder);
        assertThat(limiter.isWaiting(waiter)).isFalse();
    }

    @Test
    void secondLeave_changesNothing() {
        InFlightLimiter limiter = new InFlightLimiter(2);
        Waiter holder = acquire(limiter);
        Waiter other = acquire(limiter);
        Waiter waiter = acquire(limiter);
        Waiter last = acquire(limiter);

        limiter.leave(waiter);
        limiter.leave(waiter);
        limiter.leave(new Waiter());
        assertThat(limiter.taken()).isEqualTo(2);
        assertThat(limiter.waiting()).isEqualTo(1);
        limiter.leave(holder);
        limiter.leave(holder);

        assertThat(granted).containsExactly(holder, other, last);
        assertThat(limiter.taken()).isEqualTo(2);
    }

    @Test
    void slotGivenBack_isFreeAndIsGrantedLater() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        assertThat(limiter.giveBack(holder)).as("waited for").isFalse();
        assertThat(limiter.taken()).isZero();

        acquire(limiter, holder);
        Waiter waiter = acquire(limiter);
        assertThat(limiter.giveBack(holder)).as("waited for").isTrue();
        assertThat(granted).doesNotContain(waiter);
        assertThat(limiter.giveBack(holder)).as("still waited for").isTrue();

        limiter.grantWaiting();
        assertThat(granted).containsExactly(holder, holder, waiter);
        assertThat(limiter.taken()).isEqualTo(1);
    }

    @Test
    void waiterThatLeft_mayQueueAgain() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        Waiter waiter = acquire(limiter);
        limiter.leave(waiter);
        acquire(limiter, waiter);

        limiter.leave(holder);

        assertThat(granted).containsExactly(holder, waiter);
    }

    @Test
    void newWaiter_doesNotOvertakeTheQueue() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        Waiter newcomer = new Waiter();
        acquire(limiter, new Waiter() {
            @Override
            void granted() {
                limiter.leave(this);
                acquire(limiter, newcomer);
            }
        });
        Waiter next = acquire(limiter);

        limiter.leave(holder);
        assertThat(granted).containsExactly(holder, next);
        limiter.leave(next);

        assertThat(granted).containsExactly(holder, next, newcomer);
    }

    @Test
    void hasWaited_isTrueOnlyForQueuedWaiters() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        Waiter holder = acquire(limiter);
        Waiter waiter = acquire(limiter);

        limiter.leave(holder);

        assertThat(holder.hasWaited()).isFalse();
        assertThat(waiter.hasWaited()).isTrue();
    }

    @Test
    void longQueueReleasedAtOnce_doesNotOverflowTheStack() {
        InFlightLimiter limiter = new InFlightLimiter(1);
        AtomicInteger served = new AtomicInteger();
        Waiter holder = acquire(limiter);
        for (int i = 0; i < 100_000; i++) {
            acquire(limiter, new Waiter() {
                @Override
                void granted() {
                    served.incrementAndGet();
                    limiter.leave(this);
                }
            });
        }

        limiter.leave(holder);

        assertThat(granted).containsExactly(holder);
        assertThat(served).hasValue(100_000);
        assertThat(limiter.taken()).isZero();
    }

    @Test
    void waiterThatThrows_doesNotStopLaterGrants() {
        InFlightLimiter limiter = new InFlightLimiter(2);
        Waiter holder = acquire(limiter);
        Waiter other = acquire(limiter);
        InFlightLimiter.Waiter throwing = acquire(limiter, new Waiter() {
            @Override
            void granted() {
                throw new Terse();
            }
        });
        Waiter next = acquire(limiter);
        Waiter last = acquire(limiter);

        limiter.leave(holder);
        assertThat(granted).containsExactly(holder, other);
        limiter.leave(other);
        limiter.leave(throwing);

        assertThat(granted).containsExactly(holder, other, next, last);
        assertThat(limiter.taken()).isEqualTo(2);
    }

    /** It ends in the log, where the stack of a test is of no use. */
    private static final class Terse extends Error {
        private static final long serialVersionUID = 1;

        Terse() {
            super("thrown by a test", null, false, false);
        }
    }

    @Test
    @Timeout(600)
    void concurrentWaiters_areAllServedWithinTheLimit() throws InterruptedException {
        int slots = 3;
        int threads = 4;
        int each = 10_000;
        InFlightLimiter limiter = new InFlightLimiter(slots);
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch served = new CountDownLatch(threads * each);
        ExecutorService releasers = Executors.newFixedThreadPool(2);
        ExecutorService askers = Executors.newFixedThreadPool(threads);
        try {
            for (int t = 0; t < threads; t++) {
                Random random = new Random(t);
                askers.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        boolean elsewhere = random.nextBoolean();
                        acquire(limiter, new Waiter() {
                            @Override
                            void granted() {
                                most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                                if (elsewhere) {
                                    releasers.execute(this::done);
                                } else {
                                    done();
                                }
                            }

                            private void done() {
                                holding.decrementAndGet();
                                served.countDown();
                                limiter.leave(this);
                            }
                        });
                    }
                });
            }
            assertThat(served.await(60, TimeUnit.SECONDS)).as("all served").isTrue();
        } finally {
            askers.shutdown();
            releasers.shutdown();
        }
        assertThat(releasers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(slots).isPositive();
        assertThat(limiter.taken()).isZero();
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    @Timeout(600)
    void leaveDuringGrant_losesNoSlot() throws InterruptedException {
        InFlightLimiter limiter = new InFlightLimiter(2);
        AtomicInteger grants = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    Waiter impatient = new Waiter() {
                        @Override
                        void granted() {
                            grants.incrementAndGet();
                            limiter.leave(this);
                        }
                    };
                    acquire(limiter, impatient);
                    limiter.leave(impatient);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(limiter.taken()).isZero();
        assertThat(limiter.waiting()).isZero();
        assertThat(grants.get()).isPositive();
    }
}
