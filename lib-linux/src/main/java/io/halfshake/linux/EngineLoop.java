package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What every engine's loop has in common: how probes come to an event loop's thread, and how outcomes leave it.
 *
 * <p>Starts come in bursts, with a poll after each, so that no answer waits for a long queue of new probes. Outcomes
 * are delivered only after all events of the same poll were seen.
 *
 * <p>An error while a probe is processed ends that probe only. Ending one allocates nothing, and neither does anything
 * else that the loop needs in order to go on: {@link LoopShutdown} covers what remains, a thread that dies.
 */
abstract class EngineLoop<P extends LoopProbe> implements LoopProbe.Owner, LoopShutdown.Owner {
    /** At 19,000 starts at once the first answers wait past the kernel's 200 ms; at 256 none was seen to. */
    static final int BURST = 256;

    /** Starts between two checks for commands: they take about half a millisecond. */
    private static final int BEGUN_BEFORE_COMMANDS = 64;

    /** Deadlines between two polls: these take a millisecond or two, and answers must not wait for many more. */
    static final int COMMANDS_BEFORE_POLL = 1_024;

    /** Commands whose outcomes are delivered together. */
    private static final int COMMANDS_AT_ONCE = 256;

    final EventLoop eventLoop;
    private final Inbox inbox = new Inbox(Inbox.Kind.STARTS);
    private final Inbox commands = new Inbox(Inbox.Kind.COMMANDS);
    private final OutcomeQueue outcomeQueue;
    private final LoopShutdown end;
    private final LoopOutcomes outcomes;
    final FinalReads finalReads = new FinalReads();
    private final LoopTask readInbox = turn(this::readInbox);
    private final LoopTask afterPoll = turn(this::afterPoll);

    /** Taken from the inbox and not begun yet. */
    private @Nullable LoopProbe toBegin;

    /** Taken from the commands and not processed yet. */
    private @Nullable LoopProbe toProcess;

    private int begunSincePoll;
    private int commandsSincePoll;
    private boolean waitingForPoll;
    private boolean closed;

    EngineLoop(String engine, EventLoop eventLoop) {
        LoopWarning.prepare();
        this.eventLoop = eventLoop;
        this.outcomeQueue = new OutcomeQueue(eventLoop);
        this.end = new LoopShutdown(this, eventLoop);
        this.outcomes = new LoopOutcomes(engine);
    }

    /** Any thread: the state of a probe in this loop. */
    abstract P loopProbe(Probe probe);

    /** Sends it. No command has come until now. */
    abstract void begin(P probe);

    /** A command has come for a probe that was sent: {@link #finalRead()} reads what has arrived, and ends it. */
    void queueFinalRead(P probe) {
        finalReads.add(probe);
    }

    /** Releases what a probe holds, in any state. */
    abstract void abandon(P probe);

    /** Ends every probe in {@link #finalReads}. */
    abstract void finalRead();

    /** After each turn of starts and commands, before the next poll. */
    void afterTurn() {}

    /**
     * Any thread: starts a probe. If this throws, the probe is cancelled, as soon as anything wakes the loop; it may
     * have been sent by then.
     */
    final void start(LoopProbe probe) {
        inbox.add(probe);
        try {
            wake();
        } catch (RuntimeException | Error e) {
            if (probe.signal(LoopProbe.Command.CANCEL)) {
                commands.add(probe);
            }
            throw e;
        }
    }

    /**
     * Any thread: leaves a command for a probe. Commands go before starts: deadlines do not queue behind them. If this
     * throws, the command is processed as soon as anything wakes the loop.
     */
    @Override
    public final void signal(LoopProbe probe, LoopProbe.Command command) {
        if (probe.signal(command)) {
            commands.add(probe);
        }
        wake();
    }

    private void wake() {
        if (end.isDead()) {
            refuseAll();
            return;
        }
        try {
            eventLoop.execute(readInbox);
        } catch (RejectedExecutionException e) {
            if (!end.isRefusing()) {
                throw e;
            }
            refuseAll();
        }
    }

    /** Any thread, once the event loop takes no tasks any more. */
    private void refuseAll() {
        refuse(inbox, inbox.takeAll());
        refuse(commands, commands.takeAll());
    }

    private void refuse(Inbox from, @Nullable LoopProbe first) {
        LoopProbe probe = first;
        while (probe != null) {
            LoopProbe next = from.next(probe);
            probe.complete(gone(probe));
            probe = next;
        }
    }

    @Override
    public final LoopTask turn(Runnable work) {
        return new LoopTask(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LoopWarning.TURN_CUT_SHORT.report(e);
            } finally {
                // Also where there was no memory to report with.
                endTurn();
            }
        });
    }

    @Override
    public final void endTurn() {
        outcomeQueue.endTurn();
    }

    private void readInbox() {
        end.seen();
        processCommands();
        while (!waitingForPoll) {
            LoopProbe probe = takeProbe();
            if (probe == null) {
                break;
            }
            process(probe);
            if (!closed && ++begunSincePoll >= BURST) {
                awaitPoll();
            } else if (begunSincePoll % BEGUN_BEFORE_COMMANDS == 0 && hasCommands()) {
                processCommands();
            }
        }
        afterTurn();
    }

    /** No further probe is begun until then. */
    private void awaitPoll() {
        if (!waitingForPoll) {
            // A task that is due at once still runs only after the loop has polled.
            waitingForPoll = schedule(afterPoll, 0) && !closed;
            if (!waitingForPoll) {
                // Better one burst without a poll than waiting for a poll that will not be announced.
                begunSincePoll = 0;
                commandsSincePoll = 0;
            }
        }
    }

    private void afterPoll() {
        begunSincePoll = 0;
        commandsSincePoll = 0;
        waitingForPoll = false;
        readInbox();
    }

    private @Nullable LoopProbe takeProbe() {
        if (toBegin == null) {
            toBegin = inbox.takeAll();
        }
        LoopProbe first = toBegin;
        if (first != null) {
            toBegin = first.next;
            first.next = null;
        }
        return first;
    }

    private boolean hasCommands() {
        return toProcess != null || !commands.isEmpty();
    }

    /** Whether more deadlines have passed than are processed before the next poll. */
    final boolean deadlinesWait() {
        return commandsSincePoll >= COMMANDS_BEFORE_POLL && hasCommands();
    }

    /** In slices, so that the first outcomes need not wait for the last. */
    private void processCommands() {
        LoopProbe probe = nextCommand();
        while (probe != null) {
            for (int i = 0; probe != null && i < COMMANDS_AT_ONCE; i++) {
                process(probe);
                probe = nextCommand();
            }
            try {
                finalRead();
            } catch (RuntimeException | Error e) {
                failExpiring(e);
            }
            outcomeQueue.run();
        }
    }

    private @Nullable LoopProbe nextCommand() {
        if (!closed && commandsSincePoll >= COMMANDS_BEFORE_POLL && hasCommands()) {
            awaitPoll();
            // Not for a poll that will never come.
            if (waitingForPoll) {
                return null;
            }
        }
        if (toProcess == null) {
            toProcess = commands.takeAll();
        }
        LoopProbe first = toProcess;
        if (first != null) {
            toProcess = first.nextCommanded;
            first.nextCommanded = null;
            commandsSincePoll++;
        }
        return first;
    }

    private void failExpiring(Throwable error) {
        for (LoopProbe probe = finalReads.next(); probe != null; probe = finalReads.next()) {
            fail(probe, error);
        }
    }

    @Override
    public final boolean schedule(LoopTask turn, long nanos) {
        try {
            eventLoop.schedule(turn, nanos);
            return true;
        } catch (RejectedExecutionException e) {
            closed = true;
            waitingForPoll = false;
            return false;
        } catch (RuntimeException | Error e) {
            LoopWarning.TASK_NOT_SCHEDULED.report(e);
            return false;
        }
    }

    private void process(LoopProbe probe) {
        try {
            switch (probe.state) {
                case WAITING -> beginOrRefuse(probe);
                case SENT -> {
                    if (probe.command() != LoopProbe.Command.NONE) {
                        queueFinalRead(own(probe));
                    }
                }
                case OVER -> {}
            }
        } catch (RuntimeException | Error e) {
            fail(probe, e);
        }
    }

    private void beginOrRefuse(LoopProbe probe) {
        if (closed) {
            finish(probe, gone(probe));
        } else if (probe.command() != LoopProbe.Command.NONE || isTooLate(probe)) {
            finish(probe, new Outcome.Silent(nothing()));
        } else {
            begin(own(probe));
        }
    }

    /** The command that says so may be late as well. */
    private static boolean isTooLate(LoopProbe probe) {
        return System.nanoTime() - probe.request.deadlineNanos() >= 0;
    }

    @SuppressWarnings("unchecked") // All that reach this loop are of its own making: LoopProbe.loop brings them.
    private P own(LoopProbe probe) {
        return (P) probe;
    }

    /** Ends a probe and releases what it holds. Never throws. */
    final void fail(LoopProbe probe, Throwable error) {
        try {
            abandon(own(probe));
        } catch (RuntimeException | Error e) {
            LoopWarning.DESCRIPTOR_NOT_FREED.report(e);
        } finally {
            finish(probe, outcomes.thrown(error, probe.sent()));
        }
    }

    /** Finishes a probe that holds nothing any more. Allocates nothing, never throws. */
    final void finish(LoopProbe probe, Outcome outcome) {
        if (probe.state != LoopProbe.State.OVER) {
            probe.state = LoopProbe.State.OVER;
            probe.outcome = outcome;
            outcomeQueue.add(probe);
        }
    }

    /** On the loop's thread: the event loop is shutting down, and closes what is registered with it. */
    final void closedByEventLoop() {
        if (closed) {
            return;
        }
        closed = true;
        // The next burst was planned as a scheduled task, and those are dropped now.
        waitingForPoll = false;
        try {
            eventLoop.execute(readInbox);
        } catch (RuntimeException | Error e) {
            // What waits is ended as soon as the thread has: see LoopShutdown.
            return;
        }
    }

    @Override
    public final void refuseBacklog() {
        closed = true;
        outcomeQueue.run();
        for (LoopProbe probe = takeProbe(); probe != null; probe = takeProbe()) {
            finish(probe, gone(probe));
        }
        waitingForPoll = false;
        for (LoopProbe probe = nextCommand(); probe != null; probe = nextCommand()) {
            finish(probe, gone(probe));
        }
        for (LoopProbe probe = finalReads.next(); probe != null; probe = finalReads.next()) {
            finish(probe, gone(probe));
        }
        outcomeQueue.run();
        refuseAll();
    }

    @Override
    public final void stopBeginning() {
        closed = true;
    }

    final LoopShutdown end() {
        return end;
    }

    final boolean isClosed() {
        return closed;
    }

    /** The event loop ends, or has ended. Never throws. */
    final Outcome.Failed gone(LoopProbe probe) {
        return outcomes.gone(end, probe.sent());
    }

    /** Evidence of a probe that was not sent. */
    final Evidence nothing() {
        return outcomes.nothing();
    }

    /** The longest that an answer has waited for its reset, in milliseconds, since the loop was made. */
    int longestAnswerWaitMillis() {
        return 0;
    }

    /** Handshakes that were or may have been completed. */
    long completedHandshakes() {
        return 0;
    }
}
