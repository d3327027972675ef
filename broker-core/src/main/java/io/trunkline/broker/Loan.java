package io.trunkline.broker;

import io.trunkline.broker.cursor.Member;
import io.trunkline.broker.routing.Settlement;

/**
 * A delivery that a member of a cursor has until it is settled.
 *
 * @param shared whether others may have it when the member's client is away
 */
record Loan(Member member, String lease, boolean shared) implements Settlement {
    @Override
    public void settled() {
        member.settle(lease);
    }

    @Override
    public void returned() {
        member.giveBack(lease);
    }

    @Override
    public void interrupted() {
        if (shared) {
            member.lapse(lease);
        }
    }
}
