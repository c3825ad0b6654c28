package io.halfshake.cli;

import io.halfshake.CheckResult;

/** How a result is written. */
interface ResultFormat {
    /**
     * One result.
     *
     * @return a line in UTF-8, with its end
     */
    byte[] line(CheckResult result);
}
