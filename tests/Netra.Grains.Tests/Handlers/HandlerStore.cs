using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>The store and what the activations of a user have in common. It outlives them.</summary>
internal sealed class HandlerStore : IAsyncDisposable
{
    private readonly UserLog _log = new(
        new InMemoryBackend(), Options.Create(new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) }), TimeProvider.System, NullLogger<UserLog>.Instance);

    public HandlerStore()
    {
        Meters = new TestMeters();
        Instruments = new HandlerInstruments(Meters);
    }

    public UserId User { get; init; } = UserId.Parse("ada");

    public SignallingTime Time { get; } = new();

    public UserGrainOptions Limits { get; } = new();

    public HandlerOptions Handlers { get; } = new();

    public WorkOptions Work { get; } = new();

    public LogCollector Logs { get; } = new();

    public TestMeters Meters { get; }

    public HandlerInstruments Instruments { get; }

    public List<MessageHandlerRegistration> Registrations { get; } = [];

    public IUserLog Log => _log;

    /// <summary>What the outbox delivers to.</summary>
    public Func<UserId, PublishRequest, Task<PublishResult>> Deliver { get; set; } = (_, request) => Task.FromResult(Delivered(request));

    public static PublishResult Delivered(PublishRequest request) => new([.. request.Messages.Select(message => new PublishedMessage(message.Id!, 1))]);

    public async Task<UserSnapshot> SnapshotAsync() => await Log.LoadAsync(User, CancellationToken.None);

    /// <summary>The types and ids of the live frames, in order.</summary>
    public async Task<List<string>> FramesAsync()
    {
        var frames = await Log.ReadAsync(User, 1, long.MaxValue, 10_000, int.MaxValue, CancellationToken.None);
        return [.. frames.Where(frame => frame.Hole is null).Select(frame => Text(frame.Json))];
    }

    public async Task<List<DeadLetterRecord>> DeadLettersAsync() =>
        [.. await Log.ReadDeadLettersAsync(User, 0, 1_000, int.MaxValue, CancellationToken.None)];

    public async Task<List<WorkRecord>> WorkAsync() => [.. (await SnapshotAsync()).Work];

    /// <summary>Waits for a pause between tries, which is shorter than any timeout, and lets it pass.</summary>
    public async Task<TimeSpan> PassPauseAsync(TimeSpan? below = null)
    {
        while (true)
        {
            var delay = await Time.NextDelayAsync();
            if (delay <= TimeSpan.Zero || delay >= (below ?? TimeSpan.FromSeconds(4))) continue;
            Time.Advance(delay);
            return delay;
        }
    }

    public ValueTask DisposeAsync()
    {
        Meters.Dispose();
        return _log.DisposeAsync();
    }

    private static string Text(ReadOnlyMemory<byte> json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return $"{document.RootElement.GetProperty("type").GetString()} {document.RootElement.GetProperty("payload").GetRawText()}";
    }
}
