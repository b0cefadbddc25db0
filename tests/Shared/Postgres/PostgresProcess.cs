using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Netra.Testing;

/// <summary>Runs PostgreSQL's programs, as the user <c>postgres</c> where this process is root: the server refuses to run as root.</summary>
internal static partial class PostgresProcess
{
    /// <summary>Asks the server to end its sessions and stop: a checkpoint, nothing to recover.</summary>
    public const int FastStop = 2;

    /// <summary>Ends every process of the server at once, without a checkpoint: the next start recovers.</summary>
    public const int ImmediateStop = 3;

    private const string User = "postgres";

    /// <summary>Starts a program of PostgreSQL.</summary>
    /// <param name="prefix">A command that runs it, such as <c>ip netns exec name</c>; may be empty.</param>
    /// <param name="program">The program: <c>initdb</c>, <c>postgres</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(IReadOnlyList<string> prefix, string program, params IEnumerable<string> arguments)
    {
        // Each of these commands replaces itself by the next, so that the process that starts is the server in the end.
        string[] user = Environment.UserName == "root" ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"] : [];
        string[] command = [.. prefix, .. user, Path.Combine(FindPrograms(), program), .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>Gives a directory to the user that the server runs as.</summary>
    public static void GiveAway(string directory)
    {
        if (Environment.UserName != "root") return;
        using var chown = Process.Start("chown", [User, directory]);
        chown.WaitForExit();
        if (chown.ExitCode != 0) throw new InvalidOperationException($"{directory} can't be given to the user {User}.");
    }

    public static void Signal(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0) throw new Win32Exception();
    }

    /// <summary>The directory of <c>postgres</c> and <c>initdb</c>: NETRA_POSTGRES names it, or it is where Debian puts it.</summary>
    private static string FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var named = Environment.GetEnvironmentVariable("NETRA_POSTGRES");
        if (!string.IsNullOrEmpty(named)) return named;
        var installed = Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(version => Path.Combine(version, "bin")) : [];
        return installed.Where(directory => File.Exists(Path.Combine(directory, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL is not installed: ./test.sh installs it, or NETRA_POSTGRES names the directory of its programs.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
