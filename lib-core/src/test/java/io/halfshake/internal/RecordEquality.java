package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Handwritten {@code equals} and {@code hashCode} of a record, which a new component must not be missing from. */
public final class RecordEquality {
    private RecordEquality() {}

    /**
     * Asserts that a record is equal to another with the same values, and to none with another value in one place.
     *
     * @param values one for each component
     * @param others another one for each component
     */
    public static void assertComparesEveryComponent(
            Class<? extends Record> type, @Nullable Object[] values, @Nullable Object[] others)
            throws ReflectiveOperationException {
        int components = type.getRecordComponents().length;
        assertThat(values).as("values of " + type).hasSize(components);
        assertThat(others).as("other values of " + type).hasSize(components);

        Record record = make(type, values);
        assertThat(make(type, values)).isEqualTo(record).hasSameHashCodeAs(record);
        assertThat(record).isNotEqualTo(null).isNotEqualTo("a text");
        for (int i = 0; i < components; i++) {
            @Nullable Object[] changed = values.clone();
            changed[i] = others[i];
            Record other = make(type, changed);
            String name = type.getRecordComponents()[i].getName();
            assertThat(other).as(name).isNotEqualTo(record);
            assertThat(record).as(name).isNotEqualTo(other);
            assertThat(make(type, changed)).as(name).isEqualTo(other).hasSameHashCodeAs(other);
        }
    }

    private static Record make(Class<? extends Record> type, @Nullable Object[] values)
            throws ReflectiveOperationException {
        Constructor<? extends Record> constructor = type.getDeclaredConstructor(Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }
}
