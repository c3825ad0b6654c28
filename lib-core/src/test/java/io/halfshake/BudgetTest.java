package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class BudgetTest {
    private final List<Waiter> granted = new ArrayList<>();

    /** Keeps its slot until told otherwise. */
    private class Waiter extends Budget.Waiter {
        @Override
        void granted() {
            granted.add(this);
        }

        @Override
        void due(long now) {
            throw new AssertionError("not scheduled");
        }
    }

    private Waiter acquire(Budget budget) {
        Waiter waiter = new Waiter();
        budget.acquire(waiter);
        return waiter;
    }

    @Test
    void freeSlotsAreGrantedAtOnce() {
        Budget budget = new Budget(2);
        Waiter first = acquire(budget);
        Waiter second = acquire(budget);
        acquire(budget);

        assertThat(granted).containsExactly(first, second);
        assertThat(budget.taken()).isEqualTo(2);
        assertThat(budget.waiting()).isEqualTo(1);
    }

    @Test
    void slotsAreGrantedInTheOrderOfAsking() {
        Budget budget = new Budget(1);
        List<Waiter> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(acquire(budget));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(granted).containsExactlyElementsOf(all.subList(0, i + 1));
            budget.release();
        }

        assertThat(budget.taken()).isZero();
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void whoLeavesIsPassedOverWhereverHeStands() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        Waiter head = acquire(budget);
        Waiter second = acquire(budget);
        Waiter middle = acquire(budget);
        Waiter fourth = acquire(budget);
        Waiter tail = acquire(budget);

        budget.leave(head);
        budget.leave(middle);
        budget.leave(tail);
        assertThat(budget.waiting()).isEqualTo(2);
        budget.release();
        budget.release();
        budget.release();

        assertThat(granted).containsExactly(holder, second, fourth);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void leavingTwiceOrWithASlotChangesNothing() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        Waiter waiter = acquire(budget);
        Waiter last = acquire(budget);

        budget.leave(holder);
        budget.leave(waiter);
        budget.leave(waiter);
        budget.leave(new Waiter());

        assertThat(budget.taken()).isEqualTo(1);
        assertThat(budget.waiting()).isEqualTo(1);
        budget.release();
        assertThat(granted).containsExactly(holder, last);
    }

    @Test
    void whoLeftMayQueueAgain() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        Waiter waiter = acquire(budget);
        budget.leave(waiter);
        budget.acquire(waiter);

        budget.release();

        assertThat(granted).containsExactly(holder, waiter);
    }

    @Test
    void aNewcomerDoesNotOvertakeWhileASlotIsHandedOn() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        Waiter newcomer = new Waiter();
        budget.acquire(new Waiter() {
            @Override
            void granted() {
                budget.release();
                budget.acquire(newcomer);
            }
        });
        Waiter next = acquire(budget);

        budget.release();
        assertThat(granted).containsExactly(holder, next);
        budget.release();

        assertThat(granted).containsExactly(holder, next, newcomer);
    }

    @Test
    void whetherItWaitedIsToldWhenItIsGranted() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        Waiter waiter = acquire(budget);

        budget.release();

        assertThat(holder.hasWaited()).isFalse();
        assertThat(waiter.hasWaited()).isTrue();
    }

    @Test
    void aLongQueueOfInstantFailuresDoesNotOverflowTheStack() {
        Budget budget = new Budget(1);
        AtomicInteger served = new AtomicInteger();
        Waiter holder = acquire(budget);
        for (int i = 0; i < 100_000; i++) {
            budget.acquire(new Waiter() {
                @Override
                void granted() {
                    served.incrementAndGet();
                    budget.release();
                }
            });
        }

        budget.release();

        assertThat(granted).containsExactly(holder);
        assertThat(served).hasValue(100_000);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aWaiterThatThrowsDoesNotStopLaterGrants() {
        Budget budget = new Budget(1);
        Waiter holder = acquire(budget);
        budget.acquire(new Waiter() {
            @Override
            void granted() {
                throw new IllegalStateException("thrown by a test");
            }
        });
        Waiter next = acquire(budget);

        assertThatThrownBy(budget::release).isInstanceOf(IllegalStateException.class);
        budget.release();

        assertThat(granted).containsExactly(holder, next);
    }

    @Test
    @Timeout(120)
    void manyThreadsNeverTakeMoreThanThereIsAndEverybodyIsServed() throws InterruptedException {
        int slots = 3;
        int threads = 4;
        int each = 10_000;
        Budget budget = new Budget(slots);
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
                        budget.acquire(new Waiter() {
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
                                budget.release();
                            }
                        });
                    }
                });
            }
            assertThat(served.await(60, TimeUnit.SECONDS))
                    .as("everybody served")
                    .isTrue();
        } finally {
            askers.shutdown();
            releasers.shutdown();
        }
        assertThat(releasers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(slots).isPositive();
        assertThat(budget.taken()).isZero();
        assertThat(budget.waiting()).isZero();
    }

    @Test
    @Timeout(120)
    void leavingAndGrantingAtOnceLosesNoSlot() throws InterruptedException {
        Budget budget = new Budget(2);
        AtomicInteger grants = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    Waiter impatient = new Waiter() {
                        @Override
                        void granted() {
                            grants.incrementAndGet();
                            budget.release();
                        }
                    };
                    budget.acquire(impatient);
                    budget.leave(impatient);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(budget.taken()).isZero();
        assertThat(budget.waiting()).isZero();
        assertThat(grants.get()).isPositive();
    }
}
