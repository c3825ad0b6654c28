import io.halfshake.Checker;
import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.jdbc.JdbcClusterLog;
import io.halfshake.monitor.TargetSettings;
import java.time.Duration;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/** One member of a cluster. Arguments: its name, and the targets that it adds. */
public class Member {
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(Objects.requireNonNullElse(System.getenv("DATABASE"), "jdbc:postgresql://127.0.0.1/postgres"));
        database.setUser(System.getenv("DATABASE_USER"));
        database.setPassword(System.getenv("DATABASE_PASSWORD"));

        try (Checker checker = Checker.create();
                ClusterMonitor monitor = ClusterMonitor.builder(checker, JdbcClusterLog.create(database, "tour"))
                        .member(arguments[0])
                        .settings(TargetSettings.inherited().withInterval(Duration.ofSeconds(1)))
                        .listener(change ->
                                System.out.println(change.target() + " was " + change.from() + ", is " + change.to()))
                        .build()) {
            for (int i = 1; i < arguments.length; i++) {
                monitor.add(arguments[i]);
            }
            String last = "";
            while (true) {
                ClusterStatus status = monitor.status();
                String line = status.role() + ", " + status.members().size() + " members, watching " + status.watched()
                        + " of " + status.targets() + " targets"
                        + (status.noQuorumSince() == null ? "" : ", no quorum since " + status.noQuorumSince());
                if (!line.equals(last)) {
                    System.out.println(line);
                    last = line;
                }
                Thread.sleep(500);
            }
        }
    }
}
