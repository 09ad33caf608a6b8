package dev.pollux.frameworks.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A service as a compiler of .proto files would make it, but with texts as messages: so this module needs no compiler. */
final class Greeter {
    private static final String NAME = "hello.Greeter";

    static final MethodDescriptor<String, String> HELLO = method("Hello", MethodType.UNARY);
    static final MethodDescriptor<String, String> COUNT = method("Count", MethodType.SERVER_STREAMING);

    private Greeter() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(NAME)
                .addMethod(HELLO, ServerCalls.asyncUnaryCall(Greeter::hello))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(Greeter::count))
                .build();
    }

    private static void hello(String name, StreamObserver<String> answer) {
        answer.onNext("Hello, " + name + "!");
        answer.onCompleted();
    }

    private static void count(String to, StreamObserver<String> answer) {
        for (int i = 1; i <= Integer.parseInt(to); i++) {
            answer.onNext(Integer.toString(i));
        }
        answer.onCompleted();
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream bytes) {
            try {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
