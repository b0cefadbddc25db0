using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The state of a user: the durable one, which readers see, and the latest, which has the changes that are on their way to storage and which the
/// next change is applied to. Not thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: a change that is refused has changed nothing. One that was applied and never staged is taken back by the next use. When a commit fails, the
/// line is of no use any more, as its <see cref="CommitPipeline"/>: its owner restores another one from storage.
/// </remarks>
internal sealed class StateLine
{
    private readonly UserGrainOptions _options;
    private readonly StateLimits _limits;
    private StateVersion _durable;
    private StateVersion _latest;
    private SnapshotNeed _need;
    private Unstaged? _unstaged;
    private bool _snapshotIsUnderWay;

    /// <summary>The state of a user that never had one.</summary>
    public StateLine(UserGrainOptions options)
        : this(options, new StateVersion(0, ObjectNode.Empty), default)
    {
    }

    private StateLine(UserGrainOptions options, StateVersion stored, SnapshotNeed need)
    {
        _options = options;
        _limits = new StateLimits(options.MaxStateBytes, options.MaxStateOperations);
        _durable = _latest = stored;
        _need = need;
    }

    /// <summary>As it is on durable storage.</summary>
    public UserState Durable => _durable.State;

    /// <summary>The version of <see cref="Durable"/>.</summary>
    public long DurableVersion => _durable.Version;

    /// <summary>With every change that was applied, durable or not.</summary>
    public UserState Latest
    {
        get
        {
            TakeBackUnstaged();
            return _latest.State;
        }
    }

    /// <summary>Whether <see cref="Latest"/> is on durable storage.</summary>
    public bool IsDurable
    {
        get
        {
            TakeBackUnstaged();
            return _durable.Version == _latest.Version;
        }
    }

    /// <summary>The state as storage has it: a snapshot with the changes since.</summary>
    /// <exception cref="StorageDamagedException">A change does not fit what it was made for.</exception>
    public static StateLine Restore(StoredState stored, UserGrainOptions options)
    {
        var (version, need) = (stored.Snapshot.Version, default(SnapshotNeed));
        try
        {
            var document = StateNode.Of(CompactJson.Of(stored.Snapshot.Json.Span)) as ObjectNode
                ?? throw new StorageDamagedException("The state is not an object.");
            foreach (var change in stored.Changes)
            {
                if (change.Version != ++version) throw new StorageDamagedException($"The change to version {version} of the state is missing.");
                document = StateChanger.Apply(document, change.Kind, change.Json.Span, StateLimits.None);
                need = need.With(change.Json.Length);
            }

            return new StateLine(options, new StateVersion(version, document), need);
        }
        catch (Exception exception) when (exception is JsonException or StateChangeRefusedException)
        {
            throw new StorageDamagedException($"The state can't be read up to version {version}.", exception);
        }
    }

    /// <summary>
    /// Applies a change to <see cref="Latest"/> and adds to <paramref name="change"/> what makes it durable: the change record, now and then a
    /// snapshot, and the <c>state_updated</c> frame. The caller stages <paramref name="change"/> before it awaits anything, and before it applies another.
    /// </summary>
    /// <param name="change">Gets the effects; untouched unless the result is <see cref="StateChangeStatus.Changed"/>. One state change each.</param>
    /// <param name="asked">The change.</param>
    /// <param name="id">The id of the <c>state_updated</c> frame: the sender's, or one made for it.</param>
    /// <returns>Changed, with the new state; Conflict, with <see cref="Latest"/>; Refused, with why.</returns>
    public AppliedChange Apply(UserChange change, StateChange asked, string id)
    {
        if (change.State is not null) throw new ArgumentException("It has a change of the state already.", nameof(change));
        TakeBackUnstaged();
        if (asked.ExpectedVersion is { } expected && expected != _latest.Version) return AppliedChange.Conflict(_latest);
        try
        {
            var document = StateChanger.Apply(_latest.Document, asked.Kind, asked.Json.Span, _limits);
            var next = new StateVersion(_latest.Version + 1, document);
            Add(change, asked, id, next);
            return AppliedChange.Changed(next);
        }
        catch (StateChangeRefusedException refused)
        {
            return AppliedChange.Refused(refused.Error);
        }
    }

    private void Add(UserChange change, StateChange asked, string id, StateVersion next)
    {
        var payload = ServerFrames.StateUpdatedPayload(next.Version, asked.Kind, asked.Json.Span);
        var frame = new NewFrame(FrameTypes.StateUpdated, id, payload) { StateVersion = next.Version };
        change.Frames.Add(frame);
        change.State = new StateChangeRecord(next.Version, asked.Kind, asked.Json);
        change.WhenDurable += () => _durable = next;

        _unstaged = new Unstaged(frame, _latest, _need, _snapshotIsUnderWay);
        _latest = next;
        _need = _need.With(asked.Json.Length);
        // One at a time, so that what waits to be stored stays bounded.
        if (!_snapshotIsUnderWay && _need.IsMet(_options, next.Document.Bytes)) AddSnapshot(change, next);
    }

    private void AddSnapshot(UserChange change, StateVersion next)
    {
        next.Compact();
        change.StateSnapshot = new StateSnapshotRecord(next.Version, next.State.Json);
        change.WhenDurable += () => _snapshotIsUnderWay = false;
        _snapshotIsUnderWay = true;
        _need = default;
    }

    /// <summary>A staged frame has its seq. Without one the change was refused behind <see cref="Apply"/>, and storage never hears of it.</summary>
    private void TakeBackUnstaged()
    {
        if (_unstaged is { Frame.Seq: 0 } back)
            (_latest, _need, _snapshotIsUnderWay) = (back.Before, back.NeedBefore, back.SnapshotWasUnderWay);
        _unstaged = null;
    }

    /// <summary>The last change, and what to go back to while it is not staged.</summary>
    private sealed record Unstaged(NewFrame Frame, StateVersion Before, SnapshotNeed NeedBefore, bool SnapshotWasUnderWay);
}
