package dev.pollux.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The benchmarks' command line: exit code 0 is success, 1 a failure, 2 wrong usage. */
@Command(
        name = "pollux-benchmarks",
        description = "Measures Pollux beside the JDK, Netty, Agrona and C, and writes the report.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    @Mixin
    private HelpOption help;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        List<String> line = List.of(args);
        System.exit(execute(Suites.all(), line, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    /** {@return the exit code of a command} */
    static int execute(List<Suite> suites, List<String> args, PrintWriter out, PrintWriter err) {
        Measuring measuring = new Measuring(suites, args);
        CommandLine commandLine = new CommandLine(new Main())
                .addSubcommand(new MeasureCommand(measuring))
                .addSubcommand(new RenderCommand())
                .addSubcommand(new ReportCommand(measuring))
                .addSubcommand(new CallsCommand())
                .addSubcommand(new GarbageCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(JmhCommand.commandLine());
        commandLine.setOut(out).setErr(err);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(Main::wrongUsage);
        commandLine.setExecutionExceptionHandler(Main::failed);
        return args.isEmpty() ? usage(commandLine) : commandLine.execute(args.toArray(String[]::new));
    }

    private static int usage(CommandLine commandLine) {
        commandLine.usage(commandLine.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + e.getMessage() + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        boolean told = e instanceof CommandFailure || e instanceof IOException && e.getMessage() != null;
        command.getErr().println(name + ": " + (told ? e.getMessage() : e.toString()));
        if (!told || e.getCause() != null) {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
