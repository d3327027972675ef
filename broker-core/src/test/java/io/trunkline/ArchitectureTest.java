package io.trunkline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.trunkline.broker.LocalBroker;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.trunkline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "java..", "io.trunkline.broker..", "reactor..", "org.jspecify..", "org.slf4j..", "org.reactivestreams.."
    };
    private static final String ASKING =
            "System\\.(currentTimeMillis|nanoTime)|(Instant|LocalDate|LocalDateTime|LocalTime|OffsetDateTime|ZonedDateTime)\\.now"
                    + "|(Clock|InstantSource)\\.(system.*|tick.*)|UUID\\.randomUUID|Math\\.random|ThreadLocalRandom\\.current|SecureRandom\\.getInstance.*"
                    + "|Executors\\..*|CompletableFuture\\.(run|supply)Async";

    @ArchTest
    static final ArchRule THE_CORE_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("io.trunkline.broker..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE)
            .because("routing must outlive every framework, wire and store around it");

    @ArchTest
    static final ArchRule PACKAGES_LOOK_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("explain")
            .definedBy("..broker.explain..")
            .layer("broker")
            .definedBy("io.trunkline.broker")
            .layer("routing")
            .definedBy("..broker.routing..")
            .layer("cursor")
            .definedBy("..broker.cursor..")
            .layer("ports")
            .definedBy(
                    "..broker.observe..",
                    "..broker.cluster..",
                    "..broker.history..",
                    "..broker.presence..",
                    "..broker.schedule..")
            .layer("limits")
            .definedBy("..broker.limits..")
            .layer("message")
            .definedBy("..broker.message..")
            .layer("access")
            .definedBy("..broker.access..")
            .layer("topic")
            .definedBy("..broker.topic..")
            .layer("refusal")
            .definedBy("..broker.refusal..")
            .whereLayer("explain")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("broker")
            .mayOnlyBeAccessedByLayers("explain")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("explain", "broker")
            .whereLayer("cursor")
            .mayOnlyBeAccessedByLayers("explain", "broker")
            .whereLayer("ports")
            .mayOnlyBeAccessedByLayers("explain", "broker", "routing", "cursor")
            .whereLayer("limits")
            .mayOnlyBeAccessedByLayers("explain", "broker", "routing", "cursor", "ports")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("explain", "broker", "routing", "cursor", "ports", "limits")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("explain", "broker", "routing", "cursor", "ports", "limits", "message")
            .whereLayer("topic")
            .mayOnlyBeAccessedByLayers("explain", "broker", "routing", "cursor", "ports", "limits", "message", "access")
            .whereLayer("refusal")
            .mayNotAccessAnyLayer()
            .because(
                    "each package can be read knowing only those to its right; routing and cursors are two ways out, and neither knows the other");

    @ArchTest
    static final ArchRule NOTHING_ASKS_THE_WORLD = noClasses()
            .that()
            .resideInAPackage("io.trunkline.broker..")
            .should()
            .callMethodWhere(asks())
            .because(
                    "time, ids, threads and chance are handed in, so that a cluster runs in one JVM on virtual time from a seed");

    @ArchTest
    static final ArchRule NOTHING_MAKES_THREADS_OR_CHANCE = noClasses()
            .that()
            .resideInAPackage("io.trunkline.broker..")
            .should()
            .callConstructorWhere(makes(Thread.class, Random.class, UUID.class, Timer.class, ThreadPoolExecutor.class))
            .because(
                    "time, ids, threads and chance are handed in, so that a cluster runs in one JVM on virtual time from a seed");

    @ArchTest
    static final ArchRule CHANNEL_IS_CORE_AND_NETTY = classes()
            .that()
            .resideInAPackage("io.trunkline.channel..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(CORE).or(resideInAnyPackage("io.trunkline.channel..", "io.netty..")))
            .because("the WebSocket and the MQTT door share it, and it may know neither");

    @ArchTest
    static final ArchRule MQTT_IS_CHANNEL_AND_MOQUETTE = classes()
            .that()
            .resideInAPackage("io.trunkline.mqtt..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "io.trunkline.channel..",
                            "io.trunkline.mqtt..",
                            "io.netty..",
                            "io.moquette..",
                            "javax.net.ssl..")))
            .because("the MQTT engine is embedded without the gateway around it");

    @ArchTest
    static final ArchRule NOBODY_BLOCKS = noClasses()
            .should()
            .callMethodWhere(reactors("block(First|Last|Optional)?"))
            .because("two event loops serve everyone");

    @ArchTest
    static final ArchRule THE_BROKER_ALONE_SUBSCRIBES = noClasses()
            .that()
            .resideInAPackage("io.trunkline.broker..")
            .and()
            .areNotAssignableTo(LocalBroker.class)
            .should()
            .callMethodWhere(reactors("subscribe"))
            .because("who subscribes must also know when to stop");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Processor|Service)")
            .because("such a name hides that the noun was not found yet");

    private static DescribedPredicate<JavaMethodCall> asks() {
        return DescribedPredicate.describe(
                "that asks for the time, a thread or chance",
                call -> (call.getTargetOwner().getSimpleName() + "." + call.getName()).matches(ASKING));
    }

    private static DescribedPredicate<JavaConstructorCall> makes(Class<?>... types) {
        return DescribedPredicate.describe(
                "of a thread, a timer or chance",
                call -> Stream.of(types).anyMatch(call.getTargetOwner()::isAssignableTo));
    }

    private static DescribedPredicate<JavaMethodCall> reactors(String name) {
        return DescribedPredicate.describe(
                "a method of Reactor named " + name,
                call -> call.getName().matches(name)
                        && call.getTargetOwner().getPackageName().equals("reactor.core.publisher"));
    }
}
