package io.halfshake.cli.result;

import io.halfshake.CheckResult;

/** The format of a result. */
public interface ResultFormat {
    /**
     * Formats a result.
     *
     * @return a line in UTF-8, with its end
     */
    byte[] line(CheckResult result);
}
