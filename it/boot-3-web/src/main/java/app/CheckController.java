package app;

import io.halfshake.Checker;
import io.halfshake.it.HalfOpenVerifier;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CheckController {
    private final Checker checker;

    CheckController(Checker checker) {
        this.checker = checker;
    }

    @GetMapping("/check")
    String check(@RequestParam("target") String target) {
        return checker.checkAddr(target, Duration.ofMinutes(1)).describe();
    }

    @GetMapping("/verify")
    String verify() throws IOException, InterruptedException {
        return HalfOpenVerifier.verify();
    }
}
