package io.trunkline.mqtt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which numbered statements of the MQTT standards a test proves on the wire. {@code MatrixTest} reads it in the sources of all modules, and refuses
 * numbers that there are not; it makes docs/mqtt-conformance.md of it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
public @interface Proves {
    /** Of MQTT 3.1.1, as {@code "3.1.2-24"}. */
    String[] v3() default {};

    /** Of MQTT 5, as {@code "3.1.2-22"}. */
    String[] v5() default {};
}
