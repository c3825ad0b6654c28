package io.halfshake.linux;

import java.util.List;
import java.util.stream.Stream;

/** Run in a JVM of its own: what a framework sees that looks at the public methods of a setup. */
final class ReflectedSetups {
    private ReflectedSetups() {}

    public static void main(String[] arguments) {
        for (Class<?> setup : List.of(HalfOpen.class, Syn.class, Echo.class)) {
            Stream.of(setup.getMethods())
                    .filter(method -> method.getName().equals("eventLoops"))
                    .map(method -> setup.getSimpleName() + " " + method.getName())
                    .distinct()
                    .forEach(System.out::println);
        }
    }
}
