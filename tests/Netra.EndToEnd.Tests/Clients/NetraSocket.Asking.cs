using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Frames that are answered, and waits that walk over nothing.</summary>
public sealed partial class NetraSocket
{
    private static readonly string[] Answers =
        ["ack", "error", "state_updated", "version_conflict", "current_state", "history", "resumed", "auth_ok", "pong"];

    /// <summary>Sends a frame with an id, its own unless one is given, and waits for its answer. Walks over nothing.</summary>
    public async Task<Frame> AskAsync(string type, string payload, string? id = null)
    {
        id ??= Guid.NewGuid().ToString("n");
        int from;
        lock (_gate) from = _frames.Count;
        await SendMessageAsync(type, payload, id);
        return await FindAsync(frame => frame.Id == id && Answers.Contains(frame.Type), from);
    }

    /// <summary>Sends a frame with an id and waits for nothing.</summary>
    public Task SendMessageAsync(string type, string payload, string id) =>
        SendAsync($$"""{"type":"{{type}}","id":{{JsonSerializer.Serialize(id)}},"payload":{{payload}}}""");

    /// <summary>Acknowledges, and waits until the gateway has taken it.</summary>
    public async Task AckAsync(long seq)
    {
        await SendAsync($$$"""{"type":"ack","payload":{"seq":{{{seq}}}}}""");
        await AskAsync("ping", "{}");
    }

    /// <summary>Waits for a frame among those that have come, from a place on, and those that will. Walks over nothing.</summary>
    public async Task<Frame> FindAsync(Func<Frame, bool> wanted, int from = 0, TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(timeout ?? Patience.Short);
        for (var i = from; ;)
        {
            Task news;
            lock (_gate)
            {
                for (; i < _frames.Count; i++)
                {
                    if (wanted(_frames[i])) return _frames[i];
                }

                if (_end.Task.IsCompleted) throw new InvalidOperationException($"The socket ended ({_end.Task.Result}) first. {LastFrames()}");
                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException("The frame did not come. " + LastFrames());
            }
        }
    }

    /// <summary>Waits until the connection has come to a seq, sent or skipped, and answers every frame up to there.</summary>
    public async Task<IReadOnlyList<Frame>> UntilAsync(long seq, TimeSpan? timeout = null)
    {
        var last = await FindAsync(frame => frame is { IsExpedited: false } && frame.Reaches >= seq, timeout: timeout);
        var frames = Frames;
        return [.. frames.TakeWhile(frame => frame != last), last];
    }
}
