package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import java.time.Duration;

class Diagnoses {
    static boolean isHostDown(String target) {
        try (Checker checker = Checker.create();
                Checker echo = Checker.builder().engine("echo").build()) {
            Diagnosis diagnosis = Diagnoser.of(checker).withEcho(echo).diagnose(target, Duration.ofSeconds(2));
            System.out.println(diagnosis.describe());
            diagnosis.evidence().forEach(System.out::println);
            return diagnosis.verdict() == DiagnosisVerdict.HOST_DOWN;
        }
    }
}
