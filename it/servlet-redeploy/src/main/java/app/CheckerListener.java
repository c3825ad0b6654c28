package app;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** A checker and a monitor, for as long as the application is deployed. */
@WebListener
public final class CheckerListener implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        Checker checker = Checker.create();
        ServletContext context = event.getServletContext();
        context.setAttribute(Checker.class.getName(), checker);
        context.setAttribute(Monitor.class.getName(), Monitor.builder(checker).build());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        monitor(event.getServletContext()).close();
        checker(event.getServletContext()).close();
    }

    static Checker checker(ServletContext context) {
        return (Checker) context.getAttribute(Checker.class.getName());
    }

    static Monitor monitor(ServletContext context) {
        return (Monitor) context.getAttribute(Monitor.class.getName());
    }
}
