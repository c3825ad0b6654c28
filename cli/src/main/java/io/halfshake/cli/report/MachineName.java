package io.halfshake.cli.report;

import io.halfshake.cli.command.KernelSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The name of this machine. The JDK would ask a name server for it. */
public final class MachineName {
    private MachineName() {}

    /**
     * Reads the name.
     *
     * @param proc the proc file system, {@code /proc} on Linux
     * @param variables the environment variables, which may have the name on other systems
     */
    public static String read(Path proc, Map<String, String> variables) {
        try {
            return KernelSetting.read(proc.resolve("sys/kernel/hostname"));
        } catch (IOException e) {
            return variables.getOrDefault("COMPUTERNAME", variables.getOrDefault("HOSTNAME", "unknown"));
        }
    }
}
