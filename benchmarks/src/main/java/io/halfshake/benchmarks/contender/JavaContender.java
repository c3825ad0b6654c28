package io.halfshake.benchmarks.contender;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Resend;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.benchmarks.workload.Workload;
import io.halfshake.linux.HalfOpen;
import java.util.List;

/** The contenders in Java, each run in a JVM of its own. The others are compared with the first. */
public enum JavaContender {
    BARE_FRESH("bare loop, a fresh socket each", WireKind.HALF, Extent.ANSWERED),
    BARE_REUSED("bare loop, reused sockets", WireKind.HALF, Extent.ANSWERED),
    BARE_REUSED_PORT("bare loop, reused sockets, a port each", WireKind.HALF, Extent.LOOPBACK_IF_NAMED),
    HALF_OPEN("half-open, checkAll", WireKind.HALF, Extent.ALL),
    HALF_OPEN_FUTURES("half-open, checkAsync", WireKind.HALF, Extent.ALL),
    HALF_OPEN_FRESH("half-open, fresh sockets, checkAll", WireKind.HALF, Extent.IF_NAMED),
    HALF_OPEN_JNA("half-open through JNA, checkAll", WireKind.HALF, Extent.IF_NAMED),
    SYN("syn, checkAll", WireKind.HALF, Extent.ALL),
    SYN_FUTURES("syn, checkAsync", WireKind.HALF, Extent.IF_NAMED),
    SYN_JNA("syn through JNA, checkAll", WireKind.HALF, Extent.IF_NAMED),
    CONNECT_PLATFORM("connect on platform threads, checkAsync", WireKind.HALF, Extent.ALL),
    CONNECT_VIRTUAL("connect on virtual threads, checkAsync", WireKind.HALF, Extent.ALL),
    NIO("NIO selector", WireKind.FULL, Extent.ALL),
    NETTY("Netty Bootstrap.connect", WireKind.FULL, Extent.ALL),
    SOCKET("Socket.connect, pool of 100", WireKind.FULL, Extent.POOL),
    SMALLRYE("SmallRye SocketHealthCheck, pool of 100", WireKind.FULL, Extent.POOL),
    COHORT("Cohort TcpHealthCheck, pool of 100", WireKind.FULL, Extent.POOL),
    HALF_OPEN_ONE("half-open, check, one thread", WireKind.HALF, Extent.ONE),
    SOCKET_ONE("Socket.connect, one thread", WireKind.FULL, Extent.ONE);

    /** The runs in which a contender takes part. */
    enum Extent {
        ALL,
        /** It has no deadline. */
        ANSWERED,
        /** Only with as many in flight as it has threads. */
        POOL,
        /** Only one check at a time, and without waiting for silent hosts. */
        ONE,
        /** Only if {@code --only} names it. */
        IF_NAMED,
        LOOPBACK_IF_NAMED
    }

    private final String text;
    private final WireKind wire;
    private final Extent extent;

    JavaContender(String text, WireKind wire, Extent extent) {
        this.text = text;
        this.wire = wire;
        this.extent = extent;
    }

    Prober prober(int inFlight) {
        return switch (this) {
            case BARE_FRESH -> new BareLoop(BareLoop.Sockets.FRESH);
            case BARE_REUSED -> new BareLoop(BareLoop.Sockets.REUSED);
            case BARE_REUSED_PORT -> new BareLoop(BareLoop.Sockets.REUSED_OWN_PORT);
            case HALF_OPEN, HALF_OPEN_JNA -> halfOpen(inFlight, true, false);
            case HALF_OPEN_FUTURES -> halfOpen(inFlight, true, true);
            case HALF_OPEN_FRESH -> halfOpen(inFlight, false, false);
            case SYN, SYN_JNA -> engine("syn", inFlight, false);
            case SYN_FUTURES -> engine("syn", inFlight, true);
            case CONNECT_PLATFORM, CONNECT_VIRTUAL -> engine("connect", inFlight, true);
            case NIO -> new NioSelector();
            case NETTY -> new NettyConnect();
            case SOCKET -> new ThreadPool(new SocketCheck(), ThreadPool.THREADS);
            case SMALLRYE -> new ThreadPool(new SmallRyeCheck(), ThreadPool.THREADS);
            case COHORT -> new ThreadPool(new CohortCheck(), ThreadPool.THREADS);
            case HALF_OPEN_ONE -> new ThreadPool(new HalfshakeCheck(halfOpen(inFlight, true)), 1);
            case SOCKET_ONE -> new ThreadPool(new SocketCheck(), 1);
        };
    }

    private static Prober halfOpen(int inFlight, boolean reuse, boolean futures) {
        return new HalfshakeProber(halfOpen(inFlight, reuse), futures);
    }

    private static Checker halfOpen(int inFlight, boolean reuse) {
        return build(Checker.builder().engine(new HalfOpen().reuseSockets(reuse).provider()), inFlight);
    }

    private static Prober engine(String name, int inFlight, boolean futures) {
        return new HalfshakeProber(build(Checker.builder().engine(name), inFlight), futures);
    }

    /** One SYN per check, as all others send. */
    private static Checker build(CheckerBuilder builder, int inFlight) {
        return builder.maxInFlight(inFlight).resend(Resend.never()).build();
    }

    /** What its JVM is started with besides. */
    List<String> jvmOptions() {
        return switch (this) {
            case HALF_OPEN_JNA, SYN_JNA -> List.of("-Dhalfshake.system-calls=jna");
            default -> List.of();
        };
    }

    public String text() {
        return text;
    }

    WireKind wire() {
        return wire;
    }

    public boolean isOnlyIfNamed() {
        return extent == Extent.IF_NAMED || extent == Extent.LOOPBACK_IF_NAMED;
    }

    public boolean takesPart(Workload workload, int inFlight) {
        return switch (extent) {
            case ALL, IF_NAMED -> true;
            case ANSWERED -> workload.expected() != Expected.SILENT;
            case POOL -> inFlight == ThreadPool.THREADS;
            case ONE -> inFlight == 1 && workload.expected() != Expected.SILENT;
            case LOOPBACK_IF_NAMED -> !workload.isInLab();
        };
    }

    public boolean isIncluded(Options options) {
        return options.includes(text()) && !(options.only().isEmpty() && isOnlyIfNamed());
    }
}
