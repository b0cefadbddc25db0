using System.Diagnostics;

namespace Netra.Client.Tests;

/// <summary>A client of a user with everything that its application was told, in order.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _told = [];
    private readonly List<long> _seqs = [];
    private readonly List<ConnectionStatus> _states = [];
    private readonly List<ClientError> _errors = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">The client's.</param>
    /// <param name="handling">How long the handler of a message takes.</param>
    public Recorder(NetraClientOptions options, Func<TimeSpan>? handling = null)
    {
        Client = new NetraClient(options);
        Client.On<Note>("note", async message =>
        {
            Tell($"{message.Payload.From} {message.Payload.N}", message.Seq!.Value);
            if (handling?.Invoke() is { } time) await Task.Delay(time);
        });
        Client.Skipped += (_, skipped) => Tell(skipped.ToString());
        Client.Reset += (_, reset) => Tell(reset.ToString());
        Client.Error += (_, error) =>
        {
            lock (_gate) _errors.Add(error);
        };
        Client.ConnectionChanged += (_, status) =>
        {
            lock (_gate) _states.Add(status);
        };
        Client.Connect();
    }

    public NetraClient Client { get; }

    /// <summary>The states of the connection, one after the other.</summary>
    public IReadOnlyList<ConnectionStatus> States
    {
        get
        {
            lock (_gate) return [.. _states];
        }
    }

    public IReadOnlyList<ClientError> Errors
    {
        get
        {
            lock (_gate) return [.. _errors];
        }
    }

    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_gate) return [.. _told];
        }
    }

    public IReadOnlyList<long> Seqs
    {
        get
        {
            lock (_gate) return [.. _seqs];
        }
    }

    /// <summary>Waits until so many messages have come.</summary>
    public async Task HasAsync(int count)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_seqs.Count >= count) return;
                news = _news.Task;
            }

            var left = Patience.Long - waited.Elapsed;
            if (left <= TimeSpan.Zero) throw new TimeoutException($"Only {Seqs.Count} of {count} messages came; the connection is {Client.Connection}.");
            await Task.WhenAny(news, Task.Delay(left));
        }
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private void Tell(string what, long? seq = null)
    {
        lock (_gate)
        {
            _told.Add(what);
            if (seq is { } place) _seqs.Add(place);
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
