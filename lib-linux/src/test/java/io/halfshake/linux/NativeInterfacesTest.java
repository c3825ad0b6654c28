package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NativeInterfacesTest {
    @Test
    void order_ffmFirstWhereTheJdkHasIt() {
        assertThat(NativeInterfaces.order(null, true)).containsExactly(NativeInterface.FFM, NativeInterface.JNA);
        assertThat(NativeInterfaces.order(null, false)).containsExactly(NativeInterface.JNA);
    }

    @Test
    void order_onlyTheNamedOne() {
        assertThat(NativeInterfaces.order("jna", true)).containsExactly(NativeInterface.JNA);
        assertThat(NativeInterfaces.order("FFM", false)).containsExactly(NativeInterface.FFM);
    }

    @Test
    void order_isThatOfTheNamesWhereTheJdkHasBoth() {
        assertThat(NativeInterfaces.order("jna,ffm", true)).containsExactly(NativeInterface.JNA, NativeInterface.FFM);
        assertThat(NativeInterfaces.order("FFM, Jna", true)).containsExactly(NativeInterface.FFM, NativeInterface.JNA);
        assertThat(NativeInterfaces.order("jna,ffm", false)).containsExactly(NativeInterface.JNA);
        assertThat(NativeInterfaces.order("jna,jna", true)).containsExactly(NativeInterface.JNA);
    }

    @Test
    void unknownName_isAMistakeAndChangesNothing() {
        assertThat(NativeInterfaces.mistake("jni"))
                .isEqualTo("system property halfshake.system-calls: jni"
                        + " (expected ffm, jna, or both in the order to be tried, with a comma)");
        assertThat(NativeInterfaces.mistake("jna,")).isNotNull();
        assertThat(NativeInterfaces.mistake("")).isNotNull();
        assertThat(NativeInterfaces.mistake("Jna")).isNull();
        assertThat(NativeInterfaces.mistake("jna,ffm")).isNull();
        assertThat(NativeInterfaces.mistake(null)).isNull();
        assertThat(NativeInterfaces.order("jni", false)).containsExactly(NativeInterface.JNA);
    }

    @Test
    void bindFirst_takesTheNextWhereTheFirstFails() {
        List<String> evidence = List.of("FFM: no linker", "JNA: loaded");
        NativeInterfaces.Binder binder = each -> {
            if (each == NativeInterface.FFM) {
                throw new IllegalStateException("no linker");
            }
        };

        assertThat(NativeInterfaces.bindFirst(NativeInterfaces.order(null, true), binder))
                .isEqualTo(new NativeInterfaces.Choice(NativeInterface.JNA, evidence));
    }

    @Test
    void bindFirst_namesEveryCauseWhereAllFail() {
        IllegalCallerException denied = new IllegalCallerException("denied");
        UnsatisfiedLinkError noexec = new UnsatisfiedLinkError("noexec");

        assertThatThrownBy(() -> NativeInterfaces.bindFirst(NativeInterfaces.order(null, true), each -> {
                    if (each == NativeInterface.FFM) {
                        throw denied;
                    }
                    throw noexec;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("FFM: java.lang.IllegalCallerException: denied;"
                        + " JNA: java.lang.UnsatisfiedLinkError: noexec")
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(denied, noexec));
    }

    @Test
    void bindFirst_throwsWhatTheOnlyOneDoes() {
        UnsatisfiedLinkError noexec = new UnsatisfiedLinkError("noexec");

        assertThatThrownBy(() -> NativeInterfaces.bindFirst(NativeInterfaces.order(null, false), each -> {
                    throw noexec;
                }))
                .isSameAs(noexec);
    }

    /** Another attempt may find memory, so it must not look like a lack of FFM. */
    @Test
    void bindFirst_withoutMemoryDecidesNothing() {
        OutOfMemoryError noMemory = new OutOfMemoryError("unable to create native thread");

        assertThatThrownBy(() -> NativeInterfaces.bindFirst(NativeInterfaces.order(null, true), each -> {
                    throw noMemory;
                }))
                .isSameAs(noMemory);
    }
}
