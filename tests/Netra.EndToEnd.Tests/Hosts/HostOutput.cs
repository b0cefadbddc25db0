namespace Netra.EndToEnd.Tests;

/// <summary>What a process wrote: the newest lines, as many as were asked for. Thread-safe.</summary>
public sealed class HostOutput(int maxLines)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];

    /// <summary>Whether lines were dropped because there were too many.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The lines that are kept.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    /// <summary>The lines that are kept, as one text.</summary>
    public string Text => string.Join('\n', Lines);

    /// <summary>The newest lines, for the report of a failure.</summary>
    public string Tail(int lines = 60) => string.Join('\n', Lines.TakeLast(lines));

    /// <summary>Takes a line. Null, the end of a stream, is nothing.</summary>
    public void Add(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > maxLines)
            {
                _lines.Dequeue();
                IsCut = true;
            }

            foreach (var (_, found) in _waiting.Where(entry => entry.Wanted(line))) found.TrySetResult(line);
            _waiting.RemoveAll(entry => entry.Found.Task.IsCompleted);
        }
    }

    /// <summary>Waits for a line that is written after this call.</summary>
    public Task<string> NextAsync(Func<string, bool> wanted)
    {
        lock (_gate)
        {
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task;
        }
    }
}
