package app;

import io.halfshake.Checker;
import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.jdbc.JdbcClusterLog;
import io.halfshake.it.HalfOpenVerifier;
import io.halfshake.linux.HalfOpen;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** An application of named modules. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        for (Class<?> type : List.of(
                Main.class,
                Checker.class,
                HalfOpen.class,
                HalfOpenVerifier.class,
                ClusterMonitor.class,
                JdbcClusterLog.class)) {
            if (!type.getModule().isNamed()) {
                throw new IllegalStateException(type + ": on the class path (expected in a named module)");
            }
        }
        requireThatAClusterIsLinked();
        System.out.println(HalfOpenVerifier.verify());
    }

    /** That its modules find each other. Without a database a member only waits for one. */
    private static void requireThatAClusterIsLinked() {
        DataSource none = (DataSource) Proxy.newProxyInstance(
                Main.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLException("none here");
                });
        try (Checker checker = Checker.create();
                ClusterMonitor monitor = ClusterMonitor.builder(checker, JdbcClusterLog.create(none, "it"))
                        .member("a")
                        .build()) {
            ClusterStatus status = monitor.status();
            if (status.role() != ClusterStatus.Role.JOINING) {
                throw new IllegalStateException("role: " + status.role() + " (expected JOINING)");
            }
        }
    }
}
