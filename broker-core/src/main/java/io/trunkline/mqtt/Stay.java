package io.trunkline.mqtt;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * For how long a connection may last by what it logged in with; its session is not bound by that.
 *
 * @param end when that ends
 * @param counts whether connections end with it; asked then, and every minute from then on
 */
public record Stay(Instant end, BooleanSupplier counts) {}
