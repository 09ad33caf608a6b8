package dev.pollux.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The examples' command line: exit code 0 is success, 1 a failure, 2 wrong usage. */
@Command(
        name = "pollux-examples",
        description = "Servers and clients built on Pollux.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            EchoCommand.class,
            HttpCommand.class,
            ChatCommand.class,
            ProxyCommand.class,
            LoadCommand.class,
            DoctorCommand.class,
            DemoServerCommand.class,
            DemoLoopCommand.class
        })
public final class Main {
    /** Held, since a logger that nobody holds forgets its level. The commands themselves tell of a fallback. */
    private static final Logger POLLUX_LOGGER = Logger.getLogger("dev.pollux");

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        POLLUX_LOGGER.setLevel(Level.WARNING);
        System.exit(execute(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    /** {@return the exit code of a command} */
    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setOut(out).setErr(err);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(Main::wrongUsage);
        commandLine.setExecutionExceptionHandler(Main::failed);
        return commandLine.execute(args);
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + OneLine.of(e.getMessage()) + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + OneLine.of(text(e)));
        boolean verbose = ((Main) command.getCommandSpec().root().userObject()).verbose;
        if (verbose) {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String text(Exception e) {
        boolean isForPeople = e instanceof CommandFailure
                || e instanceof IOException
                || e instanceof IllegalArgumentException
                || e instanceof UnsupportedOperationException;
        return isForPeople && e.getMessage() != null ? e.getMessage() : e.toString();
    }
}
