package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

@ApplicationScoped
class Fakes {
    @Produces
    @Singleton
    Checker checker() {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().up();
        return checker;
    }
}
