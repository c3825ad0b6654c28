package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where any thread leaves questions for another. Their links live in themselves: nothing has to be made for one. */
final class Inbox {
    private final AtomicReference<@Nullable Question> latest = new AtomicReference<>();

    /** A question that is in no inbox, and never was. */
    void add(Question question) {
        Question before;
        do {
            before = latest.get();
            question.next = before;
        } while (!latest.compareAndSet(before, question));
    }

    /** All of them, the earliest first, each with its {@link Question#next}. They belong to the caller from now on. */
    @Nullable
    Question takeAll() {
        Question earliestFirst = null;
        Question question = latest.getAndSet(null);
        while (question != null) {
            Question earlier = question.next;
            question.next = earliestFirst;
            earliestFirst = question;
            question = earlier;
        }
        return earliestFirst;
    }
}
