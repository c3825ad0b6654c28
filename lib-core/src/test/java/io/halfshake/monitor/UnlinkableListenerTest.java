package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A listener of whose methods one has a parameter of a class that is missing, as in an application without a jar. */
class UnlinkableListenerTest {
    /** Loads the listener anew, and misses the class. */
    private static final class IncompleteLoader extends ClassLoader {
        IncompleteLoader() {
            super(UnlinkableListenerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return name.equals(Unlinkable.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) {
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(UnlinkableListenerTest.class.getResourceAsStream(file))) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new AssertionError("it is on the class path", e);
            }
        }
    }

    /** What is missing. */
    public static final class Missing {
        private Missing() {}
    }

    /** The listener. */
    public static final class Unlinkable implements MonitorListener {
        public Unlinkable() {}

        @Override
        public void onTransition(Transition transition) {}

        public boolean takes(Missing missing) {
            return missing != null;
        }
    }

    @Test
    void listenerThatCannotBeLinked_isTakenToOverrideAll() throws Exception {
        Class<?> type = new IncompleteLoader().loadClass(Unlinkable.class.getName());
        assertThatThrownBy(type::getMethods).isInstanceOf(NoClassDefFoundError.class);
        MonitorListener listener = (MonitorListener) type.getConstructor().newInstance();

        assertThat(ListenerDispatcher.overrides(listener, "onResult", TargetResult.class))
                .isTrue();
    }
}
