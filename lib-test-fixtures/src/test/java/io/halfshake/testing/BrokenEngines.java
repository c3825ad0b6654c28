package io.halfshake.testing;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Engines that break one promise each, as contracts that must fail. Run by {@link ContractBitesIT} alone. */
final class BrokenEngines {
    private BrokenEngines() {}

    abstract static class Broken extends CheckerContract {
        private final PlainProvider provider;

        Broken(Handshake handshake, Supplier<Engine> engine) {
            provider = new PlainProvider(handshake, engine);
        }

        @Override
        protected CheckerBuilder builder() {
            return Checker.builder().engine(provider);
        }

        @Override
        protected int selfConnectAttempts() {
            return 10;
        }
    }

    /** Whatever happened, it was an answer. */
    static final class YesMan extends Broken {
        YesMan() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                Outcome judged(Probe probe, Outcome honest) {
                    return new Outcome.Answered(1, evidence(Signal.SYN_ACK, Handshake.FULL));
                }

                @Override
                public void expire(Probe probe) {
                    probe.complete(judged(probe, new Outcome.Silent(evidence(Signal.NONE, Handshake.FULL))));
                    cancel(probe);
                }
            });
        }
    }

    /** Its first finding about an address is never replaced. */
    static final class Stale extends Broken {
        Stale() {
            super(Handshake.FULL, () -> new PlainEngine() {
                private final Map<InetSocketAddress, Outcome> known = new ConcurrentHashMap<>();

                @Override
                Outcome judged(Probe probe, Outcome honest) {
                    return known.computeIfAbsent(probe.address(), address -> honest);
                }
            });
        }
    }

    /** Holds its own failures against the target. */
    static final class BlamesTheTarget extends Broken {
        BlamesTheTarget() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                Outcome failed(IOException cause) {
                    return new Outcome.Denied(DownReason.UNREACHABLE, -1, evidence(Signal.ICMP, Handshake.HALF));
                }
            });
        }
    }

    /** Completes its handshakes and denies it. */
    static final class Leaky extends Broken {
        Leaky() {
            super(Handshake.HALF, () -> new PlainEngine() {
                @Override
                public Handshake handshake() {
                    return Handshake.HALF;
                }
            });
        }
    }

    /** Takes itself for the target. */
    static final class Narcissus extends Broken {
        Narcissus() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                Socket socket(Probe probe) throws IOException {
                    Socket socket = super.socket(probe);
                    // What the kernel does now and then, done on purpose.
                    socket.setReuseAddress(true);
                    socket.bind(probe.address());
                    return socket;
                }

                @Override
                Outcome toItself() {
                    return new Outcome.Answered(1, evidence(Signal.SYN_ACK, Handshake.FULL));
                }
            });
        }
    }

    /** Goes where the JVM's proxy settings send it. */
    static final class Proxied extends Broken {
        Proxied() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                Socket socket(Probe probe) {
                    return new Socket();
                }
            });
        }
    }

    /** Gives up before its time. */
    static final class Impatient extends Broken {
        Impatient() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                public void start(Probe probe) {
                    probe.sent(System.nanoTime());
                    probe.complete(new Outcome.Denied(DownReason.TIMED_OUT, -1, evidence(Signal.NONE, Handshake.HALF)));
                }
            });
        }
    }

    /** Does not hear that the time is up. */
    static final class Deaf extends Broken {
        Deaf() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                public void expire(Probe probe) {}
            });
        }
    }

    /** Comes back with the answer, and not before. */
    static final class Blocking extends Broken {
        Blocking() {
            super(Handshake.FULL, () -> new PlainEngine() {
                @Override
                public void start(Probe probe) {
                    probe.sent(System.nanoTime());
                    Await.until(() -> false, Duration.ofMillis(100));
                    probe.complete(new Outcome.Denied(DownReason.TIMED_OUT, -1, evidence(Signal.NONE, Handshake.HALF)));
                }
            });
        }
    }

    /** Has a thread that never ends. */
    static final class Undying extends Broken {
        static final CountDownLatch END = new CountDownLatch(1);

        Undying() {
            super(Handshake.FULL, () -> {
                Thread thread = new Thread(Undying::live, "halfshake-undying");
                thread.setDaemon(true);
                thread.start();
                return new PlainEngine();
            });
        }

        @Override
        Duration threadEndTimeout() {
            return Duration.ofMillis(100);
        }

        private static void live() {
            try {
                END.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
