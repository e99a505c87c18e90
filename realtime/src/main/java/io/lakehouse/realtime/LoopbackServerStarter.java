package io.lakehouse.realtime;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.apache.pinot.core.transport.ChannelHandlerFactory;
import org.apache.pinot.server.access.AllowAllAccessFactory;
import org.apache.pinot.server.starter.helix.HelixServerStarter;
import org.apache.pinot.spi.env.PinotConfiguration;
import org.apache.pinot.spi.utils.CommonConstants.Server;

/**
 * Pinot's server, whose query port is bound to loopback. Pinot's own query server binds to every address and cannot be
 * told otherwise; so it is switched off, and this one answers the broker with the same handlers.
 */
final class LoopbackServerStarter extends HelixServerStarter {
    private final NioEventLoopGroup acceptors = new NioEventLoopGroup(1);
    private final NioEventLoopGroup workers = new NioEventLoopGroup();
    private Channel channel;

    @Override
    public void init(PinotConfiguration configuration) throws Exception {
        configuration.setProperty(Server.CONFIG_OF_NETTY_SERVER_ENABLED, false);
        super.init(configuration);
    }

    /** Starts the server and, once all its segments are loaded, opens it for queries. */
    @Override
    public void start() throws Exception {
        super.start();
        channel = new ServerBootstrap()
                .group(acceptors, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 128)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(queries())
                .bind(InetAddress.getLoopbackAddress(), _port)
                .sync()
                .channel();
    }

    @Override
    public void stop() {
        if (channel != null) {
            channel.close().syncUninterruptibly();
        }
        acceptors.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        super.stop();
    }

    private ChannelInitializer<SocketChannel> queries() {
        var scheduler = _serverInstance.getQueryScheduler();
        var metrics = _serverInstance.getServerMetrics();
        var access = new AllowAllAccessFactory().create();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel connection) {
                connection
                        .pipeline()
                        .addLast(ChannelHandlerFactory.getLengthFieldBasedFrameDecoder())
                        .addLast(ChannelHandlerFactory.getLengthFieldPrepender())
                        .addLast(ChannelHandlerFactory.getInstanceRequestHandler(scheduler, metrics, access));
            }
        };
    }
}
