package app;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.halfshake.it.HalfOpenVerifier;
import io.netty.util.Version;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls a gRPC service before and after a check, over one channel. */
public final class Main {
    private static final MethodDescriptor<String, String> GREET = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName("Greeter/greet")
            .setRequestMarshaller(new TextMarshaller())
            .setResponseMarshaller(new TextMarshaller())
            .build();

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        expectOneNetty();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(ServerServiceDefinition.builder("Greeter")
                        .addMethod(GREET, ServerCalls.asyncUnaryCall((name, responses) -> {
                            responses.onNext("hello " + name);
                            responses.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        try {
            expectGreeting(channel);

            System.out.println(HalfOpenVerifier.verify());

            expectGreeting(channel);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** Needed since a single call happens to work with some mixtures of versions. */
    private static void expectOneNetty() {
        Map<String, Version> artifacts = Version.identify();
        if (artifacts.values().stream().map(Version::artifactVersion).distinct().count() != 1) {
            throw new AssertionError("Netty: " + artifacts.values() + " (expected: one version)");
        }
    }

    private static void expectGreeting(ManagedChannel channel) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
        String greeting = ClientCalls.blockingUnaryCall(channel, GREET, options, "world");
        if (!greeting.equals("hello world")) {
            throw new AssertionError("greeting: " + greeting + " (expected: hello world)");
        }
    }
}
