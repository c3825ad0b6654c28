package app;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.it.HalfOpenVerifier;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
class CheckController {
    private final Checker checker;

    CheckController(Checker checker) {
        this.checker = checker;
    }

    @GetMapping("/check")
    Mono<String> check(@RequestParam("target") String target) {
        return Mono.fromFuture(() -> checker.checkAddrAsync(target, Duration.ofMinutes(1)))
                .map(CheckResult::describe);
    }

    /** Blocks, which an event loop must not. */
    @GetMapping("/verify")
    Mono<String> verify() {
        return Mono.fromCallable(HalfOpenVerifier::verify).subscribeOn(Schedulers.boundedElastic());
    }
}
