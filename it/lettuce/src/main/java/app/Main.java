package app;

import io.halfshake.it.HalfOpenVerifier;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** Talks to Redis before and after a check, over one connection and a new one. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisClient client = RedisClient.create(RedisURI.builder()
                        .withHost("127.0.0.1")
                        .withPort(server.port())
                        .withTimeout(Duration.ofMinutes(1))
                        .build());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().set("greeting", "hello");

            System.out.println(HalfOpenVerifier.verify());

            expectGreeting(connection);
            try (StatefulRedisConnection<String, String> another = client.connect()) {
                expectGreeting(another);
            }
        }
    }

    private static void expectGreeting(StatefulRedisConnection<String, String> connection) {
        String greeting = connection.sync().get("greeting");
        if (!"hello".equals(greeting)) {
            throw new AssertionError("greeting: " + greeting + " (expected: hello)");
        }
    }
}
