package io.trunkline.gateway.outgoing;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Resolves names as another does, and answers only addresses that are admitted; literal addresses are asked about as well. It stands between a name and the
 * connection made, so that a name that means something else at the next look-up gains nothing.
 */
final class AddressGuard extends AddressResolverGroup<InetSocketAddress> {
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Predicate<InetAddress> admitted;

    AddressGuard(AddressResolverGroup<InetSocketAddress> names, Predicate<InetAddress> admitted) {
        this.names = names;
        this.admitted = admitted;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, names.getResolver(executor));
    }

    private final class Guarded extends AbstractAddressResolver<InetSocketAddress> {
        private final AddressResolver<InetSocketAddress> resolver;

        Guarded(EventExecutor executor, AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        /** Never, so that nothing is connected to unasked. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            resolver.resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>)
                    found -> conclude(address, found, promise, first -> promise.trySuccess(first.get(0))));
        }

        @Override
        protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            resolver.resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>)
                    found -> conclude(address, found, promise, promise::trySuccess));
        }

        private void conclude(
                InetSocketAddress asked,
                Future<List<InetSocketAddress>> found,
                Promise<?> promise,
                Consumer<List<InetSocketAddress>> answer) {
            if (!found.isSuccess()) {
                promise.tryFailure(found.cause());
                return;
            }
            var good = found.getNow().stream()
                    .filter(address -> admitted.test(address.getAddress()))
                    .toList();
            if (good.isEmpty()) {
                promise.tryFailure(new ForbiddenAddress("no address of " + asked.getHostString() + " may be called"));
            } else {
                answer.accept(good);
            }
        }
    }
}
