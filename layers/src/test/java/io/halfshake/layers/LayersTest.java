package io.halfshake.layers;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dependencies between packages, and between files of two of them, that docs/architecture.md shows. */
class LayersTest {
    private static final Pattern OF_A_MEMBER = Pattern.compile(
            "io\\.halfshake\\.cluster\\.(ClusterMonitor|MemberLoop|Proposer|Quorum|OwnTargets|Confirmation|TargetRequests"
                    + "|Delivery|Checkpoints|StateViews|WallTime|EvidenceFormat|DeclaredTargets|Declaration|TargetArguments).*");
    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final String ROOT = "io.halfshake";
    private static final String SPI = "io.halfshake.spi..";
    private static final String INTERNAL = "io.halfshake.internal..";
    private static final String CONNECT = "io.halfshake.connect..";
    private static final String MONITOR = "io.halfshake.monitor..";
    private static final String DIAGNOSIS = "io.halfshake.diagnosis..";
    private static final String RETRY = "io.halfshake.retry..";
    private static final String LINUX = "io.halfshake.linux..";
    private static final String CLUSTER = "io.halfshake.cluster..";
    private static final String CLUSTER_SPI = "io.halfshake.cluster.spi..";
    private static final String CLUSTER_JDBC = "io.halfshake.cluster.jdbc..";
    private static final String MICROMETER = "io.halfshake.micrometer..";
    private static final String SERVER = "io.halfshake.server..";
    private static final String CLI = "io.halfshake.cli..";
    private static final String TESTING = "io.halfshake.testing..";
    private static final String SPRING = "io.halfshake.spring..";
    private static final String MICROPROFILE = "io.halfshake.microprofile..";

    /** What applications have on their paths: all but the tools. */
    private static final String[] LIBRARIES = {
        ROOT,
        SPI,
        INTERNAL,
        CONNECT,
        MONITOR,
        DIAGNOSIS,
        RETRY,
        LINUX,
        TESTING,
        CLUSTER,
        MICROMETER,
        SPRING,
        MICROPROFILE
    };

    private static final FileLayers LINUX_FILES = new FileLayers("io.halfshake.linux")
            .layer("names, errors", "EngineNames Errno SystemCallException CauseText TransientCauses LoopWarning")
            .layer(
                    "system calls",
                    "LibC ForeignLinker LinkedFunctions FfmLibC JnaLibC JnaBinding NativeInterface NativeInterfaces"
                            + " LibCBinding NativeMemory SocketAddresses MmsgBuffers TcpInfo EpollEvents EpollCalls"
                            + " SystemCalls NativeCalls SocketOptions")
            .layer("event loop", "LoopTask EpollHandler EpollRegistration EventLoop")
            .layer(
                    "event loops",
                    "EndSignal TaskQueue LoopTimers LoopClock WakeUp EpollRegistrations EpollLoop NettyLoop NettyLoops"
                            + " EventLoops")
            .layer(
                    "this machine",
                    "DescriptorBudget ReservedPorts SourceAddressCache RouteChanges LocalAddresses ListenerLookup")
            .layer(
                    "engine loop",
                    "LoopProbe Inbox FinalReads OutcomeQueue LoopShutdown LoopOutcomes EngineLoop LoopSlot LoopEngine")
            .layer("sockets", "HalfOpenSocket HalfOpenProbe Flow PacketSocket Transmission PacketProbe")
            .layer("findings", "ConnectErrors IcmpErrors RouteCheck UnsentSyns RecentReplies LocalListeners")
            .layer("packet formats", "ParsedReply Segments SegmentFilter SipHash PacketFormat SynFormat EchoFormat")
            .layer(
                    "packet loop",
                    "PacketSettings RateLimiter ResendWheel SendLimit ProbeQueue HostQueue HostQueues PacketReader"
                            + " PacketSender PacketLoop PacketEngine")
            .layer(
                    "half-open loop",
                    "SocketFactory WaitingSockets IdleSockets RetiredSockets HalfOpenReader SocketPool SocketCleaner"
                            + " HalfOpenLoop")
            .layer("setups", "LinuxSetup HalfOpen PacketSetup Syn Echo")
            .layer("factories", "HalfOpenEngineFactory PacketEngineFactory")
            .layer("self-tests", "EngineTrial SelfTest PacketSelfTest SelfTestCache")
            .layer("providers", "HalfOpenProvider PacketProvider SynProvider EchoProvider")
            .exception("HalfOpenSocket", "HalfOpenProbe")
            .exception("Transmission", "PacketProbe")
            .exception("HalfOpen", "HalfOpenProvider")
            .exception("Syn", "SynProvider")
            .exception("Echo", "EchoProvider");

    private static final FileLayers MONITOR_FILES = new FileLayers("io.halfshake.monitor")
            .layer("time, counting", "ClockSample TimeSpans StallDetector Histogram")
            .layer("findings", "TargetState TimeBounds CheckCounts RoundTripPercentiles Outage OutageHistory Blindness")
            .layer(
                    "reports",
                    "TargetStatus TargetSummary TargetCheckpoint TargetResult Transition TransitionLog MonitorListener"
                            + " MonitorStats MonitorSnapshot MonitorView")
            .layer(
                    "shared by targets",
                    "TargetSettings EffectiveSettings WitnessSettings StartSpread Interner MonitorContext")
            .layer(
                    "one target",
                    "Thresholds PackedResult OutageBounds OutageRecorder TargetHistory MonitoredTarget PendingResults")
            .layer("delivery", "EventQueue ListenerCalls ListenerDispatcher Listeners TransitionEvent BlindnessEvent")
            .layer("witnesses", "CheckFailures BlindnessTracker WitnessSchedule WitnessRound Witnesses")
            .layer("schedule", "CheckTotals CheckScheduler")
            .layer("monitor", "MonitorDescription TargetRegistry Monitor MonitorBuilder")
            .exception("Monitor", "MonitorBuilder");

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.halfshake");
    }

    private static void needsNone(String of, String... others) {
        noClasses()
                .that(resideInAPackage(of))
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .check(classes);
    }

    @Test
    void root_needsNoEngineAndNothingBuiltOnIt() {
        needsNone(ROOT, CONNECT, LINUX, MONITOR, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
    }

    /** The two name each other: an engine is given to a builder, and its outcomes carry evidence. */
    @Test
    void spi_needsOnlyPublicTypesOfTheRoot() {
        needsNone(SPI, INTERNAL, CONNECT, LINUX, MONITOR, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
        noClasses()
                .that(resideInAPackage(SPI))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT).and(not(modifier(JavaModifier.PUBLIC))))
                .check(classes);
    }

    @Test
    void internal_needsNoOtherPackage() {
        needsNone(INTERNAL, ROOT, SPI, CONNECT, LINUX, MONITOR, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
    }

    @Test
    void engines_needNeitherEachOtherNorWhatIsBuiltOnThem() {
        needsNone(CONNECT, LINUX, MONITOR, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
        needsNone(LINUX, CONNECT, MONITOR, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
    }

    @Test
    void monitorDiagnosisAndRetry_needNeitherEachOtherNorAnEngine() {
        needsNone(MONITOR, DIAGNOSIS, RETRY, CONNECT, LINUX, TESTING, MICROMETER, CLI);
        needsNone(DIAGNOSIS, MONITOR, RETRY, CONNECT, LINUX, TESTING, MICROMETER, CLI);
        needsNone(RETRY, MONITOR, DIAGNOSIS, CONNECT, LINUX, TESTING, MICROMETER, CLI);
    }

    @Test
    void metrics_needTheMonitorAndTheRootOnly() {
        needsNone(MICROMETER, SPI, INTERNAL, CONNECT, LINUX, DIAGNOSIS, RETRY, TESTING, CLI);
    }

    @Test
    void cluster_needsTheMonitorAndTheRootOnlyAndOnlyTheWatcherNeedsIt() {
        assertTrue(classes.stream().anyMatch(resideInAPackage(CLUSTER)));
        needsNone(
                CLUSTER, SPI, CONNECT, LINUX, DIAGNOSIS, RETRY, TESTING, MICROMETER, SERVER, CLI, SPRING, MICROPROFILE);
        noClasses()
                .that(not(resideInAnyPackage(CLUSTER, SERVER)))
                .should()
                .dependOnClassesThat(resideInAPackage(CLUSTER))
                .check(classes);
    }

    /** What engines implement needs nothing of what is built on it, and nothing else of Halfshake. */
    @Test
    void logOfACluster_needsNothing() {
        noClasses()
                .that(resideInAPackage(CLUSTER_SPI))
                .should()
                .dependOnClassesThat(resideInAPackage("io.halfshake..").and(not(resideInAPackage(CLUSTER_SPI))))
                .check(classes);
    }

    /** A log knows of the cluster what any engine has to know. */
    @Test
    void logInADatabase_needsTheSpiOnlyAndOnlyTheWatcherNeedsIt() {
        assertTrue(classes.stream().anyMatch(resideInAPackage(CLUSTER_JDBC)));
        noClasses()
                .that(resideInAPackage(CLUSTER_JDBC))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.halfshake..").and(not(resideInAnyPackage(CLUSTER_JDBC, CLUSTER_SPI))))
                .check(classes);
        noClasses()
                .that(not(resideInAnyPackage(CLUSTER_JDBC, SERVER)))
                .should()
                .dependOnClassesThat(resideInAPackage(CLUSTER_JDBC))
                .check(classes);
    }

    /** The same commands lead to the same state on every member. */
    @Test
    void stateOfACluster_hasNoClockNoChanceAndNoThreads() {
        DescribedPredicate<JavaClass> ofAMember = DescribedPredicate.describe(
                "classes of a member",
                type -> OF_A_MEMBER.matcher(type.getName()).matches());
        DescribedPredicate<JavaClass> ofTheState =
                resideInAPackage("io.halfshake.cluster").and(not(ofAMember));
        noClasses().that(ofTheState).should().dependOnClassesThat(ofAMember).check(classes);
        noClasses()
                .that(ofTheState)
                .should()
                .callMethodWhere(target(nameMatching("nanoTime|currentTimeMillis|now|random|identityHashCode")))
                .check(classes);
        noClasses()
                .that(ofTheState)
                .should()
                .dependOnClassesThat(nameMatching("java\\.util\\.(Random|UUID|concurrent\\..*)|java\\.time\\.Clock"
                        + "|java\\.lang\\.Thread|java\\.io\\.File.*|java\\.(net|nio\\.file)\\..*"))
                .check(classes);
    }

    @Test
    void fixtures_needNoAdapter() {
        needsNone(TESTING, MICROMETER, LINUX, CLI);
    }

    @Test
    void server_needsNoEngineAndOnlyTheCommandLineNeedsIt() {
        assertTrue(classes.stream().anyMatch(resideInAPackage(SERVER)));
        needsNone(SERVER, CONNECT, LINUX, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI);
        noClasses()
                .that(not(resideInAnyPackage(SERVER, CLI)))
                .should()
                .dependOnClassesThat(resideInAPackage(SERVER))
                .check(classes);
    }

    @Test
    void nothingButTheCommandLine_needsIt() {
        noClasses()
                .that(not(resideInAPackage(CLI)))
                .should()
                .dependOnClassesThat(resideInAPackage(CLI))
                .check(classes);
    }

    @Test
    void springStarters_needTheApiAndMetersOnlyAndNothingNeedsThem() {
        assertTrue(classes.stream().anyMatch(resideInAPackage(SPRING)));
        needsNone(SPRING, SPI, INTERNAL, CONNECT, LINUX, DIAGNOSIS, RETRY, TESTING, CLI);
        noClasses()
                .that(not(resideInAPackage(SPRING)))
                .should()
                .dependOnClassesThat(resideInAPackage(SPRING))
                .check(classes);
    }

    @Test
    void microprofileBeans_needTheApiOnlyAndNothingNeedsThem() {
        assertTrue(classes.stream().anyMatch(resideInAPackage(MICROPROFILE)));
        needsNone(MICROPROFILE, SPI, INTERNAL, CONNECT, LINUX, DIAGNOSIS, RETRY, TESTING, MICROMETER, CLI, SPRING);
        noClasses()
                .that(not(resideInAPackage(MICROPROFILE)))
                .should()
                .dependOnClassesThat(resideInAPackage(MICROPROFILE))
                .check(classes);
    }

    /** All but the root, whose own rules are above. */
    @Test
    void packages_formNoCycle() {
        slices().matching("io.halfshake.(**)").should().beFreeOfCycles().check(classes);
    }

    /** The JDK's timer thread never ends, and refers to the class loader of the application that started it. */
    @Test
    void libraries_doNotStartTheTimerThreadOfTheJdk() {
        noClasses()
                .that(resideInAnyPackage(LIBRARIES))
                .should()
                .callMethodWhere(target(owner(assignableTo(CompletableFuture.class)))
                        .and(target(nameMatching("orTimeout|completeOnTimeout|delayedExecutor"))))
                .check(classes);
    }

    /** The names that these use are in the metadata for native images, or constants. */
    @Test
    void libraries_lookUpClassesByNameInThreePlacesOnly() {
        noClasses()
                .that(resideInAnyPackage(LIBRARIES))
                .and(not(simpleName("EngineProviders")))
                .and(not(simpleName("FlightRecorder")))
                .and(not(simpleName("ForeignLinker")))
                .should()
                .callMethodWhere(target(nameMatching("forName|loadClass|getResource|getResourceAsStream"))
                        .and(target(owner(assignableTo(Class.class).or(assignableTo(ClassLoader.class))))))
                .check(classes);
    }

    @Test
    void filesOfLinux_needNoHigherLayer() throws IOException {
        assertEquals("", LINUX_FILES.violations(classes));
    }

    @Test
    void filesOfMonitor_needNoHigherLayer() throws IOException {
        assertEquals("", MONITOR_FILES.violations(classes));
    }

    @Test
    void document_namesTheLayersOfFilesAndTheExceptions() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> exceptions = Pattern.compile("`\\w+` → `\\w+`")
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .toList();

        assertTrue(document.contains(LINUX_FILES.rows()), () -> "expected these rows:\n" + LINUX_FILES.rows());
        assertTrue(document.contains(MONITOR_FILES.rows()), () -> "expected these rows:\n" + MONITOR_FILES.rows());
        assertEquals(
                Stream.concat(LINUX_FILES.exceptions().stream(), MONITOR_FILES.exceptions().stream())
                        .toList(),
                exceptions);
    }
}
