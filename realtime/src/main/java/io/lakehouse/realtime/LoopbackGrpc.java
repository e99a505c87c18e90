package io.lakehouse.realtime;

import io.grpc.ServerBuilder;
import io.grpc.ServerProvider;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Binds every gRPC server of this JVM to loopback: Pinot asks gRPC for a server on a port, never on an address. gRPC
 * finds this class by {@code META-INF/services} and prefers it to its own.
 */
public final class LoopbackGrpc extends ServerProvider {
    /** Above that of gRPC's own providers, which is at most 5. */
    private static final int PRIORITY = 10;

    /** Made by gRPC. */
    public LoopbackGrpc() {}

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    @Override
    protected ServerBuilder<?> builderForPort(int port) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
