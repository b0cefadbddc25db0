using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Netra.Faults;

/// <summary>Writes a run's history to a file, in the order in which it is told. Thread-safe; the run's clock is here too.</summary>
internal sealed class HistoryRecorder : IAsyncDisposable
{
    /// <summary>The file's name in the directory of a run.</summary>
    public const string FileName = "history.jsonl";

    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Channel<HistoryEvent> _events = Channel.CreateUnbounded<HistoryEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    public HistoryRecorder(string directory)
    {
        Directory.CreateDirectory(directory);
        _writing = WriteAsync(Path.Combine(directory, FileName));
    }

    /// <summary>Milliseconds since the run began.</summary>
    public long NowMs => (long)Stopwatch.GetElapsedTime(_begun).TotalMilliseconds;

    public void Add(HistoryEvent happened) => _events.Writer.TryWrite(happened);

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path);
        await foreach (var happened in _events.Reader.ReadAllAsync()) await file.WriteLineAsync(JsonSerializer.Serialize(happened, HistoryJson.Options));
    }
}
