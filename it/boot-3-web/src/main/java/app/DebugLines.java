package app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** What Halfshake logs at DEBUG, which reaches Spring Boot's log with nothing added but the level. */
final class DebugLines {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    DebugLines() {
        appender.start();
        ((Logger) LoggerFactory.getLogger("io.halfshake")).addAppender(appender);
    }

    void requireCheck() {
        if (appender.list.stream().noneMatch(DebugLines::isCheck)) {
            throw new IllegalStateException("log: " + appender.list + " (expected a check at DEBUG)");
        }
    }

    private static boolean isCheck(ILoggingEvent event) {
        return event.getLevel() == Level.DEBUG && event.getFormattedMessage().contains(" is up: answered in ");
    }
}
