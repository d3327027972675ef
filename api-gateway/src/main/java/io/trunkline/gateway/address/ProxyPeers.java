package io.trunkline.gateway.address;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/** Who may open connections that begin with a PROXY protocol header: peers outside of some ranges are hung up on, nothing of theirs is read. */
@ChannelHandler.Sharable
public final class ProxyPeers extends ChannelInboundHandlerAdapter {
    private static final String NAME = "trunkline.proxies";

    private final AddressRanges proxies;

    public ProxyPeers(AddressRanges proxies) {
        this.proxies = proxies;
    }

    /** For a channel that has read nothing yet. */
    public void install(Channel channel) {
        channel.pipeline().addFirst(NAME, this);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what fails to be closed ends in channelInactive
    public void channelActive(ChannelHandlerContext context) {
        if (context.channel().remoteAddress() instanceof InetSocketAddress peer
                && proxies.contains(peer.getAddress())) {
            context.pipeline().remove(this);
            context.fireChannelActive();
        } else {
            context.close();
        }
    }
}
