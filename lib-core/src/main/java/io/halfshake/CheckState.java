package io.halfshake;

/**
 * The case of a {@link CheckResult} as a constant, so that the compiler finds the one that a {@code switch} forgets, on
 * Java 17 as well:
 *
 * <pre>{@code
 * String text = switch (result.state()) {
 *     case UP -> "answers";
 *     case DOWN -> "does not answer";
 *     case UNKNOWN -> "cannot be told from here";
 * };
 * }</pre>
 *
 * From Java 21 on, a {@code switch} over the result itself is exhaustive too, and has the reasons at hand.
 */
public enum CheckState {
    /** The target answered: {@link CheckResult.Up}. */
    UP,
    /** The network said no, or stayed silent until the deadline: {@link CheckResult.Down}. */
    DOWN,
    /** Nothing was learned about the target: {@link CheckResult.Unknown}. */
    UNKNOWN
}
