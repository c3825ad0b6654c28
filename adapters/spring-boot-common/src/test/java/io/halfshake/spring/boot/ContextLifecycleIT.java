package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorListener;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@EnabledOnOs(OS.LINUX)
class ContextLifecycleIT {
    private static final int LIMIT_SECONDS = 60;
    private static final int CONTEXTS = 5;

    /**
     * Threads of Halfshake, and descriptors that are no files: what is left over is waited for, as it may be ending.
     */
    private static List<String> open() throws IOException {
        List<String> open = new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("halfshake-"))
                .toList());
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (!target.startsWith("/")) {
                        open.add(target.replaceAll("\\d+", "#"));
                    }
                } catch (NoSuchFileException e) {
                    // Closed since the directory was read.
                }
            }
        }
        return open;
    }

    private static void runOnce(TcpPeer peer) throws InterruptedException, IOException {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--halfshake.targets[0].target=" + peer.target())) {
            CountDownLatch transition = context.getBean(CountDownLatch.class);
            assertThat(transition.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(open()).anyMatch(name -> name.startsWith("halfshake-"));
        }
    }

    @Test
    void closedContexts_leaveNoThreadAndNoDescriptor() throws IOException, InterruptedException {
        try (TcpPeer peer = TcpPeer.accepting()) {
            runOnce(peer);
            List<String> before = awaitNoThreads();

            for (int i = 0; i < CONTEXTS; i++) {
                runOnce(peer);
            }

            List<String> after = awaitNoThreads();
            long start = System.nanoTime();
            while (after.size() > before.size() && System.nanoTime() - start < LIMIT_SECONDS * 1_000_000_000L) {
                Thread.sleep(10);
                after = open();
            }
            assertThat(after).hasSizeLessThanOrEqualTo(before.size());
        }
    }

    private static List<String> awaitNoThreads() throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> open = open();
        while (open.stream().anyMatch(name -> name.startsWith("halfshake-"))
                && System.nanoTime() - start < LIMIT_SECONDS * 1_000_000_000L) {
            Thread.sleep(10);
            open = open();
        }
        assertThat(open).noneMatch(name -> name.startsWith("halfshake-"));
        return open;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        CountDownLatch transition() {
            return new CountDownLatch(1);
        }

        @Bean
        MonitorListener listener(CountDownLatch transition) {
            return change -> transition.countDown();
        }
    }
}
