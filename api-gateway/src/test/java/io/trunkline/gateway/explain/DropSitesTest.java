package io.trunkline.gateway.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.trunkline.broker.observe.BrokerListener;
import io.trunkline.broker.routing.Offer;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every place where a delivery or a publish can end, by name. Who adds one adds it here, once {@code explain} tells what became of a message there: the
 * listener hears of it with the connection and a reason that is true.
 */
class DropSitesTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.trunkline");

    private static TreeSet<String> callers(Class<?> owner, String member) {
        return ALL.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> isTo(access, owner, member))
                .filter(access -> isWritten(access.getOriginOwner(), owner))
                .map(access -> access.getOriginOwner().getSimpleName() + "."
                        + access.getOrigin().getName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isTo(JavaAccess<?> access, Class<?> owner, String member) {
        AccessTarget target = access.getTarget();
        return target.getOwner().isEquivalentTo(owner) && target.getName().equals(member);
    }

    /** What the compiler makes of an enum, or of a switch over it, is nobody's doing. */
    private static boolean isWritten(JavaClass origin, Class<?> owner) {
        return !origin.isEquivalentTo(owner) && !origin.getSimpleName().isEmpty();
    }

    @Test
    void lossesAreToldFromHere() {
        assertThat(callers(BrokerListener.class, "dropped"))
                .containsExactly(
                        "Burial.lost",
                        "EventLine.expired",
                        "EventLine.slow",
                        "LineConnection.lost",
                        "Listeners.dropped",
                        "RealtimeLine.lost",
                        "Round.accept",
                        "Sessions.dropped");
    }

    @Test
    void gapsInLogsAreToldFromHere() {
        assertThat(callers(BrokerListener.class, "overtaken"))
                .containsExactly("Burial.overtaken", "Listeners.overtaken");
    }

    /** Whoever refuses an offer is asked by one of those who tell. */
    @Test
    void offersAreRefusedHere() {
        assertThat(callers(Offer.class, "DROPPED"))
                .containsExactly(
                        "ChannelExit.offer",
                        "Feed.offer",
                        "ForwardOutbox.offer",
                        "ForwardOutbox.put",
                        "LoopDelivery.enqueue",
                        "Onward.goOn",
                        "QueuedOutbox.offer",
                        "Round.offer",
                        "Seams.offer",
                        "SessionOutbox.offerAtOnce",
                        "SessionOutbox.offerToEngine",
                        "Walk.hookOnNext");
    }

    @Test
    void refusedPublishesAreToldFromHere() {
        assertThat(callers(BrokerListener.class, "refusedPublish"))
                .containsExactly(
                        "Deferral.tell", "Listeners.refusedPublish", "LocalBroker.refused", "RealtimeDoor.checkSize");
        assertThat(callers(BrokerListener.class, "refusedSubscribe"))
                .containsExactly("LineNews.refused", "Listeners.refusedSubscribe");
    }

    @Test
    void refusalsAreCountedFromHere() {
        assertThat(callers(BrokerListener.class, "refused"))
                .containsExactly(
                        "Deferral.tell",
                        "Foundry.make",
                        "Histories.read",
                        "LineNews.refused",
                        "Listeners.refused",
                        "LocalBroker.refused",
                        "RealtimeDoor.checkSize",
                        "Resting.begin");
    }
}
