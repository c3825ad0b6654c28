import io.halfshake.Checker;
import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.cluster.jdbc.JdbcClusterLog;
import io.halfshake.monitor.TargetSettings;
import java.time.Duration;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/** One member of a cluster. Arguments: its name, and the targets, the same for all members. */
public class Member {
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(Objects.requireNonNullElse(System.getenv("DATABASE"), "jdbc:postgresql://127.0.0.1/postgres"));
        database.setUser(System.getenv("DATABASE_USER"));
        database.setPassword(System.getenv("DATABASE_PASSWORD"));
        database.setLoginTimeout(5);

        try (Checker checker = Checker.create();
                ClusterMonitor monitor = ClusterMonitor.builder(checker, JdbcClusterLog.create(database, "tour"))
                        .member(arguments[0])
                        .settings(TargetSettings.inherited().withInterval(Duration.ofSeconds(1)))
                        .listener(change ->
                                System.out.println(change.target() + " was " + change.from() + ", is " + change.to()))
                        .build()) {
            System.out.println("process " + ProcessHandle.current().pid());
            for (int i = 1; i < arguments.length; i++) {
                // False if another member has added it.
                monitor.add(arguments[i]).whenComplete((added, failure) -> {
                    if (failure != null) {
                        System.out.println(failure.getMessage());
                    }
                });
            }
            String last = "";
            while (true) {
                String line = describe(monitor, arguments);
                if (!line.equals(last)) {
                    System.out.println(line);
                    last = line;
                }
                Thread.sleep(500);
            }
        }
    }

    private static String describe(ClusterMonitor monitor, String[] arguments) {
        ClusterStatus status = monitor.status();
        StringBuilder line = new StringBuilder(status.role() + ", " + status.members().size() + " members");
        for (int i = 1; i < arguments.length; i++) {
            ClusterTarget target = monitor.target(arguments[i]);
            line.append(target == null ? "" : ", " + target.target() + " watched by " + target.owner());
        }
        return line + (status.noQuorumSince() == null ? "" : ", no quorum since " + status.noQuorumSince());
    }
}
