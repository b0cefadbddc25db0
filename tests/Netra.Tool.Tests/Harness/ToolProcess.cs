using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Netra.Tool.Tests;

/// <summary>One run of the built tool. None of its variables in this process's environment reaches it.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private const int Interrupt = 2;

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ToolProcess(Process process) => _process = process;

    /// <summary>The built tool.</summary>
    public static string Assembly { get; } =
        Path.Combine(Path.GetDirectoryName(BuiltProgram.PathOf("src", "Netra.Tool") ?? throw new FileNotFoundException($"{BuiltProgram.NoRepository}."))!, "netra.dll");

    /// <param name="input">What it can read; null: nothing.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables beside this process's.</param>
    /// <param name="isInputOpen">Whether standard input has no end until <see cref="Type"/> was called for the last time, as a terminal's has none.</param>
    public static ToolProcess Start(
        string? input, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, bool isInputOpen = false)
    {
        // Who starts tests in the background has them ignore Ctrl-C, and what they start would too.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("--default-signal=INT");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("NETRA_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var tool = new ToolProcess(new Process { StartInfo = start });
        tool._process.OutputDataReceived += (_, line) => tool.Take(line.Data);
        tool._process.ErrorDataReceived += (_, line) => tool.TakeError(line.Data);
        tool._process.Start();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        if (input is not null) tool._process.StandardInput.Write(input);
        if (!isInputOpen) tool._process.StandardInput.Close();
        return tool;
    }

    public static async Task<ToolResult> RunAsync(string? input, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var tool = Start(input, arguments, environment);
        return await tool.EndAsync();
    }

    /// <summary>Waits for the next line of standard output.</summary>
    public Task<string> NextLineAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience.Long);

    /// <summary>Waits for a line of standard error that has this text.</summary>
    public async Task NextErrorAsync(string text)
    {
        while (!(await _errorLines.Reader.ReadAsync().AsTask().WaitAsync(Patience.Long)).Contains(text, StringComparison.Ordinal))
        {
            // Another line.
        }
    }

    /// <summary>Gives it more to read.</summary>
    public void Type(string input)
    {
        _process.StandardInput.Write(input);
        _process.StandardInput.Flush();
    }

    /// <summary>Ctrl-C.</summary>
    public void SendInterrupt() => Assert.Equal(0, NativeMethods.Kill(_process.Id, Interrupt));

    /// <summary>Waits for its end.</summary>
    public async Task<ToolResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Long);
        return new ToolResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void TakeError(string? line)
    {
        if (line is null) return;
        _error.Append(line).Append('\n');
        _errorLines.Writer.TryWrite(line);
    }

    private void Take(string? line)
    {
        if (line is null) return;
        _output.Append(line).Append('\n');
        _lines.Writer.TryWrite(line);
    }
}
