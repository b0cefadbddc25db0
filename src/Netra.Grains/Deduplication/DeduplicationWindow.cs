using System.Diagnostics.CodeAnalysis;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The ids that were accepted for a user lately, durable ones and those on their way (protocol section 2.2). Not thread-safe.</summary>
/// <remarks>Each space has its own ids and its own limit: however many ids clients send, none of a publisher or an outbox is forgotten for them.</remarks>
internal sealed class DeduplicationWindow
{
    /// <summary>How long another user's outbox may repeat itself.</summary>
    internal static readonly TimeSpan OutboxWindow = TimeSpan.FromHours(24);

    /// <summary>How many records one commit forgets at most.</summary>
    internal const int MaxForgottenAtOnce = 1_000;

    private readonly TimeProvider _time;
    private readonly Dictionary<DeduplicationSpace, AcceptedIds> _spaces;

    public DeduplicationWindow(UserGrainOptions options, TimeProvider time, IEnumerable<DeduplicationRecord> stored)
    {
        _time = time;
        _spaces = Enum.GetValues<DeduplicationSpace>().ToDictionary(
            space => space,
            space => new AcceptedIds(space == DeduplicationSpace.Outbox ? OutboxWindow : options.DeduplicationWindow, options.MaxDeduplicationRecords));
        foreach (var record in stored.OrderBy(record => record.AtMs))
            Register(record, new AcceptedId(record.Seq == 0 ? null : record.Seq, Task.CompletedTask));
    }

    /// <summary>How many ids are remembered.</summary>
    public int Count => _spaces.Values.Sum(ids => ids.Count);

    /// <summary>Finds what an id was answered with.</summary>
    public bool TryFind(DeduplicationKey key, [NotNullWhen(true)] out AcceptedId? accepted)
    {
        accepted = Find(key);
        return accepted is not null;
    }

    /// <summary>What an id was answered with; null when it is not known.</summary>
    public AcceptedId? Find(DeduplicationKey key) => _spaces[key.Space].Find(key, NowMs());

    /// <summary>Remembers an id that is being accepted.</summary>
    public void Register(DeduplicationRecord record, AcceptedId accepted) => _spaces[record.Key.Space].Put(record.Key, accepted, record.AtMs);

    /// <summary>Forgets ids whose time is over, or that are too many in their space: oldest first, only durable ones, a bounded number at once.</summary>
    public IReadOnlyList<DeduplicationKey> Forget()
    {
        List<DeduplicationKey>? forgotten = null;
        var nowMs = NowMs();
        foreach (var (_, ids) in _spaces)
        {
            if (ids.HasToForget(nowMs)) ids.Forget(nowMs, forgotten ??= [], MaxForgottenAtOnce);
        }

        return forgotten ?? (IReadOnlyList<DeduplicationKey>)[];
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
