package io.halfshake.cluster;

import io.halfshake.cluster.Command.Change;
import io.halfshake.cluster.Command.Finding;
import io.halfshake.cluster.Command.Mark;
import io.halfshake.cluster.Command.Move;
import io.halfshake.cluster.Command.NewTarget;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Commands as bytes: the version, the type, the time, and what the type has, in the order of its components. What is
 * read decides what the state becomes, so that nothing of it may depend on the reader: a version is never changed, but
 * for what no member has sent yet.
 */
final class CommandFormat {
    /** The highest that is known here. */
    static final int VERSION = 1;

    private static final int JOIN = 1;
    private static final int DRAIN = 2;
    private static final int LEAVE = 3;
    private static final int ASSIGN = 4;
    private static final int CONFIGURE = 5;
    private static final int ADD_TARGETS = 6;
    private static final int REMOVE_TARGETS = 7;
    private static final int REPORT_CHANGES = 8;
    private static final int ALL_WELL = 9;
    private static final int ANNOUNCED = 10;
    private static final int REPORT_OPINIONS = 11;
    private static final int DECLARE = 12;

    /** Of a change beside its texts: two states, four numbers of up to 9 bytes, two lengths of 2. */
    private static final int CHANGE_BYTES = 42;

    /** Of a target beside its texts: two lengths of 2. */
    private static final int TARGET_BYTES = 4;

    private CommandFormat() {}

    /** Reads one item of a list. */
    private interface ItemReader<T> {
        T read(FormatReader in) throws FormatException;
    }

    /**
     * Writes a command.
     *
     * @throws IllegalArgumentException if it is larger than {@link Limits} or the log allow
     */
    static byte[] encode(Command command) {
        FormatWriter out = new FormatWriter();
        out.code(VERSION);
        out.code(type(command));
        Codes.writeNanos(out, "time", command.time());
        write(out, command);
        byte[] content = out.toBytes();
        Arguments.require(
                content.length <= ClusterLog.MAX_COMMAND_BYTES,
                "command",
                content.length,
                "at most " + ClusterLog.MAX_COMMAND_BYTES + " bytes");
        return content;
    }

    private static int type(Command command) {
        if (command instanceof Command.Join) {
            return JOIN;
        } else if (command instanceof Command.Drain) {
            return DRAIN;
        } else if (command instanceof Command.Leave) {
            return LEAVE;
        } else if (command instanceof Command.Assign) {
            return ASSIGN;
        } else if (command instanceof Command.Configure) {
            return CONFIGURE;
        } else if (command instanceof Command.AddTargets) {
            return ADD_TARGETS;
        } else if (command instanceof Command.RemoveTargets) {
            return REMOVE_TARGETS;
        } else if (command instanceof Command.ReportChanges) {
            return REPORT_CHANGES;
        } else if (command instanceof Command.AllWell) {
            return ALL_WELL;
        } else if (command instanceof Command.Announced) {
            return ANNOUNCED;
        } else if (command instanceof Command.ReportOpinions) {
            return REPORT_OPINIONS;
        } else if (command instanceof Command.Declare) {
            return DECLARE;
        }
        throw new AssertionError(command);
    }

    private static void write(FormatWriter out, Command command) {
        if (command instanceof Command.Join join) {
            Codes.writeName(out, join.member());
            Codes.writeZone(out, join.zone());
            out.signed(join.incarnation());
            out.code(join.format());
            out.number(join.epoch());
        } else if (command instanceof Command.Drain drain) {
            Codes.writeName(out, drain.member());
            out.number(drain.epoch());
        } else if (command instanceof Command.Leave leave) {
            Codes.writeName(out, leave.member());
            out.number(leave.epoch());
            out.bool(leave.drained());
        } else if (command instanceof Command.Assign assign) {
            out.number(assign.epoch());
            writeItems(out, assign.moves(), CommandFormat::writeMove);
        } else if (command instanceof Command.Configure configure) {
            out.number(configure.watchers());
            out.number(configure.agree());
        } else if (command instanceof Command.AddTargets add) {
            out.number(add.index());
            writeItems(out, add.targets(), CommandFormat::writeNewTarget);
        } else if (command instanceof Command.RemoveTargets remove) {
            out.number(remove.index());
            writeItems(out, remove.targets(), Codes::writeTarget);
        } else if (command instanceof Command.ReportChanges report) {
            Codes.writeName(out, report.member());
            writeItems(out, report.changes(), CommandFormat::writeChange);
        } else if (command instanceof Command.AllWell well) {
            Codes.writeName(out, well.member());
            out.number(well.epoch());
            Codes.writeNanos(out, "age", well.age());
        } else if (command instanceof Command.Announced announced) {
            writeItems(out, announced.marks(), CommandFormat::writeMark);
        } else if (command instanceof Command.ReportOpinions report) {
            Codes.writeName(out, report.member());
            writeItems(out, report.opinions(), CommandFormat::writeOpinion);
        } else if (command instanceof Command.Declare declare) {
            Codes.writeName(out, declare.member());
            out.number(declare.epoch());
            Codes.writeDigest(out, declare.digest());
        }
    }

    private static <T> void writeItems(FormatWriter out, List<T> items, BiConsumer<FormatWriter, T> write) {
        Arguments.require(items.size() <= Limits.ITEMS, "items", items.size(), "at most " + Limits.ITEMS);
        out.number(items.size());
        for (T item : items) {
            write.accept(out, item);
        }
    }

    private static void writeMove(FormatWriter out, Move move) {
        out.number(move.partition());
        Codes.writeName(out, move.member());
    }

    private static void writeNewTarget(FormatWriter out, NewTarget target) {
        Codes.writeTarget(out, target.target());
        Codes.writeSettings(out, target.settings());
    }

    /** How many bytes of a command a change takes at most: three for each character, and its numbers. */
    static int mostBytes(Change change) {
        return 3 * change.target().length() + change.found().evidence().length() + CHANGE_BYTES;
    }

    /** How many bytes of a command a target to be added or removed takes at most, with the bytes of its settings. */
    static int mostBytes(String target, int settings) {
        return 3 * target.length() + settings + TARGET_BYTES;
    }

    private static void writeChange(FormatWriter out, Change change) {
        Codes.writeTarget(out, change.target());
        Codes.write(out, change.from());
        Codes.write(out, change.to());
        out.number(change.after());
        out.number(change.epoch());
        writeFinding(out, change.found());
    }

    private static void writeFinding(FormatWriter out, Finding found) {
        Arguments.require(
                found.latestAge() <= found.earliestAge(),
                "latestAge",
                found.latestAge(),
                "<= earliestAge " + found.earliestAge());
        Codes.writeNanos(out, "earliestAge", found.earliestAge());
        Codes.writeNanos(out, "latestAge", found.latestAge());
        Codes.writeEvidence(out, found.evidence());
    }

    private static void writeMark(FormatWriter out, Mark mark) {
        out.number(mark.partition());
        out.number(mark.upTo());
    }

    private static void writeOpinion(FormatWriter out, Opinion opinion) {
        Codes.writeTarget(out, opinion.target());
        Codes.write(out, opinion.verdict());
        out.number(opinion.poll());
        out.number(opinion.after());
        writeFinding(out, opinion.found());
    }

    /**
     * Reads a command.
     *
     * @param content whatever the log has accepted
     * @param highest the highest version that all members know
     * @throws FormatException if it is none of these versions, or has anything that {@link #encode} would not write
     * @throws IllegalStateException if it is one that all members know, and that is not known here: what they accept
     *     cannot be refused here
     */
    static Command decode(byte[] content, int highest) throws FormatException {
        if (content.length > ClusterLog.MAX_COMMAND_BYTES) {
            throw new FormatException(
                    Refusal.OVERSIZED,
                    "command: " + content.length + " bytes (expected at most " + ClusterLog.MAX_COMMAND_BYTES + ")");
        }
        FormatReader in = new FormatReader(content);
        int version = in.code();
        if (version < 1 || version > highest) {
            throw new FormatException(
                    Refusal.UNKNOWN_VERSION, "version: " + version + " (expected 1 to " + highest + ")");
        }
        if (version > VERSION) {
            throw new IllegalStateException("version: " + version + " (expected 1 to " + VERSION
                    + "; all members of the cluster know it, and this process is too old to follow them)");
        }
        int type = in.code();
        long time = in.number(Limits.NANOS);
        Command command = read(in, type, time);
        in.requireEnd();
        return command;
    }

    private static Command read(FormatReader in, int type, long time) throws FormatException {
        return switch (type) {
            case JOIN ->
                new Command.Join(
                        time,
                        Codes.name(in),
                        in.text(Limits.NAME_BYTES),
                        in.signed(),
                        version(in),
                        in.number(Long.MAX_VALUE));
            case DRAIN -> new Command.Drain(time, Codes.name(in), in.number(Long.MAX_VALUE));
            case LEAVE -> new Command.Leave(time, Codes.name(in), in.number(Long.MAX_VALUE), in.bool());
            case ASSIGN -> new Command.Assign(time, in.number(Long.MAX_VALUE), items(in, CommandFormat::move));
            case CONFIGURE -> new Command.Configure(time, in.size(Limits.MEMBERS), in.size(Limits.MEMBERS));
            case ADD_TARGETS ->
                new Command.AddTargets(time, in.number(Long.MAX_VALUE), items(in, CommandFormat::newTarget));
            case REMOVE_TARGETS -> new Command.RemoveTargets(time, in.number(Long.MAX_VALUE), items(in, Codes::target));
            case REPORT_CHANGES -> new Command.ReportChanges(time, Codes.name(in), items(in, CommandFormat::change));
            case ALL_WELL ->
                new Command.AllWell(time, Codes.name(in), in.number(Long.MAX_VALUE), in.number(Limits.NANOS));
            case ANNOUNCED -> new Command.Announced(time, items(in, CommandFormat::mark));
            case REPORT_OPINIONS -> new Command.ReportOpinions(time, Codes.name(in), items(in, CommandFormat::opinion));
            case DECLARE ->
                new Command.Declare(time, Codes.name(in), in.number(Long.MAX_VALUE), in.bytes(Limits.DIGEST_BYTES));
            default ->
                throw new FormatException(
                        Refusal.UNKNOWN_TYPE, "type: " + type + " (expected " + JOIN + " to " + DECLARE + ")");
        };
    }

    private static <T> List<T> items(FormatReader in, ItemReader<T> reader) throws FormatException {
        int size = in.size(Limits.ITEMS);
        List<T> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(reader.read(in));
        }
        return List.copyOf(items);
    }

    private static int version(FormatReader in) throws FormatException {
        int version = in.code();
        if (version < 1) {
            throw in.malformed("a version, 1 to 255, instead of " + version);
        }
        return version;
    }

    private static Move move(FormatReader in) throws FormatException {
        return new Move(Codes.partition(in), Codes.name(in));
    }

    private static NewTarget newTarget(FormatReader in) throws FormatException {
        return new NewTarget(Codes.target(in), in.bytes(Limits.SETTINGS_BYTES));
    }

    private static Change change(FormatReader in) throws FormatException {
        return new Change(
                Codes.target(in),
                Codes.state(in),
                Codes.state(in),
                in.number(Long.MAX_VALUE),
                in.number(Long.MAX_VALUE),
                finding(in));
    }

    private static Finding finding(FormatReader in) throws FormatException {
        long earliest = in.number(Limits.NANOS);
        long latest = in.number(Limits.NANOS);
        if (latest > earliest) {
            throw in.malformed("an age of at most " + earliest + " instead of " + latest);
        }
        return new Finding(earliest, latest, in.bytes(Limits.EVIDENCE_BYTES));
    }

    private static Mark mark(FormatReader in) throws FormatException {
        return new Mark(Codes.partition(in), in.number(Long.MAX_VALUE));
    }

    private static Opinion opinion(FormatReader in) throws FormatException {
        return new Opinion(
                Codes.target(in), Codes.verdict(in), in.number(Long.MAX_VALUE), in.number(Long.MAX_VALUE), finding(in));
    }
}
