package app;

import io.halfshake.it.OpenResources;
import io.halfshake.it.WebApplicationVerifier;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;

/** Calls itself by HTTP and ends. The container closes the checker. */
@QuarkusMain
public class Application implements QuarkusApplication {
    @Inject
    HttpServer server;

    public static void main(String[] arguments) {
        Quarkus.run(Application.class, Application::ended, arguments);
    }

    @Override
    public int run(String... arguments) throws Exception {
        WebApplicationVerifier.verify(server.getPort());
        return 0;
    }

    private static void ended(int status, Throwable failure) {
        int result = status;
        try {
            OpenResources.awaitNoThread();
        } catch (Exception e) {
            e.printStackTrace();
            result = 1;
        }
        System.exit(result);
    }
}
