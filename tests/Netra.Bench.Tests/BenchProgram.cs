using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Netra.Bench.Tests;

/// <summary>One run of the benchmark program, with a folder of its own for what is temporary.</summary>
internal sealed class BenchProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("netra-bench-tests-");
    private readonly List<JsonElement> _lines = [];
    private readonly List<string> _errors = [];
    private readonly StringBuilder _text = new();
    private readonly Process _process;
    private readonly bool _isJson;

    private BenchProgram(string[] arguments, bool isJson)
    {
        _isJson = isJson;
        // PostgreSQL runs as another user, who has to come through here to its own folder.
        if (!OperatingSystem.IsWindows()) _temporary.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Find());
        foreach (var argument in arguments) start.ArgumentList.Add(argument.Replace("{folder}", _temporary.FullName, StringComparison.Ordinal));
        start.Environment["TMPDIR"] = _temporary.FullName;
        _process = new Process { StartInfo = start };
    }

    /// <summary>What it wrote to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>What it wrote for people.</summary>
    public string Text => _text.ToString();

    /// <summary>A folder for files that it is told to write.</summary>
    public string Folder => _temporary.FullName;

    /// <summary>The outcomes that it wrote.</summary>
    public IReadOnlyList<Outcome> Outcomes =>
        JsonLines.Read("the run", _lines.Where(line => line.GetProperty("kind").GetString() is "run" or "outcome").Select(line => line.GetRawText())).Outcomes;

    /// <summary>The folders that it made for servers and did not remove. The runtime's own files are not its.</summary>
    public IEnumerable<string> LeftFolders => _temporary.EnumerateDirectories("netra-*").Select(folder => folder.Name);

    /// <summary>The processes that it says it started.</summary>
    public IEnumerable<int> Servers => Lines("process").Select(line => line.GetProperty("pid").GetInt32());

    /// <summary>Those of them that still run.</summary>
    public IEnumerable<int> LeftServers => Servers.Where(id => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}")));

    /// <summary>Starts it with arguments that make it write JSON, and nothing else, to its standard output.</summary>
    public static BenchProgram Start(params string[] arguments) => Start(new BenchProgram(arguments, isJson: true));

    /// <summary>Starts it with arguments that make it write what people read.</summary>
    /// <param name="arguments">The arguments; <c>{folder}</c> in them stands for <see cref="Folder"/>.</param>
    public static BenchProgram StartForPeople(params string[] arguments) => Start(new BenchProgram(arguments, isJson: false));

    private static BenchProgram Start(BenchProgram program)
    {
        program._process.ErrorDataReceived += (_, line) => program.TakeError(line.Data);
        program._process.Start();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>The lines of one kind. Every line of the output was JSON, or reading it has thrown.</summary>
    public IReadOnlyList<JsonElement> Lines(string kind) => [.. _lines.Where(line => line.GetProperty("kind").GetString() == kind)];

    /// <summary>Reads until a line of a kind comes.</summary>
    public async Task ReadUntilAsync(string kind)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (Take(line) == kind) return;
        }

        throw new InvalidOperationException($"It ended without a line of the kind {kind}. It wrote:\n{Errors}");
    }

    /// <summary>Asks it to stop, by the way that Ctrl-C takes too. SIGINT itself is ignored by what a script started in the background.</summary>
    public void Interrupt() => Assert.Equal(0, NativeMethods.Kill(_process.Id, NativeMethods.Terminate));

    /// <summary>Reads to its end. Answers the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line) Take(line);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _temporary.Delete(recursive: true);
    }

    private string? Take(string line)
    {
        if (!_isJson)
        {
            _text.AppendLine(line);
            return null;
        }

        using var json = JsonDocument.Parse(line);
        _lines.Add(json.RootElement.Clone());
        return _lines[^1].GetProperty("kind").GetString();
    }

    private void TakeError(string? line)
    {
        lock (_errors)
        {
            if (line is not null) _errors.Add(line);
        }
    }

    private static string Find() => BuiltProgram.PathOf("bench", "Netra.Bench") ?? throw new InvalidOperationException($"{BuiltProgram.NoRepository}.");
}
