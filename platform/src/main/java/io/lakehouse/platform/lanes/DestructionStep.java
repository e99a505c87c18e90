package io.lakehouse.platform.lanes;

/**
 * Something to remove.
 *
 * @param what what it is
 * @param isThere whether it is there
 * @param removal how it goes
 */
record DestructionStep(String what, Deadline.Condition isThere, Removal removal) {

    /** Removes one object. */
    @FunctionalInterface
    interface Removal {
        /** Removes it. */
        void run() throws Exception;
    }
}
