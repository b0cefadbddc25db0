using Netra.Abstractions;

namespace Netra.Host;

/// <summary>How far a run is, as the state says under <see cref="Member"/>. Clients may write there too, so nothing in it is trusted.</summary>
/// <param name="RunId">Which run.</param>
/// <param name="Status">One of the constants.</param>
/// <param name="ChunksDone">How many chunks are surely published, from 0.</param>
/// <param name="AskedAtMs">When it was asked for, Unix milliseconds.</param>
/// <param name="Cancel">The run that shall end; null for none.</param>
internal sealed record AssistantProgress(string RunId, string Status, int ChunksDone, long AskedAtMs, string? Cancel)
{
    public const string Member = "assistant";
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Cancelled = "cancelled";

    public bool IsOver => Status != Running;

    public bool IsCancelled => Cancel == RunId;

    /// <summary>Whether this run was asked for after another one.</summary>
    public bool IsNewerThan(AssistantAsk ask) =>
        AskedAtMs != ask.AskedAtMs ? AskedAtMs > ask.AskedAtMs : string.CompareOrdinal(RunId, ask.RunId) > 0;

    /// <summary>Null when the state has no run.</summary>
    public static AssistantProgress? Read(UserState state)
    {
        if (new AssistantPayload(state.Json).Object(Member) is not { } found) return null;
        if (found.Text("run_id") is not { } runId || found.Text("status") is not { } status) return null;
        var done = Math.Clamp(found.Integer("chunks_done") ?? 0, 0, AssistantAnswer.MaxChunks);
        return new AssistantProgress(runId, status, (int)done, found.Integer("asked_at") ?? 0, found.Text("cancel"));
    }
}
