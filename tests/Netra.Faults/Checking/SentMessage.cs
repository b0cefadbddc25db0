namespace Netra.Faults;

/// <summary>A message with an id, over all tries to have it accepted.</summary>
internal sealed class SentMessage(string id, string type, string payload)
{
    private readonly List<Attempt> _attempts = [];

    public string Id => id;

    public string Type => type;

    public string Payload => payload;

    /// <summary>Sent by a tab, not by a publisher.</summary>
    public bool IsOfTab { get; init; }

    public bool IsDurable { get; init; } = true;

    public bool MayExpire { get; init; }

    public bool IsStateChange => IsOfTab && type is "state_update" or "partial_state_update";

    public IReadOnlyList<Attempt> Attempts => _attempts;

    public IEnumerable<Attempt> Accepted => _attempts.Where(attempt => attempt.Outcome == Outcome.Accepted);

    /// <summary>Every answer said that it was not carried out.</summary>
    public bool IsRefused => _attempts.All(attempt => attempt.Outcome == Outcome.Refused);

    public long FirstSentAtMs => _attempts.Min(attempt => attempt.SentAtMs);

    public void Add(Attempt attempt) => _attempts.Add(attempt);
}
