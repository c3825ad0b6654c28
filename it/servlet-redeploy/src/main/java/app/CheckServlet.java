package app;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.monitor.Monitor;
import io.halfshake.retry.Retry;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Uses all that there is, on a thread of the container. */
@WebServlet("/check")
public final class CheckServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getParameter("target");
        Checker checker = CheckerListener.checker(getServletContext());
        Monitor monitor = CheckerListener.monitor(getServletContext());
        List<String> found = new ArrayList<>();
        found.add(checker.engine().describe());

        found.add(checker.checkAddr(target, TIMEOUT).describe());
        found.add(checker.checkAddrAsync(target, TIMEOUT)
                .thenApply(CheckResult::describe)
                .join());
        checker.checkAll(List.of(target, target), TIMEOUT, result -> found.add(result.describe()));
        found.add(Retry.of(2).check(checker, target, TIMEOUT).result().describe());
        found.add(Diagnoser.of(checker).diagnose(target, TIMEOUT).describe());
        monitor.add(target);

        response.setContentType("text/plain");
        response.getWriter().print(String.join("\n", found));
    }
}
