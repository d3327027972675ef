package io.trunkline.broker.cursor;

import org.jspecify.annotations.Nullable;

/** What members say of what they have, by the ids of their leases. Not safe for many threads: its cursor sees to that. */
final class Lending {
    private final Desk desk;
    private final LeaseIds ids;

    Lending(Desk desk, LeaseIds ids) {
        this.desk = desk;
        this.ids = ids;
    }

    /** It is done with; also by the id of a lease that has ended. False when that is settled, being buried, or not known. */
    boolean settle(String lease) {
        var entry = named(lease);
        if (entry == null || entry.state() == Entry.State.DYING) {
            return false;
        }
        desk.settle(entry);
        return true;
    }

    /** What a lease was or is of, if that is not settled. */
    private @Nullable Entry named(String lease) {
        var named = ids.parse(lease);
        var entry = named == null ? null : desk.entry(named.number());
        return named == null || entry == null || named.attempt() > entry.attempts() ? null : entry;
    }

    /**
     * A member gives up for now.
     *
     * @param again when it may be tried again, null for at once
     * @return false when this lease has ended
     */
    boolean retry(String lease, @Nullable Long again) {
        var entry = named(lease);
        if (entry == null
                || entry.state() != Entry.State.LEASED
                || !ids.of(entry).equals(lease)) {
            return false;
        }
        desk.fail(entry, again);
        return true;
    }

    /** A member's reader is done with it; false when it was settled before. */
    boolean settle(Member member, String lease) {
        if (with(member, lease) == null) {
            member.regained();
        }
        return settle(lease);
    }

    /** What a member has by a lease; null for what it has no more. */
    private @Nullable Entry with(Member member, String lease) {
        var entry = named(lease);
        return entry != null && entry.holder() == member && ids.of(entry).equals(lease) ? entry : null;
    }

    /** What a member had it has no more, and others get it next. */
    void giveBack(Member member, String lease) {
        var entry = with(member, lease);
        if (entry != null) {
            desk.giveBack(entry);
            return;
        }
        member.regained();
        var other = named(lease);
        if (other != null && other.hasLapsed(member)) {
            desk.stir(other);
        }
    }

    /** Others may have it; the member may still settle it. */
    void lapse(Member member, String lease) {
        var entry = with(member, lease);
        if (entry != null) {
            desk.lapse(entry, member);
        }
    }

    /** The member has it for as long as it is one. */
    void hold(Member member, String lease) {
        var entry = with(member, lease);
        if (entry != null) {
            desk.hold(entry);
        }
    }
}
