package app;

import io.halfshake.Checker;
import io.halfshake.it.OpenResources;
import io.halfshake.it.WebApplicationVerifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Calls itself by HTTP and ends. The context closes the checker. */
@SpringBootApplication
public class Application {
    public static void main(String[] arguments) throws Exception {
        SpringApplication.run(Application.class, arguments).close();
        OpenResources.awaitNoThread();
    }

    @Bean
    Checker checker() {
        return Checker.create();
    }

    @Bean
    ApplicationRunner caller(Environment environment) {
        return arguments -> {
            DebugLines lines = new DebugLines();
            WebApplicationVerifier.verify(environment.getRequiredProperty("local.server.port", Integer.class));
            lines.requireCheck();
        };
    }
}
