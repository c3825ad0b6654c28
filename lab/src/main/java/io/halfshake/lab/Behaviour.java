package io.halfshake.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a host behaves, written as its answer and options: {@code open delay=20ms jitter=5ms lose=1}.
 *
 * <ul>
 *   <li>{@code delay=300ms,50ms}: from the first SYN to its answer, from the second to its, and so on; the last holds
 *       for all that follow. Durations have the unit {@code us}, {@code ms} or {@code s}.
 *   <li>{@code jitter=5ms}: up to so much more, evenly spread.
 *   <li>{@code lose=1,3}: these SYNs are lost on the way; counted anew after each that was answered.
 *   <li>{@code lose-answer=1}: these reach the host, and its answers are lost.
 *   <li>{@code loss=10%}: each SYN is lost with this probability.
 *   <li>{@code copies=2}: the answer arrives this number of times.
 *   <li>{@code forge=wrong-ack}: see {@link Forgery}.
 *   <li>{@code stray=1,2}: these SYNs are met by a SYN from the port that is asked, ahead of the answer.
 *   <li>{@code then=host-unreachable}: each SYN-ACK is followed by an ICMP error about the SYN that it answers.
 *   <li>{@code flap=30ms:refused}: for so long as said, then as long like that, and so on.
 *   <li>{@code fragments}: a SYN-ACK comes in fragments of eight octets.
 *   <li>{@code mute}: no answer to echo requests.
 * </ul>
 *
 * @param answer what it says
 * @param delays nanoseconds, one or more
 * @param jitter nanoseconds
 * @param lost SYNs lost on the way, bit k for the k-th
 * @param lostAnswers answers lost on the way, bit k for the answer to the k-th SYN
 * @param loss chance that a SYN is lost, 0 to 1
 * @param copies how often an answer arrives
 * @param forgery what comes ahead of the answer
 * @param strays SYNs that are met by another, bit k for the k-th
 * @param then the error that follows a SYN-ACK; silent for none
 * @param flapNanos half a period of flapping; 0 for none
 * @param other the answer in every second half period
 * @param fragments whether a SYN-ACK comes in fragments
 * @param mute whether echo requests are ignored
 */
public record Behaviour(
        Answer answer,
        List<Long> delays,
        long jitter,
        long lost,
        long lostAnswers,
        double loss,
        int copies,
        Forgery forgery,
        long strays,
        Answer then,
        long flapNanos,
        Answer other,
        boolean fragments,
        boolean mute) {
    /** What a host does that was told nothing. */
    static final Behaviour SILENT = parse("silent");

    /**
     * Reads a behaviour.
     *
     * @param text such as {@code open delay=20ms}
     * @return what it says
     * @throws IllegalArgumentException if it says something else
     */
    public static Behaviour parse(String text) {
        String[] words = text.trim().split(" +", -1);
        Parser parser = new Parser(Answer.parse(words[0]));
        for (int i = 1; i < words.length; i++) {
            String[] option = words[i].split("=", 2);
            parser.option(option[0], option.length == 1 ? "" : option[1], text);
        }
        return parser.behaviour();
    }

    /** The answer to a SYN that comes so long after the behaviour began. */
    Answer answerAt(long nanos) {
        return flapNanos > 0 && nanos / flapNanos % 2 == 1 ? other : answer;
    }

    /** The delay of the answer to the k-th SYN, without jitter. */
    long delay(int syn) {
        return delays.get(Math.min(syn, delays.size()) - 1);
    }

    boolean loses(int syn) {
        return (lost >> syn & 1) == 1;
    }

    boolean meets(int syn) {
        return (strays >> syn & 1) == 1;
    }

    boolean losesAnswer(int syn) {
        return (lostAnswers >> syn & 1) == 1;
    }

    private static final class Parser {
        private final Answer answer;
        private List<Long> delays = List.of(0L);
        private long jitter;
        private long lost;
        private long lostAnswers;
        private double loss;
        private int copies = 1;
        private Forgery forgery = Forgery.NONE;
        private long strays;
        private Answer then = Answer.SILENT;
        private long flapNanos;
        private Answer other;
        private boolean fragments;
        private boolean mute;

        Parser(Answer answer) {
            this.answer = answer;
            this.other = answer;
        }

        void option(String name, String value, String all) {
            switch (name) {
                case "delay" ->
                    delays = Stream.of(value.split(",", -1)).map(Parser::nanos).toList();
                case "jitter" -> jitter = nanos(value);
                case "lose" -> lost = bits(value);
                case "lose-answer" -> lostAnswers = bits(value);
                case "loss" -> loss = Double.parseDouble(value.replace("%", "")) / 100;
                case "copies" -> copies = Integer.parseInt(value);
                case "forge" -> forgery = Forgery.parse(value);
                case "stray" -> strays = bits(value);
                case "then" -> then = Answer.parse(value);
                case "flap" -> {
                    String[] parts = value.split(":", 2);
                    flapNanos = nanos(parts[0]);
                    other = Answer.parse(parts[1]);
                }
                case "fragments" -> fragments = true;
                case "mute" -> mute = true;
                default -> throw new IllegalArgumentException("behaviour: " + all + " (unknown option " + name + ")");
            }
        }

        Behaviour behaviour() {
            return new Behaviour(
                    answer,
                    delays,
                    jitter,
                    lost,
                    lostAnswers,
                    loss,
                    copies,
                    forgery,
                    strays,
                    then,
                    flapNanos,
                    other,
                    fragments,
                    mute);
        }

        private static long bits(String value) {
            long bits = 0;
            for (String number : value.split(",", -1)) {
                bits |= 1L << Integer.parseInt(number);
            }
            return bits;
        }

        private static long nanos(String text) {
            String unit = text.replaceAll("[0-9]", "");
            long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
            return switch (unit) {
                case "us" -> TimeUnit.MICROSECONDS.toNanos(number);
                case "ms" -> TimeUnit.MILLISECONDS.toNanos(number);
                case "s" -> TimeUnit.SECONDS.toNanos(number);
                default -> throw new IllegalArgumentException("duration: " + text + " (expected us, ms or s)");
            };
        }
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of(answer.text()));
        if (!delays.equals(List.of(0L))) {
            words.add("delay=" + delays.stream().map(Behaviour::text).collect(Collectors.joining(",")));
        }
        add(words, jitter > 0, "jitter=" + text(jitter));
        add(words, lost != 0, "lose=" + numbers(lost));
        add(words, lostAnswers != 0, "lose-answer=" + numbers(lostAnswers));
        add(words, loss > 0, String.format(Locale.ROOT, "loss=%s%%", loss * 100));
        add(words, copies != 1, "copies=" + copies);
        add(words, forgery != Forgery.NONE, "forge=" + forgery.text());
        add(words, strays != 0, "stray=" + numbers(strays));
        add(words, then != Answer.SILENT, "then=" + then.text());
        add(words, flapNanos > 0, "flap=" + text(flapNanos) + ":" + other.text());
        add(words, fragments, "fragments");
        add(words, mute, "mute");
        return String.join(" ", words);
    }

    private static void add(List<String> words, boolean condition, String word) {
        if (condition) {
            words.add(word);
        }
    }

    private static String text(long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        boolean whole = nanos % TimeUnit.MILLISECONDS.toNanos(1) == 0;
        return whole ? duration.toMillis() + "ms" : TimeUnit.NANOSECONDS.toMicros(nanos) + "us";
    }

    private static String numbers(long bits) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < Long.SIZE; i++) {
            add(numbers, (bits >> i & 1) == 1, Integer.toString(i));
        }
        return String.join(",", numbers);
    }
}
