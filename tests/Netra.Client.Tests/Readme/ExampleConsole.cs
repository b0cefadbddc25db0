using System.Collections.Concurrent;

namespace Netra.Client.Tests;

/// <summary>A console whose user presses a key when the first line has come.</summary>
internal sealed class ExampleConsole : IDisposable
{
    private readonly ManualResetEventSlim _written = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public void WriteLine(string line)
    {
        Lines.Enqueue(line);
        _written.Set();
    }

    public string ReadLine() => _written.Wait(Deadline.Time) ? "" : throw new TimeoutException("Nothing was written.");

    public void Dispose() => _written.Dispose();
}
