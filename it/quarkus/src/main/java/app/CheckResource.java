package app;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.it.HalfOpenVerifier;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

@Path("/")
public class CheckResource {
    private final Checker checker;

    CheckResource(Checker checker) {
        this.checker = checker;
    }

    @GET
    @Path("check")
    public CompletionStage<String> check(@QueryParam("target") String target) {
        return checker.checkAddrAsync(target, Duration.ofMinutes(1)).thenApply(CheckResult::describe);
    }

    @GET
    @Path("verify")
    @Blocking
    public String verify() throws IOException, InterruptedException {
        return HalfOpenVerifier.verify();
    }
}
