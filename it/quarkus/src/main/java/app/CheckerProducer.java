package app;

import io.halfshake.Checker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

class CheckerProducer {
    @Produces
    @ApplicationScoped
    Checker checker() {
        return Checker.create();
    }

    void close(@Disposes Checker checker) {
        checker.close();
    }
}
