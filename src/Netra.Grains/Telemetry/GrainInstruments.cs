using System.Diagnostics.Metrics;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>What the user grains of a silo measure: per call or per commit, never per message. A user is never a tag.</summary>
internal sealed class GrainInstruments
{
    private const string CauseTag = "netra.retry.cause";
    private const string ReasonTag = "netra.dead_letter.reason";

    private readonly StripedCounter _messages;
    private readonly StripedCounter _bytes;
    private readonly StripedCounter _removed;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _retries;

    public GrainInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(NetraMeter.Name);
        PublishDuration = meter.CreateDuration("netra.user.publish.duration", "From when a publisher's call came to the user's grain until all that it brought was durable.");
        CommitDuration = meter.CreateDuration(
            "netra.user.commit.duration", "From the first thing of a commit until the commit was durable: messages of publishers and clients, changes of the state, positions.");
        LoadDuration = meter.CreateDuration("netra.user.load.duration", "How long it took to read what a user's grain begins with.");
        _messages = meter.CreateStriped("netra.user.messages", "{message}", "Durable messages that were accepted, whoever sent them.");
        _bytes = meter.CreateStriped("netra.user.messages.size", "By", "The frames of those messages.");
        Ephemeral = meter.CreateStriped("netra.user.messages.ephemeral", "{message}", "Messages beside the log.");
        _removed = meter.CreateStriped("netra.user.messages.removed", "{message}", "Messages that fell to a limit, were revoked or outlived their end.");
        _deadLetters = meter.CreateCounter<long>("netra.user.dead_letters", "{message}", "Messages that became dead letters.");
        Activations = meter.CreateCounter<long>("netra.user.activations", "{activation}", "User grains that were activated.");
        Deactivations = meter.CreateCounter<long>("netra.user.deactivations", "{activation}", "User grains that went.");
        LoadFailures = meter.CreateCounter<long>("netra.user.load.failures", "{try}", "Times that a user's log could not be read when its grain needed it.");
        Unavailable = meter.CreateCounter<long>("netra.user.unavailable", "{call}", "Calls that failed because storage did: their callers are told unavailable.");
        _retries = meter.CreateCounter<long>("netra.user.retries", "{try}", "Calls that were tried again behind a fault that they could not help.");
        Loaded = meter.CreateStripedLevel("netra.user.loaded", "{user}", "Users whose log is loaded.");
        Unread = meter.CreateStripedLevel("netra.user.unread", "{message}", "Places of the logs of loaded users that no session has acknowledged, holes among them.");
        KeptDeadLetters = meter.CreateStripedLevel("netra.user.dead_letters.kept", "{message}", "Dead letters of loaded users.");
    }

    public Histogram<double> PublishDuration { get; }

    public Histogram<double> CommitDuration { get; }

    public Histogram<double> LoadDuration { get; }

    public StripedCounter Ephemeral { get; }

    public Counter<long> Activations { get; }

    public Counter<long> Deactivations { get; }

    public Counter<long> LoadFailures { get; }

    public Counter<long> Unavailable { get; }

    public StripedCounter Loaded { get; }

    public StripedCounter Unread { get; }

    public StripedCounter KeptDeadLetters { get; }

    /// <summary>Counts what a commit brought and took.</summary>
    /// <param name="commit">The commit, which is durable.</param>
    /// <param name="nowUs">Unix microseconds.</param>
    public void NoteDurable(StagedCommit commit, long nowUs)
    {
        // The clock may have been set back meanwhile.
        CommitDuration.Record(Math.Max(0, nowUs - commit.OpenedAtUs) / 1e6);
        if (commit.FrameCount > 0)
        {
            _messages.Add(commit.FrameCount);
            _bytes.Add(commit.Bytes);
        }

        if (!commit.Plan.IsNothing) _removed.Add(commit.Plan.Frames.Count);
        foreach (var letter in commit.Record!.DeadLettersToAdd) _deadLetters.Add(1, new KeyValuePair<string, object?>(ReasonTag, letter.Reason.WireName()));
    }

    public void NoteConflict() => _retries.Add(1, new KeyValuePair<string, object?>(CauseTag, "conflict"));

    public void NoteLostAcceptance() => _retries.Add(1, new KeyValuePair<string, object?>(CauseTag, "acceptance_lost"));
}
